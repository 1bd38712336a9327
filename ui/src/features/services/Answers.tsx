import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { SelectField } from '../../components/SelectField';
import { toastDone } from '../../components/toast';
import type { ConnectionView, EntityTypeView, HabitsView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { FormPage, goTo } from '../sign-in/FormPage';
import { markOf } from '../sign-in/mark';
import { FirstRows } from './FirstRows';
import { HabitsForm, lackingIn } from './HabitsForm';
import { useKeepHabits, usePreview } from './queries';

const words = messages.services.answers;
const PAUSE = 500;

interface AnswersProps {
  connection: ConnectionView;
  types: EntityTypeView[];
  guess: HabitsView;
}

/** The first rows of a collection, tried again with each correction. */
export function Answers({ connection, types, guess }: AnswersProps) {
  const [, go] = useLocation();
  const { id, company, needsPreview } = connection;
  const [habits, setHabits] = useState(guess);
  const [chosen, setChosen] = useState((types.find((type) => type.pinned) ?? types[0])?.name);
  const [tried] = useDebouncedValue(habits, PAUSE);
  const type = types.find((one) => one.name === chosen);
  const { preview, stop } = usePreview(id, type?.name, tried);
  const keep = useKeepHabits(id, () => {
    toastDone(words.used);
    go(type ? paths.entities(id, type.name) : paths.connection(id), { replace: true });
  });
  return (
    <FormPage
      title={words.title(company)}
      mark={markOf(connection.serviceTitle)}
      step={needsPreview ? messages.services.steps.answers : undefined}
      backLabel={needsPreview ? words.later : words.backToRows}
      onBack={() => go(needsPreview ? paths.home : paths.connection(id))}
      error={keep.error}
      onStep={(step) => (step === 'fixField' ? goTo(lackingIn(habits)) : keep.mutate(habits))}
      asideLabel={words.settings}
      aside={<HabitsForm habits={habits} guess={guess} onChange={setHabits} />}
      promise={words.promise}
      block={undefined}
      submit={{ label: words.use }}
      busy={keep.isPending}
      onSubmit={() => keep.mutate(habits)}
    >
      <section className="fs">
        <p className="dim">{words.lead}</p>
        {type && (
          <SelectField
            label={words.collection}
            value={type.name}
            options={types.map((one) => ({ value: one.name, title: one.plural }))}
            onChange={setChosen}
          />
        )}
      </section>
      {type && (
        <FirstRows type={type} preview={preview} isWaiting={tried !== habits} onStop={stop} />
      )}
    </FormPage>
  );
}
