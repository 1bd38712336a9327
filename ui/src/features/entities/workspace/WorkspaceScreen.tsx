import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { NavigatorPane } from '../../../app/NavigatorPane';
import { useNavigator } from '../../../app/useNavigator';
import { Empty, Loading } from '../../../components/State';
import { useKeys } from '../../../components/useKeys';
import { errorDetails, ErrorNotice } from '../../../errors/ErrorNotice';
import { asUiError } from '../../../ipc/errors';
import { useCatalogue, useConnection, useDesk, useMirrors } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { paths } from '../../../paths';
import { Navigator } from '../navigator/Navigator';
import { useCounting } from '../views/counts';
import { useKeptViews } from '../views/kept';
import { EntityRows } from './EntityRows';
import { LoadFailed } from './LoadFailed';

interface WorkspaceScreenProps {
  connectionId: string;
  entityType: string | undefined;
  onPalette(): void;
}

/** Navigator and rows of one company. */
export function WorkspaceScreen({ connectionId, entityType, onPalette }: WorkspaceScreenProps) {
  const [, go] = useLocation();
  const desk = useDesk();
  const connection = useConnection(connectionId);
  const catalogue = useCatalogue(connectionId);
  const mirrors = useMirrors(connectionId);
  const kept = useKeptViews(connectionId);
  useCounting(connectionId, mirrors.data);
  const { toggle } = useNavigator();
  useKeys({
    'mod+b': toggle,
    'mod+s': () => go(paths.review(connectionId)),
  });
  const types = catalogue.data?.entityTypes;
  const first = types?.find((type) => type.pinned) ?? types?.[0];
  const shown = types?.find((type) => type.name === entityType);
  useEffect(() => {
    if (!shown && first) go(paths.entities(connectionId, first.name), { replace: true });
  }, [shown, first, connectionId, go]);
  if (catalogue.isError) {
    return (
      <main className="main">
        <ErrorNotice error={catalogue.error} onStep={() => void catalogue.refetch()} />
      </main>
    );
  }
  if (desk.data && !connection) {
    return (
      <main className="main">
        <Empty icon="inbox" title={messages.workspace.pick} text={messages.workspace.pickText} />
      </main>
    );
  }
  if (kept.isError && !kept.data) {
    return (
      <main className="main">
        <LoadFailed
          title={messages.views.cannotRead}
          message={asUiError(kept.error).message}
          details={errorDetails(asUiError(kept.error))}
          onAgain={() => void kept.refetch()}
        />
      </main>
    );
  }
  // Without what was kept the list would show another order first.
  if (!connection || !catalogue.data || !shown || kept.isPending) {
    return (
      <main className="main">
        <Loading label={messages.common.loading} />
      </main>
    );
  }
  const mirror = mirrors.data?.find((one) => one.entityType === shown.name);
  return (
    <>
      <NavigatorPane of={shown.name}>
        <Navigator
          connection={connection}
          catalogue={catalogue.data}
          mirrors={mirrors.data ?? []}
          current={shown.name}
        />
      </NavigatorPane>
      <EntityRows
        key={connectionId + shown.name}
        connection={connection}
        type={shown}
        mirror={mirror}
        onPalette={onPalette}
      />
    </>
  );
}
