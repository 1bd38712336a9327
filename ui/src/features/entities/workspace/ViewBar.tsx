import { Button } from '../../../components/Button';
import { showTime } from '../../../format/dates';
import type { EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';

interface ViewBarProps {
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  mayCreate: boolean;
  onRefresh(): void;
  onStop(): void;
  onCreate(): void;
}

export function ViewBar({ type, mirror, mayCreate, onRefresh, onStop, onCreate }: ViewBarProps) {
  const words = messages.workspace;
  const loading = mirror?.state === 'loading';
  return (
    <div className="viewbar">
      <h1 className="t2 nowrap">{type.plural}</h1>
      <span className="grow" />
      {loading ? (
        <>
          <span className="spin" />
          <span className="sm dim3 nowrap" role="status">
            {words.loading(mirror.rows, mirror.expectedRows)}
          </span>
          {mirror.expectedRows ? (
            <div
              className="prog hide-n"
              style={{ width: 96 }}
              role="progressbar"
              aria-label={messages.common.loading}
              aria-valuenow={mirror.rows}
              aria-valuemin={0}
              aria-valuemax={mirror.expectedRows}
            >
              <i
                style={{ width: `${Math.min(100, (100 * mirror.rows) / mirror.expectedRows)}%` }}
              />
            </div>
          ) : null}
          <Button look="ghost" size="xsm" onClick={onStop}>
            {words.stop}
          </Button>
        </>
      ) : (
        <>
          <span className="sm dim3 nowrap" data-testid="as-of">
            {mirror?.asOf ? words.asOf(showTime(mirror.asOf), mirror.rows) : words.neverRead}
          </span>
          <Button
            look="ghost"
            square
            icon="refresh"
            aria-label={words.refresh}
            title={`${words.refresh} (F5)`}
            onClick={onRefresh}
          />
        </>
      )}
      {mayCreate && (
        <>
          <span className="sep" />
          <Button icon="plus" keys="Ctrl N" onClick={onCreate}>
            {words.create(type.title)}
          </Button>
        </>
      )}
    </div>
  );
}
