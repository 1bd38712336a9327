import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { toastError } from '../../../errors/ErrorNotice';
import {
  commands,
  type ConnectionView,
  type EntityTypeView,
  type MirrorView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { size, type Filter } from '../filter/groups';
import { questionOf } from '../filter/service';
import type { ViewQuestion } from '../queries';
import type { Ask } from './question';
import './missingRows.css';

const words = messages.filter.missing;

interface MissingRowsProps {
  connection: ConnectionView;
  type: EntityTypeView;
  question: ViewQuestion;
  mirror: MirrorView | undefined;
  onLoad(): void;
  onAsk: Ask;
}

/** A filter or search looks at the rows that are here: says so while some are missing, and gets them. */
export function MissingRows(props: MissingRowsProps) {
  const { connection, type, question, mirror, onLoad, onAsk } = props;
  const { filter, search, asked, parent } = question;
  const isNarrowed = filter.length > 0 || search !== '';
  if (!isNarrowed || asked || parent || !mirror || !isMissing(mirror)) return null;
  const groups = type.parent === null ? questionOf(type, filter) : undefined;
  const isLoading = mirror.state === 'loading';
  const askThese = () => {
    if (!groups) return;
    const request = {
      connectionId: connection.id,
      entityType: type.name,
      groups,
      expression: null,
    };
    commands.askService(request).then(
      (answerId) =>
        // Another filter by now is not what was answered.
        onAsk((now) =>
          sameFilter(now.filter, filter)
            ? { asked: { answerId, words: words.asked(size(filter)), ofFilter: true } }
            : undefined,
        ),
      toastError,
    );
  };
  return (
    <div className="missing-rows" role="status">
      <Icon name="info" size={14} />
      <span className="grow">{howMany(mirror, isLoading)}</span>
      {!isLoading && (
        <Button size="xsm" onClick={onLoad}>
          {words.load}
        </Button>
      )}
      {groups && (
        <Button size="xsm" onClick={askThese}>
          {words.ask(connection.serviceTitle)}
        </Button>
      )}
    </div>
  );
}

const sameFilter = (one: Filter, other: Filter) => JSON.stringify(one) === JSON.stringify(other);

const isMissing = ({ state, rows, expectedRows }: MirrorView): boolean =>
  (state === 'partial' || state === 'loading') && (expectedRows === null || rows < expectedRows);

function howMany({ rows, expectedRows }: MirrorView, isLoading: boolean): string {
  if (expectedRows === null) return isLoading ? words.comingPart(rows) : words.part(rows);
  return isLoading ? words.coming(rows, expectedRows) : words.some(rows, expectedRows);
}
