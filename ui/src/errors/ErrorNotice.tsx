import { Button } from '../components/Button';
import { Icon } from '../components/Icon';
import { toastBad, toastDone } from '../components/toast';
import { asUiError } from '../ipc/errors';
import type { NextStep, UiError } from '../ipc/client';
import { messages } from '../messages';
import { nextStepLabel, presentError } from './presentation';
import { ThisRunOnly } from './ThisRunOnly';

export function toastError(thrown: unknown): void {
  const error = asUiError(thrown);
  const hasNoKeyring = error.code === 'keyringUnavailable';
  const message = hasNoKeyring ? (
    <>
      {error.message}
      <ThisRunOnly />
    </>
  ) : (
    error.message
  );
  toastBad(presentError(error.code).title, message);
}

export const errorDetails = (error: UiError): string =>
  [`code: ${error.code}`, `message: ${error.message}`, error.detail ?? '']
    .filter(Boolean)
    .join('\n');

export const copyDetails = (error: UiError): void => copyText(errorDetails(error));

export function copyText(details: string): void {
  navigator.clipboard
    .writeText(details)
    .then(() => toastDone('The details are on the clipboard.'), toastError);
}

interface NoticeProps {
  error: unknown;
  /** What the next step's button does; without it, only the details can be copied. */
  onStep?: ((step: NextStep) => void) | undefined;
}

/** What happened, why, what can be done, details folded. */
export function ErrorNotice({ error: thrown, onStep }: NoticeProps) {
  const error = asUiError(thrown);
  const { title, tone } = presentError(error.code);
  const label = nextStepLabel(error.nextStep);
  return (
    <div className={`note ${tone}`} role="alert" style={{ margin: 16 }}>
      <Icon name={tone === 'bad' ? 'err' : 'alert'} />
      <div className="col g6 grow">
        <b>{title}</b>
        <span>{error.message}</span>
        {label && onStep && error.nextStep !== 'reportBug' && (
          <div>
            <Button size="xsm" icon="refresh" onClick={() => onStep(error.nextStep)}>
              {label}
            </Button>
          </div>
        )}
        <ErrorDetails error={error} />
      </div>
    </div>
  );
}

export function ErrorDetails({ error }: { error: UiError }) {
  return (
    <details>
      <summary className="sm dim">{messages.common.detailsForSupport}</summary>
      <div className="tok" style={{ marginTop: 8, whiteSpace: 'pre-wrap' }}>
        {errorDetails(error)}
      </div>
      <div className="row" style={{ marginTop: 8 }}>
        <Button size="xsm" icon="copy" onClick={() => copyDetails(error)}>
          {messages.common.copyDetails}
        </Button>
        <span className="sm dim3">{messages.common.noSecrets}</span>
      </div>
    </details>
  );
}
