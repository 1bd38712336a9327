// Unsent edits that can be undone and done again, one step for each action.

import { useCallback, useRef } from 'react';
import type { FieldEditRequest } from '../../ipc/client';

export interface Step {
  before: FieldEditRequest[];
  after: FieldEditRequest[];
}

export function useUndo(send: (edits: FieldEditRequest[]) => void) {
  const done = useRef<Step[]>([]);
  const undone = useRef<Step[]>([]);
  const record = useCallback((step: Step) => {
    done.current = [...done.current.slice(-99), step];
    undone.current = [];
  }, []);
  const undo = () => {
    const step = done.current.pop();
    if (!step) return false;
    undone.current.push(step);
    send(step.before);
    return true;
  };
  const redo = () => {
    const step = undone.current.pop();
    if (!step) return false;
    done.current.push(step);
    send(step.after);
    return true;
  };
  return { record, undo, redo };
}
