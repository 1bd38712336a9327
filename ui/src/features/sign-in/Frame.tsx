import type { ReactNode } from 'react';
import { Button, Kbd } from '../../components/Button';
import { Filled } from '../../components/Filled';
import { Mark } from '../../components/Mark';
import { useKeys } from '../../components/useKeys';
import { messages } from '../../messages';

interface FrameProps {
  title: string;
  /** The letter of the service, where it is known. */
  mark?: string;
  /** Which of the steps it is. */
  step?: string | undefined;
  backLabel: string;
  onBack(): void;
  children: ReactNode;
}

/** A page on the way to a connection; Esc goes back. */
export function Frame({ title, mark, step, backLabel, onBack, children }: FrameProps) {
  useKeys({ escape: onBack });
  return (
    <main className="main" data-pane="main">
      <header className="topbar">
        <Button look="ghost" square icon="cl" aria-label={backLabel} onClick={onBack} />
        {mark && <Mark text={mark} small />}
        <b className="nowrap">{title}</b>
        {step && <span className="dim3 trunc">{step}</span>}
        <span className="grow" />
        <span className="row row-6 sm dim3 nowrap">
          <Filled text={messages.signIn.escBack} places={{ key: <Kbd>Esc</Kbd> }} />
        </span>
      </header>
      {children}
    </main>
  );
}
