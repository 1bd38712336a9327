import { useState } from 'react';
import { useLocation } from 'wouter';
import { Kbd } from '../../components/Button';
import { Check, Checks } from '../../components/Checks';
import { Confirm } from '../../components/Confirm';
import { Filled } from '../../components/Filled';
import { Icon } from '../../components/Icon';
import { Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { ErrorNotice, toastError } from '../../errors/ErrorNotice';
import type { ConnectionView, DeskView } from '../../ipc/client';
import { useDesk } from '../../ipc/queries';
import { useOpen } from '../../ipc/useOpen';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { ConnectionRow } from './ConnectionRow';
import { DemoCard } from './DemoCard';
import { useConnectionActions } from './queries';
import './connections.css';
import { WaitingRuns } from '../waiting/WaitingRuns';
import { ServiceCards } from './ServiceCards';

export function ConnectionsScreen() {
  const [, go] = useLocation();
  const desk = useDesk();
  useKeys({ 'mod+n': () => go(paths.addCore()) });
  return (
    <main className="main" data-pane="main">
      {desk.isPending && <Loading label={messages.common.loading} />}
      {desk.isError && <ErrorNotice error={desk.error} onStep={() => void desk.refetch()} />}
      {desk.data &&
        (desk.data.connections.length > 0 ? (
          <List desk={desk.data} />
        ) : (
          <FirstRun desk={desk.data} />
        ))}
      <footer className="statusbar">
        <span className="st-l">
          <Icon name="shield" size={14} />
          {messages.connections.status}
        </span>
        <span className="push" />
        {desk.data && desk.data.connections.length > 0 && (
          <>
            <span className="row row-6 hide-n">
              <Filled
                text={messages.connections.switchKeys}
                places={{ first: <Kbd>Ctrl 1</Kbd>, last: <Kbd>Ctrl 9</Kbd> }}
              />
            </span>
            <span className="sep hide-n" />
          </>
        )}
        <span>{desk.data && `${messages.app} ${desk.data.version}`}</span>
      </footer>
    </main>
  );
}

function FirstRun({ desk }: { desk: DeskView }) {
  const { openDemo, busy } = useOpen(toastError);
  const words = messages.connections;
  return (
    <div className="scroll" style={{ display: 'flex' }}>
      <div className="page" style={{ maxWidth: 880, margin: 'auto' }}>
        <h1 className="t1">{words.welcome}</h1>
        <p className="dim" style={{ maxWidth: '60ch', margin: '4px 0 20px' }}>
          {words.welcomeLead}
        </p>
        <DemoCard demos={desk.demos} busy={busy} isFirst onOpen={openDemo} />
        <h2 className="t2" style={{ margin: '28px 0 8px' }}>
          {words.own}
        </h2>
        <ServiceCards />
        <div style={{ marginTop: 20 }}>
          <Checks columns={3}>
            {words.promises.map((promise) => (
              <Check key={promise}>{promise}</Check>
            ))}
          </Checks>
        </div>
      </div>
    </div>
  );
}

type Asked = { what: 'remove' | 'reset'; connection: ConnectionView };

function List({ desk }: { desk: DeskView }) {
  const [, go] = useLocation();
  const { openDemo, openConnection, busy } = useOpen(toastError);
  const { signOut, remove, resetDemo, saveDescription, readDescription } = useConnectionActions();
  const [asked, setAsked] = useState<Asked>();
  const words = messages.connections;
  const actionsOf = (connection: ConnectionView) => ({
    open: () => openConnection(connection),
    signOut: () => signOut(connection),
    remove: () => setAsked({ what: 'remove', connection }),
    resetDemo: () => setAsked({ what: 'reset', connection }),
    inspect: () => go(paths.token(connection.id)),
    answers: () => go(paths.answers(connection.id)),
    saveDescription: () => saveDescription(connection),
    readDescription: () => readDescription(connection),
  });
  return (
    <div className="scroll">
      {desk.connections.map((connection) => (
        <WaitingRuns key={connection.id} connection={connection} isNamed />
      ))}
      <div className="page" style={{ maxWidth: 1000 }}>
        <div className="page-h">
          <div className="grow">
            <h1 className="t1">{words.title}</h1>
            <p className="dim">{words.lead}</p>
          </div>
        </div>
        <ul
          className="box"
          style={{ overflow: 'hidden', marginBottom: 24 }}
          aria-label={words.title}
        >
          {desk.connections.map((connection) => (
            <ConnectionRow
              key={connection.id}
              connection={connection}
              busy={busy}
              actions={actionsOf(connection)}
            />
          ))}
        </ul>
        <div className="row base" style={{ marginBottom: 8 }}>
          <h2 className="t2">{words.add}</h2>
          <span className="push sm dim3 row row-6">
            <Filled text={words.pressNew} places={{ keys: <Kbd>Ctrl N</Kbd> }} />
          </span>
        </div>
        <ServiceCards />
        <div style={{ marginTop: 16 }}>
          <DemoCard demos={desk.demos} busy={busy} onOpen={openDemo} />
        </div>
      </div>
      <Confirm
        opened={asked?.what === 'remove'}
        onClose={() => setAsked(undefined)}
        title={words.removeTitle(asked?.connection.company ?? '')}
        text={words.removeText(asked?.connection.unsentChanges ?? 0)}
        yes={words.removeYes}
        cancel={messages.common.cancel}
        close={messages.common.close}
        onYes={() => asked && remove(asked.connection)}
      />
      <Confirm
        opened={asked?.what === 'reset'}
        onClose={() => setAsked(undefined)}
        title={words.resetTitle}
        text={words.resetText(desk.demos.map((demo) => demo.company))}
        yes={words.resetYes}
        cancel={messages.common.cancel}
        close={messages.common.close}
        onYes={resetDemo}
      />
    </div>
  );
}
