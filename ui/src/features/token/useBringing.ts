// A token that a person brings: pasted, dropped, typed or from a file. Its text goes to the core and is held nowhere here.

import { useQueryClient } from '@tanstack/react-query';
import { toastBad, toastDone, toldWhenLate } from '../../components/toast';
import { toastError } from '../../errors/ErrorNotice';
import { commands, type BroughtView, type TokenSourceView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { visit } from '../../place';
import { placeOf } from './source';

const words = messages.token;
/** More than any text with tokens has, in bytes: the core refuses what is longer. */
const MOST_BYTES = 8 * 1024 * 1024;

const show = (source: TokenSourceView) => visit(placeOf(source));

/** `onFound` is told the first token; without it, that one is shown. */
export function useBringing(onFound: (source: TokenSourceView) => void = show) {
  const cache = useQueryClient();
  const take = async (answer: Promise<BroughtView | null>): Promise<boolean> => {
    try {
      const brought = await toldWhenLate(answer, words.reading);
      if (!brought) return false;
      await cache.invalidateQueries({ queryKey: [...keys.tokens, 'list'] });
      return tell(brought, onFound);
    } catch (error) {
      toastError(error);
      return false;
    }
  };
  const text = (given: string) => take(commands.dropToken({ text: given }));
  return {
    paste: () => take(commands.pasteToken()),
    openFile: () => take(commands.openTokenFile()),
    text,
    file: async (file: Blob) => text(await file.slice(0, MOST_BYTES).text()),
  };
}

function tell(brought: BroughtView, onFound: (source: TokenSourceView) => void): boolean {
  const [first] = brought.tokens;
  if (!first) {
    if (brought.hasCode) toastBad(words.codeTitle, words.code);
    else toastBad(words.nothingTitle, words.nothing);
    return false;
  }
  if (brought.hasCode) toastBad(words.codeTitle, words.codeToo);
  if (brought.tokens.length > 1) toastDone(words.several(brought.tokens.length));
  onFound(first);
  return true;
}
