import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Standing } from '../../components/grid/types';
import { toastError } from '../../errors/ErrorNotice';
import type { Reference } from '../../format/values';
import {
  commands,
  type ActedView,
  type ActRequest,
  type DraftStepKindView,
  type AnswerView,
  type ConditionView,
  type DensityView,
  type EntityTypeView,
  type FieldEditRequest,
  type FoldingRequest,
  type NewRowRequest,
  type SortRequest,
  type UnsentView,
  type ViewView,
} from '../../ipc/client';
import { ahead } from '../../ipc/ahead';
import { keys } from '../../ipc/queries';
import { useDraftsChanged } from '../../ipc/useDraftsChanged';

/** One record; while another one of its entity type is read, the last one stays. */
export const useEntity = (connectionId: string, entityType: string, id: string) =>
  useQuery({
    queryKey: [...keys.entity(connectionId, entityType), id],
    queryFn: () => commands.entity({ connectionId, entityType, id }),
    placeholderData: keepWithin(connectionId, entityType),
  });

export const useRelated = (connectionId: string, entityType: string, id: string) =>
  useQuery({
    queryKey: [...keys.entity(connectionId, entityType), id, 'related'],
    queryFn: () => commands.related({ connectionId, entityType, id }),
    placeholderData: keepWithin(connectionId, entityType),
  });

export const useHistory = (connectionId: string, entityType: string, id: string) =>
  useQuery({
    queryKey: [...keys.entity(connectionId, entityType), id, 'history'],
    queryFn: () => commands.history({ connectionId, entityType, id }),
    placeholderData: keepWithin(connectionId, entityType),
  });

const keepWithin =
  (connectionId: string, entityType: string) =>
  <T>(held: T | undefined, query?: { queryKey: readonly unknown[] }): T | undefined =>
    query?.queryKey[1] === connectionId && query.queryKey[2] === entityType ? held : undefined;

export const useReferences = (
  connectionId: string,
  entityTypes: string[],
  text: string,
  enabled: boolean,
) =>
  useQuery({
    queryKey: ['references', connectionId, entityTypes, text],
    queryFn: () => commands.searchReferences({ connectionId, entityTypes, text }),
    enabled,
    placeholderData: (held) => held,
  });

export interface ViewQuestion {
  columns: string[];
  sort: SortRequest[];
  search: string;
  /** A row fits when all conditions of at least one group hold. */
  filter: ConditionView[][];
  /** By field: how its column was left. It asks for no other rows. */
  layout: Record<string, ColumnLayout>;
  /** Nothing for the one of the whole app. */
  rowHeight: DensityView | null;
  /** Records below those that they belong to; null for a plain list. */
  tree: FoldingRequest | null;
  /** Only rows of a nested collection below this record. */
  parent?: Reference | undefined;
  /** Only rows that the service answered with. */
  asked?: Asked | undefined;
}

export interface ColumnLayout {
  width?: number;
  /** Stays in sight at the start of the row. */
  pinned?: boolean;
}

/** A question that the service was asked, and what it said in words. */
export interface Asked {
  answerId: number;
  words: string;
  /** It was the filter of the list: with another one the answer stands for other rows. */
  ofFilter?: boolean;
}

/** How far an answer of the service is; events bring it along. */
export const useAnswer = (answerId: number | undefined) =>
  useQuery<AnswerView | null>({
    queryKey: keys.answer(answerId ?? 0),
    queryFn: skipToken,
    staleTime: Infinity,
  }).data;

export interface OpenedView extends ViewView {
  /** The question it answers, whatever columns are shown. */
  queryKey: string;
  /** What its cells hold, one after the other. */
  columns: string[];
  /** Where the rows that were looked at stand now. */
  standing: Standing<number>;
}

/** Folding and other columns change no question: ticks and the place in the list stay. */
export const queryKeyOf = (connectionId: string, entityType: string, question: ViewQuestion) =>
  JSON.stringify([
    connectionId,
    entityType,
    {
      ...question,
      columns: undefined,
      layout: undefined,
      rowHeight: undefined,
      tree: question.tree !== null,
    },
  ]);

/** The view of a question, opened again whenever `changes` moves; the old one stays until the new one is there. */
export function useView(
  connectionId: string,
  type: EntityTypeView,
  question: ViewQuestion,
  changes: unknown,
  /** Asked for a view of the same question before it takes the place of the old one. */
  standingIn: (viewId: number) => Promise<Standing<number>>,
) {
  const [view, setView] = useState<OpenedView>();
  const [error, setError] = useState<unknown>();
  const [revision, setRevision] = useState(0);
  // How columns are ordered and left asks for no other rows.
  const columns = [...question.columns].sort();
  const asked = { ...question, columns, layout: undefined, rowHeight: undefined };
  const queryKey = JSON.stringify([connectionId, type.name, asked]);
  const held = useRef<number | undefined>(undefined);
  const shown = useRef<string | undefined>(undefined);
  const place = useRef(standingIn);
  useEffect(() => {
    place.current = standingIn;
  });
  useEffect(() => {
    let live = true;
    const asked = JSON.parse(queryKey) as [string, string, ViewQuestion];
    const { columns, sort, search, filter, tree, parent, asked: answer } = asked[2];
    const request = {
      connectionId: asked[0],
      entityType: asked[1],
      columns,
      sort,
      search,
      filter,
      tree,
      parentId: parent?.id ?? null,
      answerId: answer?.answerId ?? null,
    };
    const gridKey = queryKeyOf(asked[0], asked[1], asked[2]);
    const placed = async () => {
      const opened = await ahead.openView(request);
      const isSame = live && shown.current === gridKey;
      return { opened, standing: isSame ? await place.current(opened.viewId) : {} };
    };
    placed().then(
      ({ opened, standing }) => {
        if (!live) {
          void commands.closeView(opened.viewId).catch(() => undefined);
          return;
        }
        const old = held.current;
        held.current = opened.viewId;
        shown.current = gridKey;
        setView({ ...opened, queryKey: gridKey, columns, standing });
        setRevision((n) => n + 1);
        setError(undefined);
        if (old !== undefined) void commands.closeView(old).catch(() => undefined);
      },
      (thrown: unknown) => live && setError(thrown),
    );
    return () => {
      live = false;
    };
  }, [queryKey, changes]);
  useEffect(
    () => () => {
      if (held.current !== undefined) void commands.closeView(held.current).catch(() => undefined);
      held.current = undefined;
    },
    [],
  );
  return { view, error, revision };
}

/** What is said with an action: the id of the person who is to decide, and a remark. */
export type Said = Pick<ActRequest, 'recipient' | 'memo'>;

/** Edits that are one step of drafting. */
export interface Edits {
  edits: FieldEditRequest[];
  step: DraftStepKindView;
}

/** Every way to make or take back unsent changes of one entity type. */
export function useEditing(connectionId: string, entityType: string, onChanged: () => void) {
  const changed = useDraftsChanged(connectionId);
  const after = {
    onError: toastError,
    onSettled: () => {
      onChanged();
      return changed(entityType);
    },
  };
  const edit = useMutation<UnsentView, unknown, Edits>({
    mutationFn: ({ edits, step }) => commands.editFields({ connectionId, entityType, edits, step }),
    ...after,
  });
  const create = useMutation<UnsentView>({
    mutationFn: () => commands.createEntity({ connectionId, entityType }),
    ...after,
  });
  const createRows = useMutation<UnsentView, unknown, NewRowRequest[]>({
    mutationFn: (rows) => commands.createRows({ connectionId, entityType, rows }),
    ...after,
  });
  const remove = useMutation<UnsentView, unknown, string[]>({
    mutationFn: (ids) => commands.markForDeletion({ connectionId, entityType, ids }),
    ...after,
  });
  const act = useMutation<ActedView, unknown, { ids: string[]; action: string; said: Said }>({
    mutationFn: ({ ids, action, said }) =>
      commands.act({ connectionId, entityType, ids, action, ...said }),
    ...after,
  });
  const revert = useMutation<UnsentView, unknown, { id: string; field: string | null }>({
    mutationFn: ({ id, field }) => commands.revertChange({ connectionId, entityType, id, field }),
    ...after,
  });
  const discard = useMutation<UnsentView>({
    mutationFn: () => commands.discardChanges(connectionId),
    ...after,
  });
  return { edit, create, createRows, remove, act, revert, discard };
}
