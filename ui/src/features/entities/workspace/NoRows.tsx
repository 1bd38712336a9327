import { Button } from '../../../components/Button';
import { Empty, Loading } from '../../../components/State';
import type { ConnectionView, EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import { FirstCopy } from './FirstCopy';
import { LoadFailed } from './LoadFailed';
import { NoMatch } from './NoMatch';
import './noRows.css';
import type { Parents } from './reading';

const words = messages.workspace;
const copy = messages.firstCopy;

interface NoRowsProps {
  connection: ConnectionView;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  question: ViewQuestion;
  /** When the rows below the chosen record were read, if they were. */
  asOf: number | null;
  /** Rows are being asked for. */
  busy: boolean;
  parents: Parents | undefined;
  onLoadAll(): void;
  onRefresh(): void;
  onStop(): void;
  /** Nothing where records are not made. */
  onCreate: (() => void) | undefined;
  onAsk(change: Partial<ViewQuestion>): void;
}

/** Why the list is empty, and the way out. */
export function NoRows(props: NoRowsProps) {
  const { connection, type, mirror, question, asOf, busy, parents } = props;
  const { onLoadAll, onRefresh, onStop, onCreate, onAsk } = props;
  const { search, filter, asked, parent } = question;
  const isFirst = !parents && !asked && (!mirror || mirror.rows === 0);
  if (isFirst && mirror?.state === 'loading')
    return <FirstCopy type={type} mirror={mirror} onStop={onStop} />;
  if (busy && asked) return <Loading label={messages.ask.waiting} />;
  if (filter.length > 0 && !isFirst)
    return (
      <NoMatch
        connectionId={connection.id}
        type={type}
        mirror={mirror}
        question={question}
        onAsk={onAsk}
      />
    );
  if (search && !isFirst) {
    return (
      <Empty icon="search" title={words.noMatch(search)} text={words.noMatchText}>
        <Button onClick={() => onAsk({ search: '' })}>{words.clearSearch}</Button>
      </Empty>
    );
  }
  if (busy) return <Loading label={messages.common.loading} />;
  if (asked)
    return <Empty icon="search" title={messages.ask.noFit} text={messages.ask.noFitText} />;
  if (parents && parent && asOf === null)
    return (
      <Empty
        icon="inbox"
        title={words.neverRead}
        text={messages.reading.notReadBelow(parent.label)}
      >
        <Button icon="refresh" onClick={onRefresh}>
          {words.refresh}
        </Button>
      </Empty>
    );
  if (parents && parent)
    return (
      <Empty icon="inbox" title={words.noRows(type.plural)} text={messages.reading.noneBelow} />
    );
  if (parents && mirror?.state !== 'complete') {
    return (
      <Empty
        icon="inbox"
        title={messages.reading.choose(parents.title)}
        text={messages.reading.chooseText(type.plural)}
      >
        <Button onClick={onLoadAll}>
          {messages.reading.loadAll(parents.rows, parents.plural)}
        </Button>
      </Empty>
    );
  }
  if (mirror?.problem && connection.session.state !== 'offline')
    return (
      <LoadFailed
        title={copy.failed(type.plural)}
        message={copy.why(mirror.problem)}
        details={copy.details(type.name, mirror.problem)}
        onAgain={onRefresh}
      />
    );
  if (mirror?.state !== 'complete' && connection.session.state === 'offline')
    return (
      <Empty
        icon="off"
        title={copy.stopped(type.plural)}
        text={copy.offline(connection.serviceTitle)}
      >
        <Button icon="refresh" onClick={onRefresh}>
          {messages.common.tryAgain}
        </Button>
      </Empty>
    );
  if (mirror?.state === 'partial')
    return (
      <Empty icon="inbox" title={copy.stopped(type.plural)} text={copy.stoppedText}>
        <Button look="pri" onClick={onRefresh}>
          {copy.load(type.plural)}
        </Button>
      </Empty>
    );
  if (mirror?.state !== 'complete')
    return connection.session.state === 'signedOut' ? (
      <Empty icon="inbox" title={copy.stopped(type.plural)} text={words.hasEnded} />
    ) : (
      <Loading label={messages.common.loading} />
    );
  return (
    <Empty
      icon="inbox"
      title={copy.noneHere(type.plural)}
      text={onCreate ? copy.addFirst : words.noRowsText}
    >
      {onCreate && (
        <Button look="pri" icon="plus" keys="Ctrl N" onClick={onCreate}>
          {words.create(type.title)}
        </Button>
      )}
    </Empty>
  );
}
