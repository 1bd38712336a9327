import { Button } from '../../../../components/Button';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { begin } from './Group';
import { Parts } from './Parts';
import { RowTools } from './RowTools';
import { elsewhere, here, inside } from './said';
import { Said } from './Said';
import type { Members } from './shape';
import { useRows } from './useRows';
import { PlaceContext, useInside } from './useUnread';

const words = messages.fields;

/** A list of nested parts: each with its fields, in an order that can be changed. */
export function PartList({ connectionId, field, value, said = [], onChange }: FieldInputProps) {
  const held = Array.isArray(value) ? (value as Members[]) : [];
  const rows = useRows(held, onChange);
  const place = useInside('');
  const nameOf = (at: number) => words.part(field.title, at + 1);
  return (
    <div className="col g6" ref={rows.root}>
      {held.map((part, at) => {
        const own = inside(said, at);
        return (
          <fieldset className="nest" key={rows.keys[at]} data-row={rows.keys[at]}>
            <legend className="sr">{nameOf(at)}</legend>
            <div className="row nest-head">
              <span className="sm dim3 grow" aria-hidden>
                {nameOf(at)}
              </span>
              <RowTools
                what={nameOf(at)}
                isFirst={at === 0}
                isLast={at === held.length - 1}
                onMove={(by) =>
                  rows.move(at, by, words.moved(nameOf(at), at + 1 + by, held.length))
                }
                onRemove={() => rows.remove(at, words.removed(nameOf(at)))}
              />
            </div>
            <Said said={here(own)} />
            <PlaceContext value={`${place}${at}:${JSON.stringify(part)}`}>
              <Parts
                connectionId={connectionId}
                parts={field.parts}
                value={part}
                said={own.filter((one) => one.place !== '')}
                isNew
                onChange={(given) => rows.change(at, given)}
              />
            </PlaceContext>
          </fieldset>
        );
      })}
      <div className="row row-6">
        {held.length === 0 && <span className="dim3">{words.none}</span>}
        <Button
          size="xsm"
          icon="plus"
          data-does="add"
          aria-label={words.addTo(field.title)}
          onClick={() => rows.add(begin(field.parts), words.added(nameOf(held.length)))}
        >
          {words.add}
        </Button>
      </div>
      <span className="sr" role="status">
        {rows.told}
      </span>
      <Said
        said={elsewhere(
          said,
          held.map((_, at) => at),
        )}
      />
    </div>
  );
}
