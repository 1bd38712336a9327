// One record by its id, from anywhere: the rows of its entity type open with it beside them.

import { useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../../paths';

interface Asked {
  connectionId: string;
  entityType: string;
  id: string;
}

let asked: Asked | undefined;
const listeners = new Set<() => void>();

function ask(record: Asked | undefined): void {
  asked = record;
  listeners.forEach((listener) => listener());
}

export function useOpenRecord(): (record: Asked) => void {
  const [, go] = useLocation();
  return (record) => {
    ask(record);
    go(paths.entities(record.connectionId, record.entityType));
  };
}

/** Hands over the record that is to be opened in this list, once. */
export function useAskedRecord(
  connectionId: string,
  entityType: string,
  onAsked: (id: string) => void,
): void {
  const record = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => asked,
  );
  useEffect(() => {
    if (record?.connectionId !== connectionId || record.entityType !== entityType) return;
    ask(undefined);
    onAsked(record.id);
  });
}
