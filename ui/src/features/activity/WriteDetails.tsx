import { Button } from '../../components/Button';
import { copyText } from '../../errors/ErrorNotice';
import { showDuration, showExactly, toMillis } from '../../format/dates';
import type { UndoRequest, WrittenView } from '../../ipc/client';
import { messages } from '../../messages';
import { WrittenFields } from './WrittenFields';

const words = messages.activity;

interface WriteDetailsProps {
  write: WrittenView;
  /** Nothing where it cannot be undone. */
  onUndo: ((request: UndoRequest) => void) | undefined;
}

/** All that is known of a write: each field, and what support asks for. */
export function WriteDetails({ write, onUndo }: WriteDetailsProps) {
  const facts = factsOf(write);
  const { connectionId, entry } = write;
  const { number, kind } = entry;
  const undoField = (field: string) =>
    onUndo?.({ connectionId, what: { kind: 'field', number, field } });
  return (
    <div className="col g8 activity-details">
      <WrittenFields write={write} onUndo={onUndo && kind === 'edit' ? undoField : undefined} />
      <dl className="facts activity-facts">
        {facts.map(([name, value]) => (
          <div key={name} className="row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Button
          size="xsm"
          icon="copy"
          onClick={() => copyText(facts.map((fact) => fact.join(': ')).join('\n'))}
        >
          {messages.common.copyDetails}
        </Button>
      </div>
    </div>
  );
}

const tookWords = (ms: number): string => (ms < 1000 ? words.atOnce : showDuration(ms));

function factsOf({ entry, ...write }: WrittenView): [string, string][] {
  const took =
    write.answeredAt === null ? null : tookWords(toMillis(write.answeredAt) - toMillis(entry.at));
  const facts: [string, string | null][] = [
    [words.number, String(entry.number)],
    [words.sentAt, showExactly(entry.at)],
    [words.took, took],
    [words.sentBy, write.sentBy],
    [words.preparedBy, write.preparedBy],
    [words.status, entry.status === null ? null : String(entry.status)],
    [words.requestId, write.requestId],
    [words.recordId, entry.id],
    [words.said, entry.words],
    [words.cannotUndo, write.notUndoable],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null && fact[1] !== '');
}
