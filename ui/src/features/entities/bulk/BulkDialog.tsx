import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Loading } from '../../../components/State';
import { useLate } from '../../../components/useLate';
import { ErrorNotice } from '../../../errors/ErrorNotice';
import { showValue } from '../../../format/values';
import {
  commands,
  type BulkOperation,
  type EntityTypeView,
  type RowChoice,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { FieldBox } from './FieldBox';
import { Preview } from './Preview';
import { OperationInput } from './OperationInput';
import { bulkFields, kindsOf, NOTHING, operationOf, type BulkDraft } from './operation';
import './bulk.css';

const words = messages.bulk;
const TYPING_MS = 200;

export interface BulkTarget {
  connectionId: string;
  type: EntityTypeView;
  /** The columns in sight: their fields come first. */
  columns: string[];
  rows: RowChoice;
  count: number;
  /** The field that it begins with. */
  field?: string | undefined;
}

interface BulkDialogProps {
  /** Nothing while it is closed. */
  target: BulkTarget | undefined;
  onClose(): void;
  onDo(field: string, operation: BulkOperation): void;
}

/** One field of many records: which, how, and what that would do, before it is kept as unsent changes. */
export function BulkDialog({ target, onClose, onDo }: BulkDialogProps) {
  return target && <Asking target={target} onClose={onClose} onDo={onDo} />;
}

function Asking({ target, onClose, onDo }: BulkDialogProps & { target: BulkTarget }) {
  const { connectionId, type, rows, count } = target;
  const id = useId();
  const fields = bulkFields(type, target.columns);
  const [name, setName] = useState(target.field ?? fields[0]?.name);
  const [draft, setDraft] = useState<BulkDraft>(NOTHING);
  const field = fields.find((one) => one.name === name);
  const operation = field && operationOf(draft);
  const request =
    field && operation
      ? { connectionId, entityType: type.name, rows, field: field.name, operation }
      : undefined;
  const [asked] = useDebouncedValue(request, TYPING_MS);
  const preview = useQuery({
    queryKey: ['bulk', asked],
    queryFn: () => commands.previewBulkEdit(asked!),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const found = request === undefined ? undefined : preview.data;
  // What was found for what was typed before says nothing of what is typed now.
  const isCurrent = !preview.isPlaceholderData && JSON.stringify(asked) === JSON.stringify(request);
  const current = isCurrent ? found : undefined;
  const isLate = useLate(request !== undefined && current === undefined && !preview.isError);
  const doIt = () => {
    if (!field || !operation) return;
    onClose();
    onDo(field.name, operation);
  };
  const isBlocked = operation === undefined || current?.changed === 0;
  return (
    <Dialog
      opened
      onClose={onClose}
      width={568}
      title={words.title(count, count === 1 ? type.title : type.plural)}
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow sm dim3" role="status">
            {operation === undefined
              ? words.missing[draft.kind]
              : current?.changed === 0 && words.none}
          </span>
          <Button size="lg" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button size="lg" look="pri" disabled={isBlocked} onClick={doIt}>
            {field && operation
              ? words.yes(
                  field,
                  { ...draft, set: showValue(field, draft.shown) },
                  current?.changed ?? count,
                  type,
                )
              : words.change}
          </Button>
        </>
      }
    >
      <div className="bulk-form">
        <div className="field">
          <label className="lb" htmlFor={`${id}-field`}>
            {words.field}
          </label>
          <FieldBox
            id={`${id}-field`}
            fields={fields}
            value={field}
            onPick={(picked) => {
              setName(picked.name);
              setDraft(NOTHING);
            }}
          />
        </div>
        {field && (
          <OperationInput
            connectionId={connectionId}
            field={field}
            kinds={kindsOf(field)}
            draft={draft}
            onChange={(part) => setDraft({ ...draft, ...part })}
          />
        )}
      </div>
      {preview.isError && request && (
        <ErrorNotice error={preview.error} onStep={() => void preview.refetch()} />
      )}
      {isLate && <Loading label={words.looking} />}
      {!isLate && field && found && <Preview field={field} preview={found} type={type} />}
    </Dialog>
  );
}
