import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { showTime } from '../../format/dates';
import { sentence } from '../../format/sentence';
import type { CandidateView, ConnectionView, DoubtView, FieldView } from '../../ipc/client';
import { useCatalogue } from '../../ipc/queries';
import { messages } from '../../messages';
import { openRecord } from '../entities/openRecord';
import { BeforeAfter } from './BeforeAfter';
import { useDoubtActions } from './queries';

const words = messages.doubts;

interface DoubtProps {
  connection: ConnectionView;
  doubt: DoubtView;
}

/** A create without an answer: what was found when it was looked for, and what a person makes of it. */
export function Doubt({ connection, doubt }: DoubtProps) {
  const { answer, look, isBusy, isLooking } = useDoubtActions(connection.id);
  const types = useCatalogue(connection.id).data?.entityTypes ?? [];
  const fields = types.find((one) => one.name === doubt.entityType)?.fields ?? [];
  const { changeId, candidates } = doubt;
  return (
    <section className="failrow doubt" aria-label={words.title(doubt.title)}>
      <span className="c-warn fail-icon">
        <Icon name="help" />
      </span>
      <b>{words.title(doubt.title)}</b>
      <div className="dim">
        {words.sent(showTime(doubt.sentAt))} {sentence(doubt.reason)}{' '}
        {doubt.lookedAt === null
          ? words.notLooked
          : words.looked(showTime(doubt.lookedAt), doubt.isWhole)}{' '}
        {doubt.lookedAt !== null && candidates.length === 0 && words.none}
      </div>
      {candidates.map((candidate) => (
        <Candidate
          key={candidate.id}
          candidate={candidate}
          fields={fields}
          isBusy={isBusy}
          onOpen={() =>
            openRecord({
              connectionId: connection.id,
              entityType: doubt.entityType,
              id: candidate.id,
            })
          }
          onChoose={() => answer({ changeId, answer: { kind: 'isThis', id: candidate.id } })}
        />
      ))}
      <div className="row row-6 wrap">
        <Button size="xsm" icon="refresh" disabled={isBusy} onClick={() => look(changeId)}>
          {isLooking ? words.looking : words.lookAgain}
        </Button>
        <Button
          size="xsm"
          icon="redo"
          disabled={isBusy}
          onClick={() => answer({ changeId, answer: { kind: 'didNotArrive' } })}
        >
          {words.didNotArrive}
        </Button>
      </div>
    </section>
  );
}

interface CandidateProps {
  candidate: CandidateView;
  fields: FieldView[];
  isBusy: boolean;
  onOpen(): void;
  onChoose(): void;
}

function Candidate({ candidate, fields, isBusy, onOpen, onChoose }: CandidateProps) {
  const { title, same, of, made, differs } = candidate;
  return (
    <div className="candidate box">
      <div className="row wrap">
        <button type="button" className="link" onClick={onOpen}>
          {title}
        </button>
        <span className="dim">{words.same(same, of)}</span>
        {made !== null && <span className="sm dim3">{made}</span>}
        <Button
          size="xsm"
          look="pri"
          className="push"
          disabled={isBusy}
          aria-label={words.isThisOf(title)}
          onClick={onChoose}
        >
          {words.isThis}
        </Button>
      </div>
      {differs.length > 0 && (
        <div className="col g4">
          <span className="sm dim3">{words.differs}</span>
          <BeforeAfter changes={differs} fields={fields} />
        </div>
      )}
    </div>
  );
}
