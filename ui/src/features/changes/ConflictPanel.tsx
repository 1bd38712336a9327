import { useId, useRef } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Segments } from '../../components/Segments';
import { showTime } from '../../format/dates';
import { isEmpty, showValue } from '../../format/values';
import type { ChangeView, ConflictFieldView, ConflictView, FieldView } from '../../ipc/client';
import { messages } from '../../messages';
import type { ReviewActions } from './queries';

const words = messages.conflicts;

type Side = 'mine' | 'theirs' | 'merge';

interface ConflictPanelProps {
  change: ChangeView;
  conflict: ConflictView;
  fields: FieldView[];
  actions: ReviewActions;
}

/** The record as it was, as this person and as somebody else made it, and the choice between the two. */
export function ConflictPanel({ change, conflict, fields, actions }: ConflictPanelProps) {
  const table = useRef<HTMLTableElement>(null);
  const at = conflict.at === null ? null : showTime(conflict.at);
  const both = conflict.fields.filter((one) => one.changedByMe && one.changedThere);
  const isMine = both.length > 0 && both.every((one) => !one.isOpen);
  const hasTheirs = conflict.fields.some((one) => one.changedThere && !one.changedByMe);
  const choose = (side: Side) =>
    side === 'merge'
      ? table.current?.querySelector<HTMLInputElement>('input[type="radio"]')?.focus()
      : actions.settle({ change, side });
  return (
    <div className="col g6">
      <div className="row wrap">
        <span className="c-warn row row-6">
          <Icon name="merge" />
          {words.changedBy(conflict.by, at)}
        </span>
        <span className="push">
          {change.kind === 'delete' ? (
            <span className="row row-6">
              <Button size="xsm" onClick={() => actions.settle({ change, side: 'mine' })}>
                {words.deleteAll}
              </Button>
              <Button size="xsm" onClick={() => actions.settle({ change, side: 'theirs' })}>
                {words.keepIt}
              </Button>
            </span>
          ) : (
            <Segments<Side>
              label={words.choose(change.title)}
              value={isMine && !hasTheirs ? 'mine' : 'merge'}
              options={[
                { value: 'mine', title: words.keepMine },
                { value: 'theirs', title: words.takeTheirs },
                { value: 'merge', title: words.merge },
              ]}
              onChange={choose}
            />
          )}
        </span>
      </div>
      <table className="cft" ref={table} aria-label={words.table(change.title)}>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">
              {words.then(conflict.thenAt === null ? null : showTime(conflict.thenAt))}
            </th>
            {change.kind !== 'delete' && <th scope="col">{words.mine}</th>}
            <th scope="col">{words.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {conflict.fields.map((one) => (
            <Line
              key={one.field}
              one={one}
              field={fields.find((field) => field.name === one.field)}
              isDelete={change.kind === 'delete'}
              onMine={() => actions.keepMine({ change, field: one.field })}
              onTheirs={() => actions.revert({ change, field: one.field })}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LineProps {
  one: ConflictFieldView;
  field: FieldView | undefined;
  isDelete: boolean;
  onMine(): void;
  onTheirs(): void;
}

function Line({ one, field, isDelete, onMine, onTheirs }: LineProps) {
  const name = useId();
  const show = (value: unknown) =>
    isEmpty(value) ? messages.common.empty : field ? showValue(field, value) : String(value);
  const isBoth = one.changedByMe && one.changedThere;
  const side = (
    isChanged: boolean,
    value: unknown,
    isOn: boolean,
    label: string,
    take: () => void,
  ) => {
    if (!isChanged) return <td className="dim3">{words.notChanged}</td>;
    return (
      <td className={isOn ? 'on' : ''}>
        {isBoth ? (
          <label className="row row-6">
            <input type="radio" name={name} checked={isOn} onChange={take} aria-label={label} />
            {show(value)}
          </label>
        ) : (
          <span className="row row-6">
            {!isDelete && <Icon name="check" size={14} />}
            {show(value)}
          </span>
        )}
      </td>
    );
  };
  return (
    <tr>
      <th scope="row">{one.title}</th>
      <td className="dim">{show(one.then)}</td>
      {!isDelete &&
        side(one.changedByMe, one.mine, !isBoth || !one.isOpen, words.mineOf(one.title), onMine)}
      {side(
        one.changedThere,
        one.theirs,
        !isBoth && !isDelete,
        words.theirsOf(one.title),
        onTheirs,
      )}
    </tr>
  );
}
