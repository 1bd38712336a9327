// How many rows a filter would show, and which values a field has; an answer to an older question is dropped.

import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { commands, type FieldView, type MirrorView } from '../../../ipc/client';
import type { ViewQuestion } from '../queries';
import type { Filter } from './groups';

const REST_MS = 150;

/** The rows that are filtered: of which list, and as of when. */
export interface Ground {
  connectionId: string;
  entityType: string;
  question: ViewQuestion;
  mirror: MirrorView | undefined;
}

const stateOf = ({ mirror }: Ground) => [mirror?.rows, mirror?.asOf, mirror?.unsent].join();

/** How many rows each of several filters shows; nothing until it is known. */
export function useRowCounts(ground: Ground, filters: Filter[]): number[] | undefined {
  const { connectionId, entityType, question } = ground;
  const asked = JSON.stringify({
    connectionId,
    entityType,
    search: question.search,
    parentId: question.parent?.id ?? null,
    answerId: question.asked?.answerId ?? null,
    filters,
  });
  const [rested] = useDebouncedValue(asked, REST_MS);
  const { data } = useQuery({
    queryKey: ['row-counts', rested, stateOf(ground)],
    queryFn: () =>
      commands.countRows(JSON.parse(rested) as Parameters<typeof commands.countRows>[0]),
    enabled: filters.length > 0,
    retry: false,
  });
  return rested === asked ? data : undefined;
}

/** The values of a field in the rows of `filter`, with how many rows have each. */
export function useFacet(ground: Ground, field: FieldView, text: string, filter: Filter) {
  const { connectionId, entityType, question } = ground;
  const [rested] = useDebouncedValue(text, REST_MS);
  const request = {
    connectionId,
    entityType,
    field: field.name,
    text: rested,
    filter,
    search: question.search,
    parentId: question.parent?.id ?? null,
    answerId: question.asked?.answerId ?? null,
  };
  const { data, isPending, isError, isFetching } = useQuery({
    queryKey: ['facet', request, stateOf(ground)],
    queryFn: () => commands.facet(request),
    placeholderData: (held, query) =>
      (query?.queryKey[1] as typeof request | undefined)?.field === field.name ? held : undefined,
    retry: false,
  });
  /** `isComing`: the answer to what is typed now. */
  return { data, isPending, isError, isComing: rested !== text || isFetching };
}
