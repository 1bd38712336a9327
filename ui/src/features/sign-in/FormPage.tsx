import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../../components/Button';
import { Icon, type IconName } from '../../components/Icon';
import { useKeys } from '../../components/useKeys';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { NextStep } from '../../ipc/client';
import { messages } from '../../messages';
import { Frame } from './Frame';
import './sign-in.css';

/** What holds a form back: the element that it leads to, and why. */
export interface FormBlock {
  place: string;
  reason: string;
}

interface FormPageProps {
  title: string;
  mark: string;
  step?: string | undefined;
  backLabel: string;
  onBack(): void;
  /** What was answered instead of going on. */
  error: unknown;
  onStep(step: NextStep): void;
  /** The column on the right, and its name. */
  aside: ReactNode;
  asideLabel: string;
  /** Said beside the button while nothing holds the form back. */
  promise: string;
  block: FormBlock | undefined;
  submit: { label: string; icon?: IconName };
  busy: boolean;
  onSubmit(): void;
  /** Shown in place of the form, which keeps what was typed. */
  instead?: ReactNode;
  children: ReactNode;
}

/** A form on the way to a connection: its fields, help beside them, and why it cannot go on yet. */
export function FormPage(props: FormPageProps) {
  const { title, mark, step, block, instead, onBack } = props;
  const submit = () => {
    if (block) goTo(block.place);
    else if (!props.busy && !instead) props.onSubmit();
  };
  useKeys({ 'mod+enter': submit });
  return (
    <Frame title={title} mark={mark} step={step} backLabel={props.backLabel} onBack={onBack}>
      {instead}
      <div className="form-page" hidden={Boolean(instead)}>
        <div className="scroll">
          <div className="page" style={{ maxWidth: 1080, paddingTop: 22 }}>
            <h1 className="sr">{title}</h1>
            {props.error ? <NotStarted error={props.error} onStep={props.onStep} /> : null}
            <div className="two">
              <div>{props.children}</div>
              <aside className="aside box" aria-label={props.asideLabel} data-pane="side">
                {props.aside}
              </aside>
            </div>
          </div>
        </div>
        <footer className="formfoot">
          {block ? (
            <span className="sm dim row row-6" role="status">
              <Icon name="info" size={14} />
              <button type="button" className="link" onClick={submit} id="form-reason">
                {block.reason}
              </button>
            </span>
          ) : (
            <span className="sm dim3 row row-6">
              <Icon name="lock" size={14} />
              {props.promise}
            </span>
          )}
          <span className="grow" />
          <Button size="lg" onClick={onBack}>
            {messages.common.cancel}
          </Button>
          <Button
            look="pri"
            size="lg"
            {...(props.submit.icon ? { icon: props.submit.icon } : {})}
            keys="Ctrl ↵"
            disabled={block !== undefined || props.busy}
            aria-describedby={block && 'form-reason'}
            onClick={submit}
          >
            {props.submit.label}
          </Button>
        </footer>
      </div>
    </Frame>
  );
}

/** What was answered, brought into view: the form below is as it was. */
function NotStarted({ error, onStep }: { error: unknown; onStep(step: NextStep): void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [error]);
  return (
    <div
      ref={place}
      tabIndex={-1}
      aria-label={messages.newConnection.notStarted}
      role="group"
      className="not-started"
    >
      <ErrorNotice error={error} onStep={onStep} />
    </div>
  );
}

export function goTo(id: string): void {
  const place = document.getElementById(id);
  const control = place?.matches('input, button, textarea')
    ? place
    : place?.querySelector('input, button, textarea');
  place?.closest('details')?.setAttribute('open', '');
  place?.scrollIntoView({ block: 'nearest' });
  if (control instanceof HTMLElement) control.focus();
}
