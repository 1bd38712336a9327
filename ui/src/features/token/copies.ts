import type { CopyFormView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.token;

export const COPIES: Record<CopyFormView, string> = {
  redactedJson: words.copyJson,
  redactedMarkdown: words.copyMarkdown,
  token: words.copyToken,
};

/** What can be copied of it, the harmless first: a refresh token stays where it is kept. */
export function copyForms({ source, form }: TokenView): CopyFormView[] {
  const isRefresh = source.kind === 'connection' && source.token === 'refreshToken';
  return [
    ...(form === 'opaque' ? [] : (['redactedJson', 'redactedMarkdown'] as const)),
    ...(isRefresh ? [] : (['token'] as const)),
  ];
}
