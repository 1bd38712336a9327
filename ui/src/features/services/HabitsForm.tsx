import { SelectField } from '../../components/SelectField';
import { TextField } from '../../components/TextField';
import type { HabitsView, PagingView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.services.answers;
const { pagings } = messages.services;

interface HabitsFormProps {
  habits: HabitsView;
  guess: HabitsView;
  onChange(habits: HabitsView): void;
}

/** How the service pages and where its rows stand, each of which can be corrected. */
export function HabitsForm({ habits, guess, onChange }: HabitsFormProps) {
  const { paging } = habits;
  const change = (part: Partial<HabitsView>) => onChange({ ...habits, ...part });
  const isGuess = Object.entries(guess).every(([name, value]) => value === (habits as never)[name]);
  return (
    <div className="habits">
      <h2 className="t3">{words.settings}</h2>
      <SelectField
        label={words.paging}
        value={paging}
        options={PAGINGS.map((value) => ({ value, title: pagings[value] }))}
        onChange={(next) => change({ paging: next })}
      />
      {isCounted(paging) && (
        <TextField
          id="habits-parameter"
          label={words.parameter[paging]}
          value={habits.parameter}
          onChange={(parameter) => change({ parameter })}
        />
      )}
      {paging === 'page' && (
        <NumberField
          label={words.firstPage}
          value={habits.firstPage}
          onChange={(firstPage) => change({ firstPage })}
        />
      )}
      {paging !== 'none' && (
        <>
          <TextField
            label={words.sizeParameter}
            value={habits.sizeParameter}
            hint={words.sizeParameterHint}
            onChange={(sizeParameter) => change({ sizeParameter })}
          />
          <NumberField
            label={words.pageSize}
            value={habits.pageSize}
            onChange={(pageSize) => change({ pageSize })}
          />
        </>
      )}
      {(paging === 'next' || paging === 'cursor') && (
        <TextField
          id="habits-next"
          label={words.nextAt}
          value={habits.nextAt}
          hint={words.nextAtHint}
          onChange={(nextAt) => change({ nextAt })}
        />
      )}
      <TextField
        label={words.rowsAt}
        value={habits.rowsAt}
        hint={words.rowsAtHint}
        onChange={(rowsAt) => change({ rowsAt })}
      />
      <TextField
        label={words.countAt}
        value={habits.countAt}
        hint={words.countAtHint}
        onChange={(countAt) => change({ countAt })}
      />
      {!isGuess && (
        <button type="button" className="linkb" onClick={() => onChange(guess)}>
          {words.back}
        </button>
      )}
    </div>
  );
}

const PAGINGS = Object.keys(pagings) as PagingView[];

const isCounted = (paging: PagingView): paging is 'page' | 'offset' | 'cursor' =>
  paging in words.parameter;

/** The field that a way of paging needs and that is likely to be wrong. */
export const lackingIn = ({ paging, parameter }: HabitsView): string =>
  isCounted(paging) && (parameter.trim() === '' || paging !== 'cursor')
    ? 'habits-parameter'
    : 'habits-next';

interface NumberFieldProps {
  label: string;
  value: number;
  onChange(value: number): void;
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      value={String(value)}
      onChange={(text) => onChange(Number(text.replace(/\D/g, '').slice(0, 6)))}
    />
  );
}
