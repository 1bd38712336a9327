import { useState } from 'react';
import { Choices } from '../../components/Choices';
import { SwitchRow } from '../../components/SwitchRow';
import { messages } from '../../messages';
import { Folded } from './Folded';
import type { FormPartProps } from './shared';

const words = messages.newConnection;
const WAYS = ['requestBody', 'basic'] as const;

interface AdvancedProps extends FormPartProps {
  hasSecret: boolean;
}

/** What only an app that is refused otherwise needs. */
export function Advanced({ form, choices, hasSecret, onChange }: AdvancedProps) {
  const usual = choices.form;
  const [isUnusual] = useState(
    form.pkce !== usual.pkce || form.clientAuthentication !== usual.clientAuthentication,
  );
  return (
    <Folded title={words.advanced} open={isUnusual}>
      <SwitchRow
        checked={form.pkce}
        label={words.pkce}
        text={form.pkce ? words.pkceOn : words.pkceOff}
        onChange={(pkce) => onChange({ pkce })}
      />
      <Choices
        label={words.authentication}
        value={form.clientAuthentication}
        disabled={!hasSecret}
        options={WAYS.map((way) => ({ value: way, ...words.authentications[way] }))}
        onChange={(clientAuthentication) => onChange({ clientAuthentication })}
      />
      {!hasSecret && <span className="hint">{words.withoutAuthentication}</span>}
    </Folded>
  );
}
