import { useState, type CSSProperties, type ReactNode } from 'react';
import { Route, Router, Switch } from 'wouter';
import { Boundary } from '../errors/Boundary';
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
import { SettingsScreen } from '../features/settings/SettingsScreen';
import { SignInScreen } from '../features/sign-in/SignInScreen';
import { TokenScreen } from '../features/token/TokenScreen';
import type { ConnectionView } from '../ipc/client';
import { useCoreEvents, useDesk } from '../ipc/queries';
import { showCompany, useLastPlace } from '../lastPlace';
import { paths } from '../paths';
import { usePath, usePlace } from '../place';
import { Rail } from './Rail';
import { useGoingBack } from './useGoingBack';
import { usePreferences } from './usePreferences';
import { useWindowKeys } from './useWindowKeys';

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
  const { path } = usePlace();
  const { preferences } = usePreferences();
  const [overlay, setOverlay] = useState<'help' | 'palette'>();
  const connections = desk.data?.connections ?? [];
  // A signed-out connection still shows its rows: only sending needs a sign-in.
  const show = (connection: ConnectionView) => showCompany(connection.id);
  useGoingBack();
  useWindowKeys({
    connections,
    onConnection: show,
    onHelp: () => setOverlay('help'),
    onPalette: () => setOverlay('palette'),
  });
  if (!isPlaceKnown) return null;
  return (
    <div
      className="app"
      style={{ '--nav': `${preferences?.navigatorWidth ?? 224}px` } as CSSProperties}
    >
      <Rail connections={connections} onConnection={show} onHelp={() => setOverlay('help')} />
      <Boundary of={path} frame={inMain}>
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
          <Route path="/token/*?">
            <TokenScreen />
          </Route>
          <Route path="/activity">
            <ActivityScreen />
          </Route>
          <Route path="/settings/:section?">
            {({ section }) => <SettingsScreen section={section} />}
          </Route>
          <Route>
            <ConnectionsScreen />
          </Route>
        </Switch>
      </Boundary>
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

const inMain = (notice: ReactNode) => (
  <main className="main" data-pane="main">
    {notice}
  </main>
);
