import { useRef, useState } from 'react';
import { Icon } from '../../../../components/Icon';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { jsonFault, type FoundFault } from './jsonFault';
import { Said } from './Said';
import { useTypedText } from './useTypedText';
import { useUnread } from './useUnread';

const words = messages.json;

const written = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value, null, 2);

const faultOf = (text: string): FoundFault | undefined =>
  text.trim() === '' ? undefined : jsonFault(text);

/** Any value as JSON. What cannot be read is not kept, and stays in the box with its first fault. */
export function Json({
  id,
  value,
  state,
  describedBy,
  placeholder,
  said = [],
  onChange,
}: FieldInputProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const { unread, hold } = useUnread();
  const shown = written(value);
  const [found, setFound] = useState(() => faultOf(unread ?? ''));
  const { text, type, takeBack, handOver } = useTypedText({
    shown,
    unread,
    keep: (typed) => {
      const fault = faultOf(typed);
      setFound(fault);
      hold(fault && typed);
      if (!fault) onChange(typed.trim() === '' ? null : JSON.parse(typed));
      return !fault;
    },
  });
  const fault = text === shown ? undefined : found;
  const goToFault = () => {
    if (!fault || !box.current) return;
    const lines = text.split('\n').slice(0, fault.line - 1);
    const at = lines.reduce((sum, line) => sum + line.length + 1, 0) + fault.column - 1;
    box.current.focus();
    box.current.setSelectionRange(at, Math.min(at + 1, text.length));
  };
  return (
    <>
      <span className={`input area ${fault ? 'err' : state}`}>
        <textarea
          ref={box}
          id={id}
          className="mono code"
          rows={Math.min(16, Math.max(4, text.split('\n').length))}
          spellCheck={false}
          placeholder={placeholder}
          aria-invalid={fault !== undefined || state === 'err'}
          aria-describedby={`${id}-fault ${describedBy}`}
          value={text}
          onChange={(event) => type(event.target.value)}
          onBlur={handOver}
        />
      </span>
      <span id={`${id}-fault`} className="col g4">
        {fault && (
          <>
            <span className="errt" role="alert">
              <Icon name="err" size={14} />
              <button type="button" className="link" onClick={goToFault}>
                {words.at(fault.line, fault.column, words.faults[fault.fault])}
              </button>
            </span>
            <span className="sm dim3">
              {words.notKept}{' '}
              <button
                type="button"
                className="link"
                onClick={() => {
                  hold(undefined);
                  takeBack();
                }}
              >
                {words.back}
              </button>
            </span>
          </>
        )}
      </span>
      <Said said={said.filter((one) => one.place !== '')} />
    </>
  );
}
