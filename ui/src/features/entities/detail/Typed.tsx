import { parseValue, showValue, toWire } from '../../../format/values';
import { faultOf, isNumber } from './faultOf';
import type { FieldInputProps } from './FieldInput';
import { NotKept } from './NotKept';
import { useTypedText } from './nested/useTypedText';
import { useUnread } from './nested/useUnread';

/** Lines of a long text that are seen at once. */
const [LEAST, MOST] = [2, 6];

/** Text as a person writes it; kept on Enter or when the field is left, if it can be its value. */
export function Typed({
  id,
  field,
  value,
  state,
  describedBy,
  label,
  placeholder,
  isEager = false,
  onChange,
}: FieldInputProps) {
  const shown = showValue(field, value);
  const { unread, hold } = useUnread();
  const readAs = (typed: string) => {
    const parsed = parseValue(field, typed, value);
    return 'value' in parsed ? parsed.value : typed;
  };
  const { text, type, takeBack, handOver } = useTypedText({
    shown,
    unread,
    keep: (typed) => {
      const fault = faultOf(field, typed, value);
      hold(fault && typed);
      if (fault) return false;
      const read = readAs(typed);
      // Another way to write the same.
      if (showValue(field, read) === shown) takeBack();
      else onChange(toWire(field, read));
      return true;
    },
  });
  const fault = text === shown ? undefined : faultOf(field, text, value);
  const typeOn = (typed: string) => {
    type(typed);
    if (isEager) onChange(faultOf(field, typed, value) ? null : toWire(field, readAs(typed)));
  };
  const giveUp = () => {
    hold(undefined);
    takeBack();
  };
  const isLong = field.kind === 'longText';
  const shared = {
    id,
    value: text,
    'data-kept': text === shown || undefined,
    placeholder,
    'aria-label': label,
    'aria-invalid': fault !== undefined || state === 'err',
    'aria-describedby': `${id}-fault ${describedBy}`,
    onBlur: handOver,
  };
  return (
    <>
      <span className={`input ${fault ? 'err' : state}${isLong ? ' area' : ''}`}>
        {isLong ? (
          <textarea
            {...shared}
            rows={Math.min(MOST, Math.max(LEAST, text.split('\n').length))}
            onChange={(event) => typeOn(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || text === shown) return;
              event.preventDefault();
              giveUp();
            }}
          />
        ) : (
          <input
            {...shared}
            className={isNumber(field) ? 'num' : ''}
            maxLength={field.kind === 'text' && field.maxLength ? field.maxLength * 2 : undefined}
            onChange={(event) => typeOn(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') handOver();
              if (event.key !== 'Escape' || text === shown) return;
              event.preventDefault();
              giveUp();
            }}
          />
        )}
      </span>
      {fault && <NotKept id={`${id}-fault`} fault={fault} before={shown} onBack={giveUp} />}
    </>
  );
}
