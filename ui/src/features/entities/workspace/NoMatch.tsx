import { Button } from '../../../components/Button';
import { Said } from '../../../components/Said';
import { Empty } from '../../../components/State';
import type { ConditionView, EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useRowCounts } from '../filter/counts';
import { filteredBy } from '../filter/filteredBy';
import { placesOf, size, without, type Filter } from '../filter/groups';
import { wordsOf } from '../filter/words';
import type { ViewQuestion } from '../queries';

const words = messages.filter.none;
/** Filters that are counted in one question. */
const MOST = 20;

interface NoMatchProps {
  connectionId: string;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  question: ViewQuestion;
  onAsk(change: Partial<ViewQuestion>): void;
}

interface Way {
  condition: ConditionView;
  rest: Filter;
  rows: number;
}

/** No row fits the filter: which condition stands in the way, and without it. */
export function NoMatch({ connectionId, type, mirror, question, onAsk }: NoMatchProps) {
  const { filter, search } = question;
  const ground = { connectionId, entityType: type.name, question, mirror };
  const places = placesOf(filter).slice(0, MOST);
  const rests = places.map(({ place }) => without(filter, place));
  const counts = useRowCounts(ground, rests);
  const way = nearest(
    places.map(({ condition }) => condition),
    rests,
    counts,
  );
  const [withoutSearch] =
    useRowCounts({ ...ground, question: { ...question, search: '' } }, search ? [filter] : []) ??
    [];
  const isSearch = !way && withoutSearch !== undefined && withoutSearch > 0;
  const n = size(filter);
  const ask = (next: Filter) => onAsk(filteredBy(question, next));
  return (
    <Empty
      icon="filter"
      title={search ? words.titleSearched(type.title, n, search) : words.title(type.title, n)}
    >
      {way && (
        <p className="dim">
          <Said
            words={words.without(way.rows, type.title, type.plural, wordsOf(type, way.condition))}
          />
        </p>
      )}
      {isSearch && (
        <p className="dim">{words.withoutSearch(withoutSearch, type.title, type.plural)}</p>
      )}
      {counts && !way && !isSearch && n > 1 && <p className="dim">{words.noneAlone}</p>}
      <div className="row">
        {way && (
          <Button look="pri" onClick={() => ask(way.rest)}>
            {words.removeThat}
          </Button>
        )}
        {(n > 1 || !way) && (
          <Button onClick={() => ask([])}>
            {n > 1 ? messages.filter.clearAll : words.removeThat}
          </Button>
        )}
        {search && (
          <Button look={isSearch ? 'pri' : 'default'} onClick={() => onAsk({ search: '' })}>
            {messages.workspace.clearSearch}
          </Button>
        )}
      </div>
    </Empty>
  );
}

/** Without which condition the fewest rows are shown: that stays nearest to what was asked for. */
function nearest(
  conditions: ConditionView[],
  rests: Filter[],
  counts: number[] | undefined,
): Way | undefined {
  const ways = conditions.flatMap((condition, at): Way[] => {
    const rest = rests[at];
    const rows = counts?.[at] ?? 0;
    return rest && rows > 0 ? [{ condition, rest, rows }] : [];
  });
  return ways.sort((one, other) => one.rows - other.rows)[0];
}
