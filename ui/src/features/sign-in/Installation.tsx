import { Choices } from '../../components/Choices';
import { TextField } from '../../components/TextField';
import { messages } from '../../messages';
import { needsDomain, placeOf } from './form';
import type { FormPartProps } from './shared';

const words = messages.newConnection;

/** Which of the service's installations is signed in to. */
export function Installation({ form, choices, reasonAt, onChange }: FormPartProps) {
  return (
    <>
      <Choices
        label={words.which(choices.serviceTitle)}
        value={form.installation}
        options={choices.installations.map(({ installation, host }) => ({
          value: installation,
          title: words.installations[installation].title,
          text: words.installations[installation].text(host),
        }))}
        onChange={(installation) => onChange({ installation })}
      />
      {form.installation === 'ownHosts' && (
        <div className="app-details">
          <TextField
            id={placeOf('issuer')}
            label={words.issuer}
            value={form.issuer}
            hint={words.issuerHint}
            blocked={reasonAt('issuer')}
            onChange={(issuer) => onChange({ issuer })}
          />
          <TextField
            id={placeOf('apiDomain')}
            label={words.apiDomain}
            value={form.apiDomain}
            hint={needsDomain(form) ? words.apiDomainHint : words.apiDomainNotNeeded}
            blocked={reasonAt('apiDomain')}
            onChange={(apiDomain) => onChange({ apiDomain })}
          />
        </div>
      )}
    </>
  );
}
