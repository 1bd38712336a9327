import type { ReactNode } from 'react';
import { tickedCount } from '../../../components/grid/selection';
import type { ConnectionView } from '../../../ipc/client';
import { ActionWords } from '../ActionWords';
import { BulkDialog } from '../bulk/BulkDialog';
import { DeleteDialog } from '../deleting/DeleteDialog';
import { DeleteRowsDialog } from '../deleting/DeleteRowsDialog';
import { Remark } from '../Remark';
import type { Bulk } from './bulk';
import type { useActing } from './acting';
import type { useMarking } from './marking';

interface DialogsProps {
  connection: ConnectionView;
  rows: number;
  acting: ReturnType<typeof useActing>;
  marking: ReturnType<typeof useMarking>;
  bulk: Bulk;
  /** The words of the actions are shown. */
  isWording: boolean;
  onWorded(): void;
  onMarked(): void;
  children: ReactNode;
}

/** What is asked before something is done with rows. */
export function Dialogs(props: DialogsProps) {
  const { connection, rows, acting, marking, bulk, isWording, onWorded, onMarked, children } =
    props;
  const { remarked } = acting;
  return (
    <>
      <Remark
        connection={connection}
        actions={acting.actions}
        count={remarked && tickedCount(remarked, rows)}
        onAct={(action, said) => remarked && acting.run(remarked, action, said)}
        onClose={acting.close}
      />
      <DeleteDialog
        connection={connection}
        record={marking.asking}
        onClose={marking.close}
        onMarked={onMarked}
      />
      <DeleteRowsDialog
        connection={connection}
        rows={marking.askingRows}
        onClose={marking.close}
        onMark={marking.markRows}
      />
      <BulkDialog target={bulk.target} onClose={bulk.close} onDo={bulk.edit} />
      {children}
      <ActionWords connection={connection} opened={isWording} onClose={onWorded} />
    </>
  );
}
