// What can be done with saved views. Each shows at once and is kept in the background; what could not be kept is said.

import { useQueryClient } from '@tanstack/react-query';
import { toastDone } from '../../../components/toast';
import { toastOffer } from '../../../components/toastOffer';
import { toastError } from '../../../errors/ErrorNotice';
import { commands, type SavedViewView, type ViewSettingsView } from '../../../ipc/client';
import { inTurn } from '../../../inTurn';
import { messages } from '../../../messages';
import { paths } from '../../../paths';
import { placeNow, visit } from '../../../place';
import { dropView, putPart, putView, useReadAgain } from './kept';

const words = messages.views;

/** Whether the place that is shown now is shown still: an answer that comes late leads nobody away. */
function whileHere(): () => boolean {
  const { step, path } = placeNow();
  return () => placeNow().step === step && placeNow().path === path;
}

interface NewView {
  entityType: string;
  name: string;
  pinned: boolean;
  settings: ViewSettingsView;
}

export function useViewActions(connectionId: string) {
  const cache = useQueryClient();
  const readAgain = useReadAgain(connectionId);
  const failed = (thrown: unknown) => {
    toastError(thrown);
    readAgain();
  };
  const put = (view: SavedViewView) => putView(cache, connectionId, view);
  const putSome = (part: Parameters<typeof putPart>[2]) => putPart(cache, connectionId, part);
  const show = ({ entityType, id }: Pick<SavedViewView, 'entityType' | 'id'>) =>
    visit(paths.entities(connectionId, entityType, { view: id }));
  const isShown = (view: SavedViewView) =>
    new URLSearchParams(placeNow().query).get('view') === view.id;

  const add = async ({ entityType, name, pinned, settings }: NewView): Promise<SavedViewView> => {
    const made = await commands.saveView({ connectionId, entityType, id: null, name, settings });
    const view = pinned ? await commands.pinView({ connectionId, id: made.id, pinned }) : made;
    put(view);
    return view;
  };
  return {
    show,
    /** Other settings for a view that is there. */
    save: (view: SavedViewView, settings: ViewSettingsView) => {
      const { entityType, id, name } = view;
      putSome({ id, settings });
      inTurn(id, () => commands.saveView({ connectionId, entityType, id, name, settings })).then(
        () => toastDone(words.savedDone(name)),
        failed,
      );
    },
    /** A new view; the place that is shown becomes its place. */
    saveAs: (view: NewView, onSaved: () => void) => {
      const isStillHere = whileHere();
      add(view).then((made) => {
        onSaved();
        if (!isStillHere()) return;
        const { entityType, id } = made;
        visit(paths.entities(connectionId, entityType, { view: id }), { replace: true });
      }, failed);
    },
    rename: (view: SavedViewView, name: string) => {
      const { id } = view;
      putSome({ id, name });
      inTurn(id, () => commands.renameView({ connectionId, id, name })).then(
        (kept) => putSome({ id, name: kept.name }),
        failed,
      );
    },
    pin: (view: SavedViewView, pinned: boolean) => {
      const { id } = view;
      putSome({ id, pinned });
      inTurn(id, () => commands.pinView({ connectionId, id, pinned })).then(
        (kept) => putSome({ id, pinned: kept.pinned }),
        failed,
      );
    },
    duplicate: (view: SavedViewView) => {
      const isStillHere = whileHere();
      commands.duplicateView({ connectionId, id: view.id }).then((made) => {
        put(made);
        if (isStillHere()) show(made);
      }, failed);
    },
    /** At once; its toast takes it back. */
    remove: (view: SavedViewView) => {
      const wasShown = isShown(view);
      const again = () =>
        add(view).then((made) => {
          if (wasShown) show(made);
        }, failed);
      dropView(cache, connectionId, view.id);
      if (wasShown) visit(paths.entities(connectionId, view.entityType), { replace: true });
      commands
        .deleteView({ connectionId, id: view.id })
        .then(
          () => toastOffer(words.deleted(view.name), messages.common.undo, () => void again()),
          failed,
        );
    },
    share: (view: SavedViewView) => {
      commands.shareView({ connectionId, id: view.id }).then((isWritten) => {
        if (isWritten) toastDone(words.shared(view.name));
      }, failed);
    },
    readFile: () => {
      commands.readView(connectionId).then((read) => {
        if (!read) return;
        const { view, leftOut } = read;
        put(view);
        show(view);
        toastDone(
          leftOut.length > 0 ? words.readWithout(view.name, leftOut) : words.readDone(view.name),
        );
      }, failed);
    },
  };
}

export type ViewActions = ReturnType<typeof useViewActions>;
