import { useState, type ReactNode } from 'react';
import { messages } from '../../messages';

/** More lines are drawn when they are asked for. */
const STEP = 200;

interface StepwiseProps<T> {
  of: T[];
  columns: number;
  children(one: T, at: number): ReactNode;
}

/** Lines of a table, of a great many the first at first. */
export function Stepwise<T>({ of, columns, children }: StepwiseProps<T>) {
  const [shown, setShown] = useState(STEP);
  const more = of.length - shown;
  return (
    <>
      {of.slice(0, shown).map(children)}
      {more > 0 && (
        <tr>
          <td colSpan={columns}>
            <button type="button" className="link" onClick={() => setShown(shown + STEP)}>
              {messages.token.moreClaims(Math.min(more, STEP))}
            </button>
          </td>
        </tr>
      )}
    </>
  );
}
