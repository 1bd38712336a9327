// What depends on records, and copies of records, in memory.

import type {
  commands,
  DeleteEffectView,
  EntityTypeView,
  FieldView,
  UnsentView,
} from '../bindings';
import { DESCRIBED_TYPES, ON_TARGET_DELETE } from './bidcore';
import { ENTITY_TYPES } from './catalogue';
import { changeOf, raw, stored, titleOf } from './records';
import { keyOf, rowsOf, state, typeOf } from './state';

const FIRST = 5;

interface Target {
  entityType: string;
  id: string;
}

interface Pointing {
  type: EntityTypeView;
  field: FieldView;
  effect: DeleteEffectView;
  ids: string[];
}

let tell: (entityType?: string) => UnsentView = () => ({ changes: 0, createdId: null });
/** Lets the window hear of what is changed here. */
export const tellChanges = (how: typeof tell): void => {
  tell = how;
};

/** All that a value points at by the field, however deep. */
function targetsOf(field: FieldView, value: unknown, of: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => targetsOf(field, one, of));
  if (value === null || value === undefined) return [];
  if (field.kind === 'reference') return field.referenceTo.includes(of) ? [String(value)] : [];
  if (typeof value !== 'object') return [];
  return field.parts.flatMap((part) =>
    targetsOf(part, (value as Record<string, unknown>)[part.name], of),
  );
}

function pointingAt({ entityType, id }: Target): Pointing[] {
  return [...ENTITY_TYPES, ...DESCRIBED_TYPES].flatMap((type) =>
    type.fields.flatMap((field) => {
      const ids = rowsOf(type.name)
        .map((row) => row.id)
        .filter((from) =>
          targetsOf(field, raw(type.name, from, field.name), entityType).includes(id),
        );
      const effect =
        ON_TARGET_DELETE[`${type.name}.${field.name}`] ??
        (DESCRIBED_TYPES.includes(type) ? 'unknown' : 'protects');
      return ids.length > 0 ? [{ type, field, effect, ids }] : [];
    }),
  );
}

/** What is told of a delete before it is sent. */
export function noteOf(entityType: string, id: string): string {
  const count = pointingAt({ entityType, id }).reduce((sum, { ids }) => sum + ids.length, 0);
  if (count === 0) return 'Nothing points to it, as far as we can see.';
  return count === 1 ? '1 record points to it.' : `${count} records point to it.`;
}

const RANK: DeleteEffectView[] = ['protects', 'unknown', 'goesToo', 'losesIt'];

/** What keeps the service from deleting a record. */
export const keptBy = (entityType: string, id: string): Pointing[] =>
  pointingAt({ entityType, id }).filter(({ effect }) => effect === 'protects');

/** The record and all that keeps it, those that go first in front. */
function inOrder(target: Target, seen = new Set<string>()): Target[] {
  if (seen.has(keyOf(target.entityType, target.id))) return [];
  seen.add(keyOf(target.entityType, target.id));
  const before = keptBy(target.entityType, target.id).flatMap(({ type, ids }) =>
    ids.flatMap((id) => inOrder({ entityType: type.name, id }, seen)),
  );
  return [...before, target];
}

export function removeWithBelow(entityType: string, id: string): void {
  for (const { type, effect, ids } of pointingAt({ entityType, id }))
    if (effect === 'goesToo') ids.forEach((below) => removeWithBelow(type.name, below));
  const rows = rowsOf(entityType);
  const at = rows.findIndex((row) => row.id === id);
  if (at >= 0) rows.splice(at, 1);
}

function copyOf({ entityType, id }: Target, given: Record<string, unknown> = {}): string {
  const copied = `new:${state.next++}`;
  const row = stored(entityType, id);
  const fields = new Map<string, unknown>();
  for (const { name, editable } of typeOf(entityType).fields)
    if (editable && row?.[name] !== undefined) fields.set(name, structuredClone(row[name]));
  for (const [name, value] of Object.entries(given)) fields.set(name, value);
  state.changes.set(keyOf(entityType, copied), { entityType, id: copied, kind: 'create', fields });
  return copied;
}

export const dependants: Pick<typeof commands, 'dependants' | 'markWithDependants' | 'duplicate'> =
  {
    dependants: async ({ entityType, id }) => {
      const found = pointingAt({ entityType, id });
      const order = new Map<string, number>();
      for (const one of inOrder({ entityType, id }))
        order.set(one.entityType, (order.get(one.entityType) ?? 0) + 1);
      return {
        title: titleOf(entityType, id),
        groups: found
          .sort((one, other) => RANK.indexOf(one.effect) - RANK.indexOf(other.effect))
          .map(({ type, field, effect, ids }) => ({
            entityType: type.name,
            plural: type.plural,
            fieldTitle: field.title,
            effect,
            count: ids.length,
            records: ids.slice(0, FIRST).map((from) => ({
              id: from,
              title: titleOf(type.name, from),
              isMarked: changeOf(type.name, from)?.kind === 'delete',
            })),
          })),
        rules: typeOf(entityType)
          .rules.map((rule) => rule.text)
          .filter((text) => /delet/i.test(text)),
        isWhole: found.every(({ type }) => state.mirrors.get(type.name)?.state === 'complete'),
        order: [...order].map(([name, count]) => ({
          entityType: name,
          plural: typeOf(name).plural,
          count,
        })),
      };
    },
    markWithDependants: async ({ entityType, id }) => {
      for (const one of inOrder({ entityType, id }))
        state.changes.set(keyOf(one.entityType, one.id), {
          ...one,
          kind: 'delete',
          fields: new Map(),
        });
      return tell();
    },
    duplicate: async ({ entityType, id, with: along }) => {
      const createdId = copyOf({ entityType, id });
      for (const { type, field, ids } of pointingAt({ entityType, id }))
        if (along.includes(type.name) && type.belongsTo === field.name)
          ids.forEach((below) =>
            copyOf({ entityType: type.name, id: below }, { [field.name]: createdId }),
          );
      return { ...tell(), createdId };
    },
  };
