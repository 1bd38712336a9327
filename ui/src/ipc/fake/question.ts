// The rows that a question finds, in the order in which they came.

import type { OpenViewRequest } from '../bindings';
import { fits } from './filtered';
import { valueOf } from './records';
import { mirror, rowsOf, state, typeOf } from './state';

type Question = Pick<OpenViewRequest, 'entityType' | 'search' | 'filter' | 'parentId' | 'answerId'>;

export function idsOf({ entityType, search, filter, parentId, answerId }: Question): string[] {
  const isNested = typeOf(entityType).parent !== null;
  const there = rowsOf(entityType)
    .filter((row) => !isNested || state.below.has(String(row['projectId'])))
    .filter((row) => parentId === null || row['projectId'] === parentId)
    .slice(0, mirror(entityType).rows)
    .map((row) => row.id);
  return (answerId === null ? there : [...(state.answers.get(answerId) ?? [])])
    .filter((id) => fits(entityType, id, filter))
    .filter((id) => !search || hasWords(entityType, id, search));
}

function hasWords(entityType: string, id: string, text: string): boolean {
  const words = text.toLowerCase();
  return typeOf(entityType).fields.some((field) => {
    const value = valueOf(entityType, id, field);
    const shown =
      typeof value === 'object' && value !== null
        ? (value as { label?: string }).label
        : String(value ?? '');
    return (shown ?? '').toLowerCase().includes(words);
  });
}
