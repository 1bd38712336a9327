import { useState } from 'react';
import { Button } from '../../../components/Button';
import { Calendar } from '../../../components/Calendar';
import { isoDay, showDay } from '../../../format/dates';
import type { FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { readValue } from './condition';
import { TypedValue } from './TypedValue';

const words = messages.filter;

interface DayValueProps {
  field: FieldView;
  label: string;
  value: unknown;
  first?: boolean;
  tried: boolean;
  onValue(value: unknown): void;
}

/** A day, typed or picked. */
export function DayValue({ field, label, value, first, tried, onValue }: DayValueProps) {
  const [picking, setPicking] = useState(false);
  const day = isoDay(String(value ?? ''));
  return (
    <div className="col g6">
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <span className="filter-label">{label}</span>
        <TypedValue
          label={label}
          shown={day && showDay(day)}
          placeholder={words.dayHint(showDay('2026-10-30'))}
          first={first ?? false}
          tried={tried}
          read={(typed) => readValue(field, typed)}
          onValue={onValue}
        />
        <Button
          square
          icon="cd"
          aria-label={words.pickDay(label)}
          title={words.pickDay(label)}
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        />
      </div>
      {picking && (
        <Calendar
          value={day || undefined}
          onPick={(picked) => {
            onValue(picked);
            setPicking(false);
          }}
        />
      )}
    </div>
  );
}
