import { useState } from 'react';
import { Route, Router, Switch, useLocation } from 'wouter';
import { useKeys } from '../components/useKeys';
import { ConnectionsScreen } from '../features/connections/ConnectionsScreen';
import { ActivityScreen } from '../features/activity/ActivityScreen';
import { ReviewScreen } from '../features/changes/ReviewScreen';
import { RunScreen } from '../features/changes/RunScreen';
import { WorkspaceScreen } from '../features/entities/workspace/WorkspaceScreen';
import { Palette } from '../features/palette/Palette';
import { Shortcuts } from '../features/palette/Shortcuts';
import { NewConnectionScreen } from '../features/sign-in/NewConnectionScreen';
import { AnswersScreen } from '../features/services/AnswersScreen';
import { BidcoreScreen } from '../features/services/BidcoreScreen';
import { CredentialDialog } from '../features/services/CredentialDialog';
import { DocumentScreen } from '../features/services/DocumentScreen';
import { Previewed } from '../features/services/Previewed';
import { ServiceSignInScreen } from '../features/services/ServiceSignInScreen';
import { SignInScreen } from '../features/sign-in/SignInScreen';
import { TokenScreen } from '../features/token/TokenScreen';
import type { ConnectionView } from '../ipc/client';
import { useCoreEvents, useDesk } from '../ipc/queries';
import { showCompany, useLastPlace } from '../lastPlace';
import { paths } from '../paths';
import { usePath } from '../place';
import { nextPane } from './panes';
import { Rail } from './Rail';
import { useGoingBack } from './useGoingBack';

export function App() {
  return (
    <Router hook={usePath}>
      <Shell />
    </Router>
  );
}

function Shell() {
  useCoreEvents();
  const desk = useDesk();
  const isPlaceKnown = useLastPlace();
  const [place, go] = useLocation();
  const [overlay, setOverlay] = useState<'help' | 'palette'>();
  const connections = desk.data?.connections ?? [];
  // A signed-out connection still shows its rows: only sending needs a sign-in.
  const show = (connection: ConnectionView) => showCompany(connection.id);
  useGoingBack();
  const digits = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [
      `mod+${i + 1}`,
      () => connections[i] && show(connections[i]),
    ]),
  );
  useKeys({
    ...digits,
    f1: () => setOverlay('help'),
    'mod+k': () => setOverlay('palette'),
    'mod+shift+a': () => go(paths.activity),
    f6: () => nextPane(1),
    'shift+f6': () => nextPane(-1),
  });
  if (!isPlaceKnown) return null;
  const nav = /^\/(c\/[^/]+(\/e\/|$)|token|activity)/.test(place);
  return (
    <div className={nav ? 'app' : 'app no-nav'}>
      <Rail connections={connections} onConnection={show} onHelp={() => setOverlay('help')} />
      <Switch>
        <Route path="/add/core/:of?">
          {({ of }) => <NewConnectionScreen key={of ?? ''} of={of && decodeURIComponent(of)} />}
        </Route>
        <Route path={paths.addService}>
          <DocumentScreen />
        </Route>
        <Route path={paths.addServiceSignIn}>
          <ServiceSignInScreen />
        </Route>
        <Route path="/c/:id/answers">
          {({ id }) => <AnswersScreen key={id} connectionId={decodeURIComponent(id)} />}
        </Route>
        <Route path={paths.addBidcore}>
          <BidcoreScreen />
        </Route>
        <Route path="/sign-in/:id">
          {({ id }) => <SignInScreen key={id} signInId={decodeURIComponent(id)} />}
        </Route>
        <Route path="/c/:id/review">
          {({ id }) => <ReviewScreen key={id} connectionId={decodeURIComponent(id)} />}
        </Route>
        <Route path="/c/:id/run/:run">
          {({ id, run }) => (
            <RunScreen
              key={run}
              connectionId={decodeURIComponent(id)}
              runId={decodeURIComponent(run)}
            />
          )}
        </Route>
        <Route path="/c/:id/e/:type">
          {({ id, type }) => (
            <Previewed connectionId={decodeURIComponent(id)}>
              <WorkspaceScreen
                key={id}
                connectionId={decodeURIComponent(id)}
                entityType={decodeURIComponent(type)}
                onPalette={() => setOverlay('palette')}
              />
            </Previewed>
          )}
        </Route>
        <Route path="/c/:id">
          {({ id }) => (
            <Previewed connectionId={decodeURIComponent(id)}>
              <WorkspaceScreen
                key={id}
                connectionId={decodeURIComponent(id)}
                entityType={undefined}
                onPalette={() => setOverlay('palette')}
              />
            </Previewed>
          )}
        </Route>
        <Route path="/token/:id?">
          {({ id }) => <TokenScreen connectionId={id && decodeURIComponent(id)} />}
        </Route>
        <Route path="/activity">
          <ActivityScreen />
        </Route>
        <Route>
          <ConnectionsScreen />
        </Route>
      </Switch>
      <Palette
        opened={overlay === 'palette'}
        onClose={() => setOverlay(undefined)}
        connections={connections}
        onHelp={() => setOverlay('help')}
      />
      <CredentialDialog />
      <Shortcuts opened={overlay === 'help'} onClose={() => setOverlay(undefined)} />
    </div>
  );
}
