import { useRef, useState } from 'react';
import { Icon } from '../../../../components/Icon';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { ReferencePicker } from '../ReferencePicker';
import { elsewhere, here, inside } from './said';
import { Said } from './Said';
import { idLike, useLabels } from './useLabels';

const words = messages.fields;
/** Records shown at first, and added each time more are asked for. */
const SHOWN = 100;

/** Records by name, in the order in which the service has them. */
export function References(props: FieldInputProps) {
  const { id, connectionId, field, value, state, describedBy, said = [], onChange } = props;
  const held = Array.isArray(value) ? (value as unknown[]) : [];
  const [most, setMost] = useState(SHOWN);
  const shown = held.slice(0, most);
  const left = held.length - shown.length;
  const labels = useLabels(connectionId, field.referenceTo, shown.map(String));
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const [told, setTold] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const labelOf = (one: unknown) =>
    labels.get(String(one)) ?? picked.get(String(one)) ?? String(one);
  const add = (chosen: unknown, label?: string) => {
    if (chosen === null) return;
    const name = label ?? String(chosen);
    if (held.some((one) => String(one) === String(chosen)))
      return setTold(words.alreadyThere(name));
    setPicked(new Map(picked).set(String(chosen), name));
    setTold(words.added(name));
    onChange([...held, idLike(String(chosen), held[0])]);
  };
  const remove = (at: number) => {
    setTold(words.removed(labelOf(held[at])));
    onChange(held.filter((_, place) => place !== at));
    const buttons = list.current?.querySelectorAll('button');
    const next = buttons?.[at + 1] ?? buttons?.[at - 1];
    if (next) next.focus();
    else document.getElementById(id)?.focus();
  };
  return (
    <>
      {held.length > 0 && (
        <ul className="nest-chips" ref={list}>
          {shown.map((one, at) => {
            const faults = inside(said, at);
            return (
              <li key={String(one)}>
                <span className={`nest-chip${faults.length > 0 ? ' err' : ''}`}>
                  <span className="trunc">{labelOf(one)}</span>
                  <button
                    type="button"
                    aria-label={words.remove(labelOf(one))}
                    onClick={() => remove(at)}
                  >
                    <Icon name="x" size={12} />
                  </button>
                </span>
                <Said said={[...here(faults), ...faults.filter((fault) => fault.place !== '')]} />
              </li>
            );
          })}
        </ul>
      )}
      {left > 0 && (
        <span className="row row-6 sm">
          <span className="dim3">{words.more(left)}</span>
          <button
            type="button"
            className="link"
            aria-label={words.showMoreOf(Math.min(left, SHOWN), field.title)}
            onClick={() => setMost(most + SHOWN)}
          >
            {words.showMore(Math.min(left, SHOWN))}
          </button>
        </span>
      )}
      <ReferencePicker
        id={id}
        connectionId={connectionId}
        field={{ ...field, required: true }}
        value={null}
        state={state}
        editable
        describedBy={describedBy}
        label={words.addReference(field.title)}
        placeholder={props.placeholder ?? words.typeToAdd}
        onChange={add}
      />
      <span className="sr" role="status">
        {told}
      </span>
      <Said
        said={elsewhere(
          said,
          shown.map((_, at) => at),
        )}
      />
    </>
  );
}
