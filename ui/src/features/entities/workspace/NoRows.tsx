import { Button } from '../../../components/Button';
import { Empty, Loading } from '../../../components/State';
import type { EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import type { Parents } from './reading';

const words = messages.workspace;

interface NoRowsProps {
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
  onClear(): void;
}

/** Why the list is empty, and the way out. */
export function NoRows(props: NoRowsProps) {
  const { type, mirror, question, asOf, busy, parents, onLoadAll, onRefresh, onClear } = props;
  const { search, asked, parent } = question;
  if (search) {
    return (
      <Empty icon="search" title={words.noMatch(search)} text={words.noMatchText}>
        <Button onClick={onClear}>{words.clearSearch}</Button>
      </Empty>
    );
  }
  if (busy) return <Loading label={asked ? messages.ask.waiting : messages.common.loading} />;
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
  if (!mirror || mirror.state === 'empty' || mirror.state === 'loading')
    return <Loading label={messages.common.loading} />;
  return <Empty icon="inbox" title={words.noRows(type.plural)} text={words.noRowsText} />;
}
