// How one field of many records is changed.

import { isNested } from '../detail/nested/shape';
import { isNumber } from '../detail/faultOf';
import type { BulkOperation, EntityTypeView, FieldView } from '../../../ipc/client';
import { parseNumber } from '../../../format/numbers';

export type BulkKind = 'set' | 'empty' | 'add' | 'percent' | 'replace';

/** What was typed, for every kind of operation. */
export interface BulkDraft {
  kind: BulkKind;
  /** As it is sent. */
  value: unknown;
  /** In the form of a cell. */
  shown: unknown;
  amount: string;
  percent: string;
  find: string;
  with: string;
  matchCase: boolean;
  whole: boolean;
}

export const NOTHING: BulkDraft = {
  kind: 'set',
  value: null,
  shown: null,
  amount: '',
  percent: '',
  find: '',
  with: '',
  matchCase: false,
  whole: false,
};

const isText = (field: FieldView): boolean => field.kind === 'text' || field.kind === 'longText';

export const mayBulkEdit = (field: FieldView): boolean =>
  field.editable && !field.createOnly && !isNested(field) && field.name !== 'workflow';

/** Fields that can be set on many records, those of the columns in sight first. */
export function bulkFields(type: EntityTypeView, columns: string[]): FieldView[] {
  const fields = type.fields.filter(mayBulkEdit);
  const rank = (field: FieldView) => {
    const at = columns.indexOf(field.name);
    return at < 0 ? columns.length : at;
  };
  return fields.sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

export const kindsOf = (field: FieldView): BulkKind[] => [
  'set',
  ...(field.required ? [] : (['empty'] as const)),
  ...(isNumber(field) ? (['add', 'percent'] as const) : []),
  ...(isText(field) ? (['replace'] as const) : []),
];

/** Nothing while something is missing. */
export function operationOf(draft: BulkDraft): BulkOperation | undefined {
  switch (draft.kind) {
    case 'set':
      return draft.value === null || draft.value === ''
        ? undefined
        : { kind: 'set', value: draft.value };
    case 'empty':
      return { kind: 'set', value: null };
    case 'add': {
      const amount = parseNumber(draft.amount);
      return amount === undefined ? undefined : { kind: 'add', amount };
    }
    case 'percent': {
      const percent = parseNumber(draft.percent);
      return percent === undefined ? undefined : { kind: 'percent', percent };
    }
    case 'replace': {
      const { find, with: put, matchCase, whole } = draft;
      return find === '' ? undefined : { kind: 'replace', find, with: put, matchCase, whole };
    }
  }
}
