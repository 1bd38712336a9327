import { Button } from '../../components/Button';
import { Check, Checks } from '../../components/Checks';
import { Icon } from '../../components/Icon';
import { TextField } from '../../components/TextField';
import type { RedirectUriCheckView, RedirectUriFindingView, SegmentView } from '../../ipc/client';
import { messages } from '../../messages';
import { copyAddress } from './copy';
import { placeOf } from './form';
import type { FormPartProps } from './shared';

const words = messages.newConnection;

interface RedirectUriProps extends FormPartProps {
  check: RedirectUriCheckView | undefined;
}

const isAllowed = ({ finding }: RedirectUriFindingView): boolean =>
  finding === 'same' || finding === 'queryAdded';

/** Most addresses have no query: that neither has one is nothing to tell. */
const isTold = ({ part, registered, sent }: RedirectUriFindingView): boolean =>
  part !== 'query' || registered !== '' || sent !== '';

/** The registered redirect URI beside the one that is sent, compared as the service does it. */
export function RedirectUri({ form, choices, reasonAt, onChange, check }: RedirectUriProps) {
  const differences = check?.findings.filter((finding) => !isAllowed(finding)).length ?? 0;
  const problem = check?.problem ? words.problems[check.problem] : undefined;
  const differs = differences > 0 ? words.seeBelow(words.differences(differences)) : undefined;
  return (
    <section className="fs">
      <TextField
        id={placeOf('redirectUri')}
        label={words.redirectUri}
        value={form.registeredRedirectUri}
        hint={words.redirectUriHint}
        blocked={check ? undefined : reasonAt('redirectUri')}
        error={differs ?? problem}
        tail={
          check?.matches && !problem ? (
            <span className="tag ok">
              <Icon name="check" size={12} />
              {words.matches}
            </span>
          ) : null
        }
        onChange={(typed) => onChange({ registeredRedirectUri: typed.trim() })}
      />
      {check && (
        <>
          <dl className="cmp" aria-label={words.comparison}>
            <Address label={words.registered} segments={check.registered} />
            <Address label={words.coredesk} segments={check.sent} />
          </dl>
          <Checks columns={2} label={words.findings}>
            {check.findings.filter(isTold).map((finding) => (
              <Check
                key={finding.part}
                tone={isAllowed(finding) ? 'good' : 'problem'}
                said={isAllowed(finding) ? undefined : words.problem}
              >
                <Finding finding={finding} />
              </Check>
            ))}
          </Checks>
        </>
      )}
      {check && differs && (
        <div className="note warn">
          <Icon name="alert" />
          <div className="col g8">
            <span>
              <b>{words.wouldRefuse(choices.serviceTitle)}</b> {words.compares}
            </span>
            <div className="row wrap">
              <Button
                look="pri"
                size="xsm"
                onClick={() => onChange({ redirectUri: form.registeredRedirectUri })}
              >
                {words.useRegistered}
              </Button>
              <Button size="xsm" icon="copy" onClick={() => copyAddress(form.redirectUri)}>
                {words.copyOwn}
              </Button>
            </div>
            {problem && <span>{problem}</span>}
          </div>
        </div>
      )}
      {check && !check.listens && !check.problem && (
        <div className="note">
          <Icon name="info" />
          <span>
            <b>{words.pasteTitle}</b> {words.pasteText}
          </span>
        </div>
      )}
      {form.redirectUri !== choices.form.redirectUri && (
        <div>
          <button
            type="button"
            className="link"
            onClick={() => onChange({ redirectUri: choices.form.redirectUri })}
          >
            {words.useOwn}
          </button>
        </div>
      )}
    </section>
  );
}

function Address({ label, segments }: { label: string; segments: SegmentView[] }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {segments.map((segment, at) =>
          segment.differs ? (
            <mark key={at}>{segment.text}</mark>
          ) : (
            <span key={at}>{segment.text}</span>
          ),
        )}
      </dd>
    </div>
  );
}

function Finding({
  finding: { part, finding, registered, sent },
}: {
  finding: RedirectUriFindingView;
}) {
  switch (finding) {
    case 'same':
      return words.same[part](sent);
    case 'differs':
      return (
        <>
          {words.parts[part]}: <b>{registered || words.nothing}</b> {words.isNot}{' '}
          <b>{sent || words.nothing}</b>
        </>
      );
    case 'letterCase':
      return (
        <>
          {words.parts[part]}: <b>{registered}</b> {words.isNot} <b>{sent}</b>, {words.letterCase}
        </>
      );
    case 'queryMissing':
    case 'queryOrder':
      return (
        <>
          {words[finding]} <b>{registered}</b>
        </>
      );
    case 'slashMissing':
    case 'slashTooMany':
    case 'queryAdded':
      return words[finding];
  }
}
