import type { DependantsView, EntityTypeView } from '../../../ipc/client';

/** Entity types whose records are a part of one of `type`, as line items are of their campaign. */
export const partsOf = (type: EntityTypeView, types: EntityTypeView[]): EntityTypeView[] =>
  types.filter(
    (one) =>
      one.mayCreate &&
      one.name !== type.name &&
      belonging(one)?.referenceTo.includes(type.name) === true,
  );

const belonging = (type: EntityTypeView) =>
  type.fields.find((field) => field.name === type.belongsTo);

/** How many records of `part` belong to it, as far as what points at it is known. */
export function countOfPart(
  part: EntityTypeView,
  found: DependantsView | undefined,
): number | undefined {
  if (!found) return undefined;
  const title = belonging(part)?.title;
  const group = found.groups.find(
    (one) => one.entityType === part.name && one.fieldTitle === title,
  );
  return group?.count ?? (found.isWhole ? 0 : undefined);
}
