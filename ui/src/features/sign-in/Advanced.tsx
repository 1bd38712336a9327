import { useId, useState } from 'react';
import { Choices } from '../../components/Choices';
import { messages } from '../../messages';
import type { FormPartProps } from './shared';

const words = messages.newConnection;
const WAYS = ['requestBody', 'basic'] as const;

interface AdvancedProps extends FormPartProps {
  hasSecret: boolean;
}

/** What only an app that is refused otherwise needs. */
export function Advanced({ form, choices, hasSecret, onChange }: AdvancedProps) {
  const id = useId();
  const usual = choices.form;
  const [isUnusual] = useState(
    form.pkce !== usual.pkce || form.clientAuthentication !== usual.clientAuthentication,
  );
  return (
    <section className="fs">
      <details className="advanced" open={isUnusual}>
        <summary>{words.advanced}</summary>
        <div>
          <div className="switch-row">
            <button
              type="button"
              id={id}
              role="switch"
              aria-checked={form.pkce}
              aria-describedby={`${id}-text`}
              aria-label={words.pkce}
              className={`sw${form.pkce ? ' on' : ''}`}
              onClick={() => onChange({ pkce: !form.pkce })}
            />
            <label htmlFor={id}>{words.pkce}</label>
            <span className="d" id={`${id}-text`}>
              {form.pkce ? words.pkceOn : words.pkceOff}
            </span>
          </div>
          <Choices
            label={words.authentication}
            value={form.clientAuthentication}
            disabled={!hasSecret}
            options={WAYS.map((way) => ({ value: way, ...words.authentications[way] }))}
            onChange={(clientAuthentication) => onChange({ clientAuthentication })}
          />
          {!hasSecret && <span className="hint">{words.withoutAuthentication}</span>}
        </div>
      </details>
    </section>
  );
}
