import { Icon } from '../../components/Icon';
import { Tick } from '../../components/Tick';
import { messages } from '../../messages';
import { placeOf, withScope } from './form';
import type { FormPartProps } from './shared';

const words = messages.newConnection;

/** The scopes in plain words, each with what it is for or what is lost without it. */
export function Scopes({ form, choices, reasonAt, onChange }: FormPartProps) {
  const all = choices.scopes.map((one) => one.scope);
  const reason = reasonAt('scopes');
  return (
    <section className="fs">
      <fieldset className="field choices" id={placeOf('scopes')}>
        <legend className="lb">{words.may}</legend>
        {reason && (
          <span className="errt" role="status">
            <Icon name="err" size={14} />
            {reason}
          </span>
        )}
        <div>
          {choices.scopes.map(({ scope, meaning, usedFor }) => {
            const asked = form.scopes.includes(scope);
            return (
              <Tick
                key={scope}
                checked={asked}
                label={meaning}
                code={scope}
                text={asked ? usedFor : (words.without[scope] ?? usedFor)}
                onChange={(next) => onChange({ scopes: withScope(form, all, scope, next) })}
              />
            );
          })}
        </div>
      </fieldset>
    </section>
  );
}
