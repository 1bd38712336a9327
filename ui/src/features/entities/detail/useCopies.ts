import { useCatalogue, useMirrors } from '../../../ipc/queries';

/** How far the records of some entity types are on this computer. */
export function useCopies(connectionId: string, entityTypes: string[]) {
  const types = useCatalogue(connectionId).data?.entityTypes ?? [];
  const mirrors = useMirrors(connectionId).data;
  const own = mirrors?.filter((one) => entityTypes.includes(one.entityType));
  const pluralOf = (name: string) => types.find((one) => one.name === name)?.plural ?? name;
  const partial = (own ?? []).filter(({ state }) => state !== 'complete');
  return {
    /** Nothing where it is not known. */
    all: partial.length > 0 ? undefined : own?.reduce((sum, { rows }) => sum + rows, 0),
    /** In words. */
    notWhole: partial.map(({ entityType }) => pluralOf(entityType)),
  };
}
