import type { FactView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { valueOf } from './Known';
import { Part } from './Part';

const words = messages.token;
const TOLD: FactView['fact'][] = ['company', 'person', 'client', 'lastAccepted', 'fingerprint'];

/** Company, person and app, and what tells it apart from other tokens. */
export function Whose({ token }: { token: TokenView }) {
  const facts = token.facts.filter(({ fact }) => TOLD.includes(fact));
  if (facts.length === 0) return null;
  return (
    <Part title={words.whose}>
      <dl className="token-facts sm">
        {facts.map((fact) => (
          <div key={fact.fact}>
            <dt>{words.facts[fact.fact]}</dt>
            <dd>
              {valueOf(fact)}
              <span className="xs dim3">{words.from[fact.from]}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
