// Reading from the service for one list: refresh, everything again, rows below one parent.

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { toastDone } from '../../../components/toast';
import { toastError } from '../../../errors/ErrorNotice';
import type { Reference } from '../../../format/values';
import {
  commands,
  type AnswerView,
  type ConnectionView,
  type EntityTypeView,
  type FoundView,
  type MirrorView,
} from '../../../ipc/client';
import { keys, useCatalogue, useMirrors } from '../../../ipc/queries';
import { messages } from '../../../messages';

/** The records below which the rows of a nested collection stand. */
export interface Parents {
  title: string;
  plural: string;
  rows: number;
}

function useParents(connectionId: string, type: EntityTypeView): Parents | undefined {
  const types = useCatalogue(connectionId).data?.entityTypes;
  const mirrors = useMirrors(connectionId).data;
  const parent = types?.find((one) => one.name === type.parent);
  if (!parent) return undefined;
  const rows = mirrors?.find((one) => one.entityType === parent.name)?.rows ?? 0;
  return { title: parent.title, plural: parent.plural, rows };
}

export function useReading(
  connection: ConnectionView,
  type: EntityTypeView,
  parent: Reference | undefined,
  mirror: MirrorView | undefined,
  onRead: () => void,
) {
  const parents = useParents(connection.id, type);
  const [below, setBelow] = useState(0);
  const done = useRef(onRead);
  useEffect(() => {
    done.current = onRead;
  });
  const connectionId = connection.id;
  const entityType = type.name;
  const parentId = parent?.id;
  const isNested = type.parent !== null;
  const refresh = () => {
    if (!isNested) commands.syncEntityType({ connectionId, entityType }).catch(toastError);
    else if (parentId !== undefined) {
      setBelow((n) => n + 1);
      commands
        .loadBelow({ connectionId, entityType, parentId })
        .catch(toastError)
        .finally(() => {
          setBelow((n) => n - 1);
          done.current();
        });
    }
  };
  useEffect(refresh, [connectionId, entityType, parentId, isNested]);
  useFound(connectionId, type);
  return {
    parents,
    busy: below > 0 || mirror?.progress != null,
    /** A nested collection is read below one record. */
    mayRefresh: !isNested || parentId !== undefined,
    refresh,
    readAgain: () => void commands.readAgain({ connectionId, entityType }).catch(toastError),
    stop: () => void commands.cancelSync({ connectionId, entityType }).catch(toastError),
  };
}

/** Tells once what a full check found, also one that ended while another list was open. */
function useFound(connectionId: string, type: EntityTypeView) {
  const cache = useQueryClient();
  const queryKey = keys.found(connectionId, type.name);
  const found = useQuery<FoundView>({ queryKey, queryFn: skipToken, staleTime: Infinity }).data;
  useEffect(() => {
    if (!found) return;
    const { added, changed, removed } = found;
    toastDone(messages.reading.found(type.plural, added, changed, removed));
    cache.removeQueries({ queryKey: keys.found(connectionId, type.name) });
  }, [cache, found, connectionId, type]);
}

/** A question that failed is told, with the service's words, and the list goes back to all rows if none came. */
export function useAnswerError(answer: AnswerView | null | undefined, onGiveUp: () => void) {
  const giveUp = useRef(onGiveUp);
  useEffect(() => {
    giveUp.current = onGiveUp;
  });
  useEffect(() => {
    if (answer?.state !== 'failed') return;
    toastError(answer.error);
    if (answer.rows === 0) giveUp.current();
  }, [answer]);
}
