import { useState } from 'react';
import { Decision } from '../../../components/Decision';
import { ErrorNotice } from '../../../errors/ErrorNotice';
import type { EntityRequest, EntityTypeView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useDependants } from '../deleting/useDeleting';
import { countOfPart } from './parts';

const words = messages.duplicating;

interface DuplicateDialogProps {
  type: EntityTypeView;
  /** Entity types whose records belong to it. */
  parts: EntityTypeView[];
  /** Nothing: closed. */
  record: EntityRequest | undefined;
  onClose(): void;
  /** With the names of the entity types that are copied along. */
  onDuplicate(along: string[]): void;
}

/** Which of the records that belong to one are copied with it; asked of each record anew. */
export const DuplicateDialog = (props: DuplicateDialogProps) => (
  <Asking key={props.record?.id} {...props} />
);

function Asking({ type, parts, record, onClose, onDuplicate }: DuplicateDialogProps) {
  const found = useDependants(record);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const offered = parts
    .map((part) => ({ part, count: countOfPart(part, found.data) }))
    .filter(({ count }) => count !== 0);
  const turn = (name: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(name);
    else next.add(name);
    setLeft(next);
  };
  return (
    <Decision
      opened={record !== undefined}
      onClose={onClose}
      title={words.title(type.title, found.data?.title ?? record?.id ?? '')}
      cancel={messages.common.cancel}
      close={messages.common.close}
      yes={words.yes}
      icon="copy"
      disabled={found.isPending}
      onYes={() =>
        onDuplicate(offered.map(({ part }) => part.name).filter((name) => !left.has(name)))
      }
    >
      <p className="dim">{words.text}</p>
      {found.isError && <ErrorNotice error={found.error} onStep={() => void found.refetch()} />}
      {offered.length > 0 && (
        <fieldset className="nest-field col g6">
          <legend className="lb">{words.what}</legend>
          {offered.map(({ part, count }) => (
            <label key={part.name} className="row row-6">
              <input
                type="checkbox"
                className="tick"
                checked={!left.has(part.name)}
                onChange={(event) => turn(part.name, event.target.checked)}
              />
              <span>
                {count === undefined
                  ? words.withSome(part.plural)
                  : words.withCount(count, part.plural, part.title)}
              </span>
            </label>
          ))}
          {found.data?.isWhole === false && <span className="sm dim3">{words.asFar}</span>}
        </fieldset>
      )}
    </Decision>
  );
}
