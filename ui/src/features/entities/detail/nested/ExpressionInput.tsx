import { useId } from 'react';
import { Button } from '../../../../components/Button';
import type { FieldView } from '../../../../ipc/client';
import { PLAIN_FIELD } from '../../../../ipc/plainField';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { ReferenceById } from './ReferenceById';
import { RowTools } from './RowTools';
import { elsewhere, here, inside } from './said';
import { Said } from './Said';
import type { Expression, Term, TermGroup } from './shape';
import { isExpression } from './shape';
import { useRows } from './useRows';

const words = messages.expression;

/** What the description says of a group and of a term. */
interface Grammar {
  groupJoin: FieldView;
  termJoin: FieldView;
  reference: FieldView;
}

const JOIN: FieldView = {
  ...PLAIN_FIELD,
  name: 'join',
  title: '',
  kind: 'enum',
  choices: Object.entries(words.joins).map(([value, label]) => ({ value, label })),
};

function grammarOf(field: FieldView): Grammar {
  const partOf = (parts: FieldView[] | undefined, name: string) =>
    parts?.find((part) => part.name === name);
  const group = partOf(field.parts, 'groups')?.parts;
  const term = partOf(group, 'terms')?.parts;
  const told = term?.find((part) => part.kind === 'reference');
  const join = (found: FieldView | undefined) => (found && found.choices.length > 0 ? found : JOIN);
  return {
    groupJoin: join(partOf(group, 'join')),
    termJoin: join(partOf(term, 'join')),
    reference: {
      ...PLAIN_FIELD,
      name: told?.name ?? 'id',
      title: field.title,
      kind: 'reference',
      referenceTo: told && told.referenceTo.length > 0 ? told.referenceTo : field.referenceTo,
      required: true,
    },
  };
}

/** Groups and terms, worded as the service words them. Nothing is simplified; what is not known here stays. */
export function ExpressionInput(props: FieldInputProps) {
  const { id, connectionId, field, value, said = [], onChange } = props;
  const grammar = grammarOf(field);
  const groups = isExpression(value) ? value.groups : [];
  const rest = isExpression(value) ? value : undefined;
  const set = (next: TermGroup[]) => onChange({ ...rest, groups: next } satisfies Expression);
  const rows = useRows(groups, set);
  const saidOfGroups = inside(said, 'groups');
  const addGroup = () =>
    rows.add(
      {
        join: firstJoin(grammar.groupJoin),
        terms: [{ join: firstJoin(grammar.termJoin), [grammar.reference.name]: null }],
      },
      messages.fields.added(words.group(groups.length + 1)),
    );
  return (
    <div className="col g6" ref={rows.root}>
      {groups.map((group, at) => (
        <Terms
          key={rows.keys[at]}
          row={rows.keys[at]}
          connectionId={connectionId}
          grammar={grammar}
          group={group}
          at={at}
          of={groups.length}
          said={inside(saidOfGroups, at)}
          onMove={(by) =>
            rows.move(
              at,
              by,
              messages.fields.moved(words.group(at + 1), at + 1 + by, groups.length),
            )
          }
          onRemove={() => rows.remove(at, messages.fields.removed(words.group(at + 1)))}
          onChange={(next) => rows.change(at, next)}
        />
      ))}
      {groups.length > 0 && grammar.termJoin.summary && (
        <span className="hint">{grammar.termJoin.summary}</span>
      )}
      <div className="row row-6">
        {groups.length === 0 && <span className="dim3">{words.none}</span>}
        <Button
          id={id}
          size="xsm"
          icon="plus"
          data-does="add"
          aria-label={groups.length === 0 ? words.begin(field.title) : undefined}
          onClick={addGroup}
        >
          {groups.length === 0 ? words.beginShort : words.addGroup}
        </Button>
        {rest && !field.required && (
          <button
            type="button"
            className="link"
            aria-label={words.clear(field.title)}
            onClick={() => onChange(null)}
          >
            {words.clearShort}
          </button>
        )}
      </div>
      <span className="sr" role="status">
        {rows.told}
      </span>
      <Said
        said={[
          ...here(saidOfGroups),
          ...elsewhere(
            saidOfGroups,
            groups.map((_, at) => at),
          ),
          ...elsewhere(said, ['groups']),
        ]}
      />
    </div>
  );
}

interface TermsProps {
  row: number | undefined;
  connectionId: string;
  grammar: Grammar;
  group: TermGroup;
  at: number;
  of: number;
  said: NonNullable<FieldInputProps['said']>;
  onMove(by: 1 | -1): void;
  onRemove(): void;
  onChange(group: TermGroup): void;
}

function Terms({
  row,
  connectionId,
  grammar,
  group,
  at,
  of,
  said,
  onMove,
  onRemove,
  onChange,
}: TermsProps) {
  const place = at + 1;
  const rows = useRows(group.terms, (terms: Term[]) => onChange({ ...group, terms }));
  const saidOfTerms = inside(said, 'terms');
  return (
    <fieldset className="nest" data-row={row}>
      <legend className="sr">{words.group(place)}</legend>
      <div className="row row-6 nest-head">
        <Join
          label={words.groupJoin(place)}
          field={grammar.groupJoin}
          value={group.join}
          onChange={(join) => onChange({ ...group, join })}
        />
        <span className="sm dim3 grow" aria-hidden>
          {words.group(place)}
        </span>
        <RowTools
          what={words.group(place)}
          isFirst={at === 0}
          isLast={place === of}
          onMove={onMove}
          onRemove={onRemove}
        />
      </div>
      <div className="col g4" ref={rows.root}>
        {group.terms.map((term, n) => (
          <TermRow
            key={rows.keys[n]}
            row={rows.keys[n]}
            connectionId={connectionId}
            grammar={grammar}
            term={term}
            place={n + 1}
            of={group.terms.length}
            group={place}
            said={inside(saidOfTerms, n)}
            onMove={(by) =>
              rows.move(
                n,
                by,
                messages.fields.moved(words.term(n + 1, place), n + 1 + by, group.terms.length),
              )
            }
            onRemove={() => rows.remove(n, messages.fields.removed(words.term(n + 1, place)))}
            onChange={(next) => rows.change(n, next)}
          />
        ))}
        <div>
          <Button
            size="xsm"
            look="ghost"
            icon="plus"
            data-does="add"
            aria-label={words.addTermTo(place)}
            onClick={() =>
              rows.add(
                { join: firstJoin(grammar.termJoin), [grammar.reference.name]: null },
                messages.fields.added(words.term(group.terms.length + 1, place)),
              )
            }
          >
            {words.addTerm}
          </Button>
        </div>
        <span className="sr" role="status">
          {rows.told}
        </span>
      </div>
      <Said
        said={[
          ...here(said),
          ...here(saidOfTerms),
          ...inside(said, 'join'),
          ...elsewhere(
            saidOfTerms,
            group.terms.map((_, n) => n),
          ),
          ...elsewhere(said, ['terms', 'join']),
        ]}
      />
    </fieldset>
  );
}

interface TermRowProps extends Omit<TermsProps, 'group' | 'at' | 'onChange'> {
  term: Term;
  place: number;
  group: number;
  onChange(term: Term): void;
}

function TermRow({
  row,
  connectionId,
  grammar,
  term,
  place,
  of,
  group,
  said,
  onMove,
  onRemove,
  onChange,
}: TermRowProps) {
  const id = useId();
  const { reference, termJoin } = grammar;
  return (
    <div
      className="col g4 nest-terms"
      data-row={row}
      role="group"
      aria-label={words.term(place, group)}
    >
      <div className="row row-4 nest-term">
        <Join
          label={words.termJoin(place, group)}
          field={termJoin}
          value={term.join}
          onChange={(join) => onChange({ ...term, join })}
        />
        <ReferenceById
          id={id}
          label={words.term(place, group)}
          connectionId={connectionId}
          field={reference}
          value={term[reference.name] ?? null}
          state={said.length > 0 ? 'err' : ''}
          editable
          describedBy={`${id}-said`}
          onChange={(chosen) => onChange({ ...term, [reference.name]: chosen })}
        />
        <RowTools
          what={words.term(place, group)}
          isFirst={place === 1}
          isLast={place === of}
          onMove={onMove}
          onRemove={onRemove}
        />
      </div>
      <span id={`${id}-said`} className="notes">
        <Said said={[...here(said), ...said.filter((one) => one.place !== '')]} />
      </span>
    </div>
  );
}

const firstJoin = (field: FieldView): unknown => field.default ?? field.choices[0]?.value ?? 'and';

interface JoinProps {
  label: string;
  field: FieldView;
  value: unknown;
  onChange(value: unknown): void;
}

function Join({ label, field, value, onChange }: JoinProps) {
  const known = field.choices.some((choice) => choice.value === value);
  const wordOf = (code: unknown, otherwise: string) =>
    (typeof code === 'string' && words.joins[code]) || otherwise;
  return (
    <span className="input nest-join">
      <select
        aria-label={label}
        value={JSON.stringify(value ?? null)}
        onChange={(event) => onChange(JSON.parse(event.target.value))}
      >
        {!known && (
          <option value={JSON.stringify(value ?? null)}>
            {value === null || value === undefined ? words.noJoin : JSON.stringify(value)}
          </option>
        )}
        {field.choices.map((choice) => (
          <option key={choice.label} value={JSON.stringify(choice.value)}>
            {wordOf(choice.value, choice.label)}
          </option>
        ))}
      </select>
    </span>
  );
}
