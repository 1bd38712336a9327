import { useRef, useState } from 'react';
import type { IconName } from '../../../components/Icon';
import type { ConnectionView, EntityTypeView, SavedViewView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useOfferCommands, type CommandHere } from '../../../commandsHere';
import type { useQuestion } from '../workspace/question';
import { useViewActions } from './actions';
import { useKept } from './kept';
import { NameDialog } from './NameDialog';
import { toSettings } from './settings';

const words = messages.views;

/** The view of a list that is shown, and what can be done with it. */
export function useViewing(
  connection: ConnectionView,
  type: EntityTypeView,
  { question, view, isChanged, reset }: ReturnType<typeof useQuestion>,
) {
  const actions = useViewActions(connection.id);
  const kept = useKept(connection.id).views.filter((one) => one.entityType === type.name);
  const button = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState<
    { what: 'save' } | { what: 'rename'; view: SavedViewView }
  >();
  const settings = toSettings(question, type);
  const names = kept.map(({ name }) => name);
  // Another view may be shown by the time that the name is there.
  const renamed = asking?.what === 'rename' ? asking.view : undefined;
  const onSaveView = () => setAsking({ what: 'save' });
  const onRename = () => view && setAsking({ what: 'rename', view });
  const onSave = () => view && actions.save(view, settings);
  const command = (label: string, icon: IconName, run: () => void): CommandHere => ({
    id: `view ${label}`,
    icon,
    label,
    detail: words.commandOf(view?.name ?? words.all, type.plural),
    run,
  });
  useOfferCommands([
    ...(isChanged
      ? [command(words.saveChanged, 'check', onSave), command(words.back, 'undo', reset)]
      : []),
    command(words.saveThis, 'view', onSaveView),
    ...(view
      ? viewItems(view, actions, onRename).map(({ id, run }) =>
          command(words.commands[id], 'view', run),
        )
      : []),
    command(words.read, 'import', actions.readFile),
  ]);
  return {
    actions,
    /** What opens the menu of views. */
    button,
    /** Of this entity type. */
    views: kept,
    view,
    isChanged,
    /** Asks for the name of a new view. */
    onSaveView,
    onRename,
    onSave,
    reset,
    dialog: asking && (
      <NameDialog
        title={renamed ? words.renameTitle : words.saveTitle}
        yes={renamed ? words.renameYes : words.saveYes}
        name={(renamed ?? view)?.name ?? ''}
        plural={type.plural}
        taken={renamed ? names.filter((name) => name !== renamed.name) : names}
        offersPin={!renamed}
        onDone={(name, pinned) => {
          if (renamed) actions.rename(renamed, name);
          else actions.saveAs({ entityType: type.name, name, pinned, settings }, reset);
        }}
        onClose={() => setAsking(undefined)}
        returnTo={() => button.current}
      />
    ),
  };
}

export type Viewing = ReturnType<typeof useViewing>;

export interface ViewItem {
  id: 'rename' | 'duplicate' | 'pin' | 'share' | 'delete';
  label: string;
  run(): void;
}

/** What can be done with one view, in menus and in the palette. */
export function viewItems(
  view: SavedViewView,
  actions: ReturnType<typeof useViewActions>,
  onRename: () => void,
): ViewItem[] {
  return [
    { id: 'rename', label: words.rename, run: onRename },
    { id: 'duplicate', label: words.duplicate, run: () => actions.duplicate(view) },
    {
      id: 'pin',
      label: view.pinned ? words.unpin : words.pin,
      run: () => actions.pin(view, !view.pinned),
    },
    { id: 'share', label: words.share, run: () => actions.share(view) },
    { id: 'delete', label: words.delete, run: () => actions.remove(view) },
  ];
}
