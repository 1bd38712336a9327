import { useState } from 'react';
import { useLocation } from 'wouter';
import { NavigatorButton } from '../../../app/NavigatorButton';
import { Button, Kbd } from '../../../components/Button';
import { Confirm } from '../../../components/Confirm';
import { Icon } from '../../../components/Icon';
import type { ConnectionView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { paths } from '../../../paths';
import { useBackAndForward } from '../../../place';
import type { DraftSteps } from '../draftSteps';
import { UndoAndRedo } from '../UndoAndRedo';

interface TopBarProps {
  connection: ConnectionView;
  steps: DraftSteps;
  onPalette(): void;
  onDiscard(): void;
}

function BackAndForward() {
  const { back, forward } = useBackAndForward();
  const words = messages.workspace;
  return (
    <span className="row row-4 topbar-go">
      <Button
        look="ghost"
        size="xsm"
        square
        icon="cl"
        aria-label={words.goBack}
        title={messages.common.withKeys(words.goBack, 'Alt ←')}
        disabled={!back}
        onClick={back}
      />
      <Button
        look="ghost"
        size="xsm"
        square
        icon="cr"
        aria-label={words.goForward}
        title={messages.common.withKeys(words.goForward, 'Alt →')}
        disabled={!forward}
        onClick={forward}
      />
    </span>
  );
}

export function TopBar({ connection, steps, onPalette, onDiscard }: TopBarProps) {
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const words = messages.workspace;
  const unsent = connection.unsentChanges;
  return (
    <header className="topbar">
      <NavigatorButton />
      <BackAndForward />
      <div className="crumb">
        <b className="trunc" title={connection.company}>
          {connection.company}
        </b>
        <span className="dim3 hide-n">{connection.serviceTitle}</span>
      </div>
      <span className={connection.environment === 'production' ? 'tag prod' : 'tag'}>
        {messages.environments[connection.environment]}
      </span>
      <span className="grow" />
      <button type="button" className="cmdk" title={words.palette} onClick={onPalette}>
        <Icon name="search" size={14} />
        <span className="trunc">{words.palette}</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <UndoAndRedo steps={steps} />
      {unsent > 0 && (
        <>
          <span style={{ width: 8 }} />
          <span className="sm c-warn nowrap hide-n" data-testid="unsent-count">
            {words.unsent(unsent)}
          </span>
          <Button look="ghost" onClick={() => setAsking(true)}>
            {words.discard}
          </Button>
          <Button
            look="pri"
            icon="layers"
            keys="Ctrl S"
            onClick={() => go(paths.review(connection.id))}
          >
            {words.review(unsent)}
          </Button>
        </>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={words.discardTitle(unsent)}
        text={words.discardText}
        yes={words.discardYes(unsent)}
        cancel={messages.common.cancel}
        close={messages.common.close}
        onYes={onDiscard}
      />
    </header>
  );
}
