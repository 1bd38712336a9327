import { Button } from '../../components/Button';
import { Check, Checks } from '../../components/Checks';
import { asUiError } from '../../ipc/errors';
import type { SignInCheckView, SignInExaminationView } from '../../ipc/client';
import { ThisRunOnly } from '../../errors/ThisRunOnly';
import { messages } from '../../messages';
import { placeOf } from './form';

const words = messages.newConnection;

interface BeforeBrowserProps {
  /** Nothing while it is being looked at. */
  examination: SignInExaminationView | undefined;
  error: unknown;
  /** What has to come first. */
  waitsFor: 'details' | 'leaving' | undefined;
  matches: boolean | undefined;
  onLookAgain(): void;
}

/** What was looked at before the browser opens, and how it is mended. */
export function BeforeBrowser(props: BeforeBrowserProps) {
  const { examination, error, waitsFor, matches, onLookAgain } = props;
  const isLooking = !examination && !error && !waitsFor;
  const isGood = examination?.checks.every((check) => check.state === 'good') ?? false;
  const hasNoKeyring =
    examination?.checks.some((check) => check.check === 'keyring' && check.state === 'problem') ??
    false;
  return (
    <div id={placeOf('examination')} role="status" aria-label={words.before}>
      <h2 className="t3" style={{ marginBottom: 8 }}>
        {words.before}
      </h2>
      {waitsFor && (
        <p className="dim" style={{ marginBottom: 8 }}>
          {words.checkedWhen[waitsFor]}
        </p>
      )}
      <Checks label={words.before}>
        {isLooking && (
          <li>
            <span className="spin" />
            {words.looking}
          </li>
        )}
        {error ? (
          <Check tone="warning" said={words.warning}>
            {asUiError(error).message}
          </Check>
        ) : null}
        {examination?.checks.map((check) => (
          <Line key={check.check} check={check} />
        ))}
        {matches !== undefined && (
          <Check tone={matches ? 'good' : 'problem'} said={matches ? undefined : words.problem}>
            {matches ? words.uriMatches : words.uriDiffers}
          </Check>
        )}
      </Checks>
      {hasNoKeyring && <ThisRunOnly onChosen={onLookAgain} />}
      {!isLooking && !waitsFor && !isGood && (
        <Button size="xsm" icon="refresh" onClick={onLookAgain} style={{ marginTop: 10 }}>
          {words.lookAgain}
        </Button>
      )}
    </div>
  );
}

const SAID = { good: undefined, warning: words.warning, problem: words.problem };

function Line({ check }: { check: SignInCheckView }) {
  const { says, mend } = words.examination[check.finding];
  return (
    <Check
      tone={check.state}
      said={SAID[check.state]}
      mend={check.state === 'good' ? undefined : mend}
    >
      {says(check.number, check.text)}
    </Check>
  );
}
