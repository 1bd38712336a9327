// Unsent changes as the review tells them.

import type {
  ChangeView,
  ConflictView,
  FieldView,
  ProblemView,
  ReviewCountsView,
  ReviewedChangeView,
  ReviewShow,
} from '../bindings';
import { noteOf } from './dependants';
import { cellOf, problemOf, saidOf, stored, titleOf } from './records';
import { changesOf, events, state, typeOf, types, type Change } from './state';

/** A change with its id and what orders it. */
export interface Found {
  changeId: string;
  change: Change;
  isOpen: boolean;
  hasProblem: boolean;
}

const openFields = ({ there, fields, kind }: Change): string[] =>
  [...(there?.theirs.keys() ?? [])].filter(
    (name) => !there?.kept.has(name) && (kind === 'delete' || fields.has(name)),
  );

const fieldsOf = (change: Change): FieldView[] =>
  typeOf(change.entityType).fields.filter(
    (field) => change.kind === 'create' || change.fields.has(field.name),
  );

function problemsOf(change: Change, fields: FieldView[]): ProblemView[] {
  const open = openFields(change).map((name) => ({
    words:
      change.kind === 'delete'
        ? 'It was changed by somebody else since you marked it. Delete it all the same or keep it.'
        : 'It was changed by somebody else. Keep yours or take theirs.',
    field: change.kind === 'delete' ? null : name,
  }));
  if (change.doubt) return [{ words: 'It is not known whether it arrived.', field: null }];
  if (change.kind === 'delete') return open.slice(0, 1);
  const values = fields.flatMap((field) => {
    const words = problemOf(change.entityType, field, change.fields.get(field.name));
    return words === null ? [] : [{ words, field: field.name }];
  });
  return [...open, ...values];
}

let held: { changes: unknown; size: number; connectionId: string; found: Found[] } | undefined;
const forget = () => (held = undefined);
void events.deskChanged.listen(forget);
void events.reviewMoved.listen(forget);

/** All of a connection, in the order of the review. */
export function foundOf(connectionId: string): Found[] {
  const { changes } = state;
  if (
    held?.changes === changes &&
    held.size === changes.size &&
    held.connectionId === connectionId &&
    held.size > 1000
  )
    return held.found;
  const groups = new Map(types(connectionId).map((type) => [type.name, [] as Found[]]));
  const fields = new Map(types(connectionId).map((type) => [type.name, type.fields]));
  for (const [changeId, change] of changesOf(connectionId)) {
    const mine = (fields.get(change.entityType) ?? []).filter(
      (field) => change.kind === 'create' || change.fields.has(field.name),
    );
    groups.get(change.entityType)?.push({
      changeId,
      change,
      isOpen: openFields(change).length > 0,
      hasProblem: problemsOf(change, mine).length > 0,
    });
  }
  const placeOf = ({ isOpen, hasProblem, change }: Found) =>
    isOpen ? 0 : hasProblem ? 1 : change.there ? 2 : 3;
  const found = [...groups.values()].flatMap((group) =>
    group.sort((one, other) => placeOf(one) - placeOf(other)),
  );
  held = { changes, size: changes.size, connectionId, found };
  return found;
}

export const SHOWS: Record<ReviewShow, (found: Found) => boolean> = {
  all: () => true,
  problems: ({ hasProblem }) => hasProblem,
  conflicts: ({ change }) => change.there !== undefined,
  leftOut: ({ change }) => change.leftOut === true,
  toSend: ({ hasProblem, change }) => !hasProblem && !change.leftOut,
  edits: ({ change }) => change.kind === 'edit',
  creates: ({ change }) => change.kind === 'create',
  deletes: ({ change }) => change.kind === 'delete',
};

export function countsOf(all: Found[]): ReviewCountsView {
  const of = (show: ReviewShow) => all.filter(SHOWS[show]).length;
  return {
    total: all.length,
    edits: of('edits'),
    creates: of('creates'),
    deletes: of('deletes'),
    problems: of('problems'),
    conflicts: of('conflicts'),
    inDoubt: all.filter(({ change }) => change.doubt).length,
    leftOut: of('leftOut'),
  };
}

export const notUndoable = ({ kind, action }: Change): string | null =>
  action
    ? 'What was done with a record along its way cannot be undone here.'
    : kind === 'delete'
      ? 'A deleted record can only be made anew, with another number.'
      : null;

export function reviewed({ changeId, change }: Found): ReviewedChangeView {
  const problems = problemsOf(change, fieldsOf(change));
  return {
    change: changeView(changeId, change, problems),
    isIncluded: !change.leftOut,
    problems,
    conflict: conflictOf(change),
    notUndoable: notUndoable(change),
    preparedBy: change.preparedBy ?? null,
  };
}

function changeView(changeId: string, change: Change, problems: ProblemView[]): ChangeView {
  const type = typeOf(change.entityType);
  const row = stored(type.name, change.id);
  return {
    changeId,
    entityType: type.name,
    id: change.id,
    kind: change.kind,
    title: titleOf(type.name, change.id),
    subtitle: subtitleOf(change),
    fields: [...change.fields].map(([name, value]) => {
      const field = type.fields.find((one) => one.name === name)!;
      return {
        field: name,
        title: field.title,
        action: name === 'workflow' ? (change.action ?? null) : null,
        before: cellOf(field, row?.[name]),
        after: cellOf(field, value),
        changedThere: change.there?.theirs.has(name) === true && !change.there.kept.has(name),
        theirs: cellOf(field, change.there?.theirs.get(name)),
      };
    }),
    problems: problems.map((problem) => problem.words),
    note: change.kind === 'delete' ? noteOf(change.entityType, change.id) : null,
    said: saidOf(type.name, change.id),
  };
}

/** Its code, or whose it is and when. */
export function subtitleOf({ entityType, id }: Change): string {
  const type = typeOf(entityType);
  const row = state.changes.size > 5000 ? undefined : stored(entityType, id);
  if (row?.['code']) return String(row['code']);
  const person = type.fields.find((one) => one.name === 'resourceId');
  if (!row || !person) return id;
  const { label } = cellOf(person, row['resourceId']) as { label: string };
  return `${label}, ${String(row['date']).slice(0, 10)}`;
}

function conflictOf(change: Change): ConflictView | null {
  const { there, kind } = change;
  if (!there) return null;
  const type = typeOf(change.entityType);
  const row = stored(type.name, change.id);
  const open = new Set(openFields(change));
  const fields = type.fields.filter(
    (field) => there.theirs.has(field.name) || change.fields.has(field.name),
  );
  return {
    by: there.by,
    at: there.at,
    thenAt: there.thenAt,
    fields: fields.map((field) => ({
      field: field.name,
      title: field.title,
      then: cellOf(field, row?.[field.name]),
      mine: cellOf(field, change.fields.get(field.name) ?? row?.[field.name]),
      theirs: cellOf(field, there.theirs.get(field.name) ?? row?.[field.name]),
      changedByMe: kind !== 'delete' && change.fields.has(field.name),
      changedThere: there.theirs.has(field.name),
      isOpen: open.has(field.name),
    })),
  };
}
