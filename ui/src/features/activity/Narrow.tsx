import { count as showCount } from '../../format/numbers';
import type { JournalCountView, JournalOutcome } from '../../ipc/client';
import { messages } from '../../messages';
import type { useAsked } from './asked';
import { Proofs } from './Proofs';
import { useCounts } from './queries';

const words = messages.activity;
const OUTCOMES: JournalOutcome[] = ['saved', 'refused', 'unknown', 'undone'];

/** What the list is narrowed to, with how many writes there are of each kind. */
export function Narrow({ asked }: { asked: ReturnType<typeof useAsked> }) {
  const { narrowing, narrow, query } = asked;
  const counts = useCounts(query).data;
  return (
    <nav className="nav" aria-label={words.title} data-pane="nav">
      <div className="nav-head">
        <span style={{ fontWeight: 600 }}>{words.title}</span>
      </div>
      <div className="nav-body">
        <div className="nav-g">{words.result}</div>
        <Item
          title={words.everything}
          count={counts?.all}
          isOn={narrowing.outcome === null}
          onChoose={() => narrow({ outcome: null })}
        />
        {OUTCOMES.map((outcome) => (
          <Item
            key={outcome}
            title={words[outcome]}
            count={counts?.[outcome]}
            isOn={narrowing.outcome === outcome}
            onChoose={() => narrow({ outcome })}
          />
        ))}
        <Group
          title={words.entity}
          all={counts?.entityTypes}
          chosen={narrowing.entityType}
          onChoose={(entityType) => narrow({ entityType })}
        />
        <Group
          title={words.connection}
          all={counts?.connections}
          chosen={narrowing.connectionId}
          onChoose={(connectionId) => narrow({ connectionId })}
        />
        <Group
          title={words.person}
          all={counts?.people}
          chosen={narrowing.person}
          onChoose={(person) => narrow({ person })}
        />
      </div>
      <Proofs />
    </nav>
  );
}

interface GroupProps {
  title: string;
  all: JournalCountView[] | undefined;
  chosen: string | null;
  onChoose(key: string | null): void;
}

/** Chosen once more, it does not narrow any longer. Of one alone there is nothing to choose. */
function Group({ title, all = [], chosen, onChoose }: GroupProps) {
  if (all.length < 2 && chosen === null) return null;
  return (
    <div role="group" aria-label={title}>
      <div className="nav-g">{title}</div>
      {all.map((one) => (
        <Item
          key={one.key}
          title={one.title}
          count={one.count}
          isOn={one.key === chosen}
          onChoose={() => onChoose(one.key === chosen ? null : one.key)}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  title: string;
  count: number | undefined;
  isOn: boolean;
  onChoose(): void;
}

function Item({ title, count, isOn, onChoose }: ItemProps) {
  return (
    <button
      type="button"
      className={`nav-i${isOn ? ' on' : ''}`}
      style={{ width: '100%' }}
      aria-pressed={isOn}
      onClick={onChoose}
    >
      <span className="trunc">{title}</span>
      <span className="n">{count !== undefined && showCount(count)}</span>
    </button>
  );
}
