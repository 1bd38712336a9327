import { Menu } from '@mantine/core';
import { Button } from '../../../components/Button';
import { showTime } from '../../../format/dates';
import type { EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import type { Viewing } from '../views/useViewing';
import { ViewMenu } from '../views/ViewMenu';
import type { Parents } from './reading';

const words = messages.workspace;

interface ViewBarProps {
  connectionId: string;
  viewing: Viewing;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  /** The records below which the rows stand, for a nested collection. */
  parents: Parents | undefined;
  /** How much of what is shown was read, and when. */
  read: { asOf: number | null; rows: number } | undefined;
  mayCreate: boolean;
  mayRefresh: boolean;
  onRefresh(): void;
  onReadAgain(): void;
  onStop(): void;
  onCreate(): void;
}

export function ViewBar(props: ViewBarProps) {
  const { type, mirror, parents, read, mayCreate, mayRefresh } = props;
  const { onRefresh, onReadAgain, onStop, onCreate } = props;
  const step = stepOf(mirror, parents);
  return (
    <div className="viewbar">
      <h1 className="t2 nowrap">{type.plural}</h1>
      <ViewMenu {...props} />
      <span className="grow" />
      {step ? (
        <Step {...step} onStop={onStop} />
      ) : (
        <>
          <span className="sm dim3 trunc as-of" data-testid="as-of">
            {read?.asOf ? words.asOf(showTime(read.asOf), read.rows) : words.neverRead}
          </span>
          <Button
            look="ghost"
            square
            icon="refresh"
            aria-label={words.refresh}
            title={messages.common.withKeys(words.refresh, 'F5')}
            disabled={!mayRefresh}
            onClick={onRefresh}
          />
          <ReadMenu parents={parents} onReadAgain={onReadAgain} />
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

interface StepProps {
  text: string;
  done: number;
  of: number | null;
  stop: string;
}

/** What is being read that takes long, if anything is. */
function stepOf(mirror: MirrorView | undefined, parents: Parents | undefined): StepProps | null {
  const far = mirror?.progress;
  if (far) {
    const text = parents
      ? messages.reading.parents(far.done, far.of, parents.plural)
      : messages.reading.checking(far.done, far.of);
    return { text, done: far.done, of: far.of, stop: messages.reading.stopLoading };
  }
  if (mirror?.state !== 'loading') return null;
  const { rows, expectedRows } = mirror;
  return {
    text: words.loading(rows, expectedRows),
    done: rows,
    of: expectedRows,
    stop: words.stop,
  };
}

function Step({ text, done, of, stop, onStop }: StepProps & { onStop(): void }) {
  return (
    <>
      <span className="spin" />
      <span className="sm dim3 nowrap" role="status">
        {text}
      </span>
      {of ? (
        <div
          className="prog hide-n"
          style={{ width: 96 }}
          role="progressbar"
          aria-label={messages.common.loading}
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={of}
        >
          <i style={{ width: `${Math.min(100, (100 * done) / of)}%` }} />
        </div>
      ) : null}
      <Button look="ghost" size="xsm" onClick={onStop}>
        {stop}
      </Button>
    </>
  );
}

/** What is read only on request, since it takes long. */
function ReadMenu({ parents, onReadAgain }: { parents: Parents | undefined; onReadAgain(): void }) {
  const reading = messages.reading;
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button look="ghost" square icon="dots" aria-label={reading.menu} title={reading.menu} />
      </Menu.Target>
      <Menu.Dropdown aria-label={reading.menu}>
        <Menu.Item onClick={onReadAgain}>
          <span className="col">
            {parents ? reading.loadAll(parents.rows, parents.plural) : reading.checkAll}
            <span className="sm dim3">{parents ? reading.loadAllNote : reading.checkAllNote}</span>
          </span>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
