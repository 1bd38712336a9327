import type { Ref } from 'react';
import { Choices } from '../../components/Choices';
import { SwitchRow } from '../../components/SwitchRow';
import { TextField } from '../../components/TextField';
import { messages } from '../../messages';
import { placeOf } from './serviceForm';
import type { ServicePartProps } from './shared';

const words = messages.services;
const core = messages.newConnection;
const CLIENTS = ['public', 'confidential'] as const;
const WAYS = ['requestBody', 'basic'] as const;

interface ClientPartProps extends ServicePartProps {
  isConfidential: boolean;
  secret: Ref<HTMLInputElement>;
  onConfidential(isConfidential: boolean): void;
  onSecret(isThere: boolean): void;
}

/** How the app is registered: its client ID, its secret, where the browser comes back to, what is asked for. */
export function ClientPart(props: ClientPartProps) {
  const { form, reasonAt, onChange, isConfidential, onConfidential } = props;
  const { grant } = form;
  const mayBePublic = grant !== 'clientCredentials';
  const hasSecret = isConfidential || !mayBePublic;
  return (
    <>
      {mayBePublic && (
        <Choices
          label={words.client}
          value={isConfidential ? 'confidential' : 'public'}
          options={CLIENTS.map((one) => ({ value: one, ...words.clients[one] }))}
          onChange={(one) => {
            props.onSecret(false);
            onConfidential(one === 'confidential');
          }}
        />
      )}
      <div className="app-details">
        <TextField
          id={placeOf('clientId')}
          label={words.clientId}
          {...(grant === 'password' ? { note: words.optional } : {})}
          value={form.clientId}
          hint={words.clientIdHint}
          blocked={reasonAt('clientId')}
          onChange={(clientId) => onChange({ clientId })}
        />
        {hasSecret && (
          <TextField
            key={grant}
            id={placeOf('secret')}
            label={words.secret}
            ref={props.secret}
            secret
            icon="lock"
            hint={words.secretHint}
            blocked={reasonAt('secret')}
            onChange={(text) => props.onSecret(text !== '')}
          />
        )}
      </div>
      {hasSecret && (
        <Choices
          label={core.authentication}
          value={form.clientAuthentication}
          options={WAYS.map((way) => ({ value: way, ...words.authentications[way] }))}
          onChange={(clientAuthentication) => onChange({ clientAuthentication })}
        />
      )}
      {grant === 'authorizationCode' && <Redirect {...props} />}
      <TextField
        id={placeOf('scopes')}
        label={words.scopes}
        note={words.optional}
        value={form.scopes.join(' ')}
        hint={words.scopesHint}
        onChange={(text) => onChange({ scopes: text.trimStart().split(/\s+/) })}
      />
    </>
  );
}

function Redirect({ form, reasonAt, onChange }: ServicePartProps) {
  const port = form.redirectPort;
  return (
    <>
      <Choices
        label={words.port}
        value={port === null ? 'any' : 'fixed'}
        options={(['any', 'fixed'] as const).map((one) => ({ value: one, ...words.ports[one] }))}
        onChange={(one) => onChange({ redirectPort: one === 'any' ? null : USUAL_PORT })}
      />
      {port === null ? (
        <span className="hint">{words.anyPortHint}</span>
      ) : (
        <TextField
          id={placeOf('port')}
          label={words.portNumber}
          value={port ? String(port) : ''}
          hint={words.portHint(`http://127.0.0.1:${port}/callback`)}
          blocked={reasonAt('port')}
          onChange={(text) => {
            const redirectPort = Number(text.replace(/\D/g, ''));
            if (redirectPort <= LAST_PORT) onChange({ redirectPort });
          }}
        />
      )}
      <SwitchRow
        checked={form.pkce}
        label={core.pkce}
        text={form.pkce ? core.pkceOn : words.pkceOff}
        onChange={(pkce) => onChange({ pkce })}
      />
    </>
  );
}

const USUAL_PORT = 53682;
/** What lies above is not typed at all: no port could hold it (RFC 9293 §3.1: 16 bits). */
const LAST_PORT = 65535;
