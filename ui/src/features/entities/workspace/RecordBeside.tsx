import type { RowSelection } from '../../../components/grid/types';
import { Boundary } from '../../../errors/Boundary';
import type { ConnectionView, EntityTypeView } from '../../../ipc/client';
import { Detail } from '../detail/Detail';
import type { useDuplicate } from '../duplicating/useDuplicate';
import type { useEditing } from '../queries';
import type { useActing } from './acting';
import type { FocusedRecord } from './focused';
import type { useMarking } from './marking';

interface RecordBesideProps {
  connection: ConnectionView;
  type: EntityTypeView;
  rows: number;
  focused: FocusedRecord;
  duplicate: ReturnType<typeof useDuplicate>;
  acting: ReturnType<typeof useActing>;
  marking: ReturnType<typeof useMarking>;
  editing: ReturnType<typeof useEditing>;
  onClose(): void;
}

/** The record in focus, beside the list that it is in. */
export function RecordBeside(props: RecordBesideProps) {
  const { connection, type, rows, focused, duplicate, acting, marking, editing, onClose } = props;
  const { id, place, askedField, answered, step } = focused;
  if (id === undefined) return null;
  return (
    <Boundary of={id}>
      <Detail
        connection={connection}
        type={type}
        id={id}
        place={place}
        rows={rows}
        onEdit={(edits) => editing.edit.mutate({ edits, step: 'edit' })}
        asked={askedField}
        onAnswered={answered}
        duplicate={
          duplicate.isOffered ? { label: duplicate.label, run: duplicate.start } : undefined
        }
        onRevert={(id, field) => editing.revert.mutate({ id, field })}
        onDelete={(id) => marking.mark(only(id))}
        onAct={(id, action) => acting.run(only(id), action)}
        onRemark={(id) => acting.remark(only(id))}
        onStep={step}
        onClose={onClose}
      />
    </Boundary>
  );
}

const only = (id: string): RowSelection => ({ kind: 'some', keys: [id] });
