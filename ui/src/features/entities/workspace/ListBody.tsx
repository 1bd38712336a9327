import type { RefObject } from 'react';
import type { CellChange, DataGridHandle, EditWay } from '../../../components/grid/types';
import { Loading } from '../../../components/State';
import { errorDetails, ErrorNotice } from '../../../errors/ErrorNotice';
import type { ConnectionView, EntityTypeView, MirrorView } from '../../../ipc/client';
import { asUiError } from '../../../ipc/errors';
import { messages } from '../../../messages';
import type { useView, ViewQuestion } from '../queries';
import type { useActing } from './acting';
import type { useChosen } from './chosen';
import type { FocusedRecord } from './focused';
import type { Bulk } from './bulk';
import { LoadFailed } from './LoadFailed';
import type { useMarking } from './marking';
import { NoRows } from './NoRows';
import { openCells } from './openCells';
import { turned } from './question';
import type { useReading } from './reading';
import type { useRowsMenu } from './rowsMenu';
import { RowMenu } from './RowMenu';
import { Rows } from './Rows';
import { SelectionBar } from './SelectionBar';

interface ListBodyProps {
  connection: ConnectionView;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  question: ViewQuestion;
  list: ReturnType<typeof useView>;
  reading: ReturnType<typeof useReading>;
  /** The service still answers what it was asked. */
  isArriving: boolean;
  grid: RefObject<DataGridHandle | null>;
  menu: ReturnType<typeof useRowsMenu>;
  focused: FocusedRecord;
  chosen: ReturnType<typeof useChosen>;
  acting: ReturnType<typeof useActing>;
  marking: ReturnType<typeof useMarking>;
  onAsk(change: Partial<ViewQuestion>): void;
  onEdit(changes: CellChange[], way: EditWay): void;
  onPasteBelow(texts: string[][], columnIds: string[]): void;
  bulk: Bulk;
  /** A filter by this field is to be begun. */
  onFilterColumn(field: string): void;
  onCreate: (() => void) | undefined;
  /** The list is to be opened again. */
  onAgain(): void;
}

/** The rows of a list with the bar of the ticked ones, or why there are none. */
export function ListBody(props: ListBodyProps) {
  const { connection, type, mirror, question, list, reading, grid, menu, focused, chosen } = props;
  const { isArriving, acting, marking, bulk, onAsk, onEdit, onFilterColumn, onCreate, onAgain } =
    props;
  const { view, error, revision } = list;
  const { ticked, count, onSelect, onRange } = chosen;
  return (
    <div className="grid" data-pane="grid" {...openCells(connection.id, type)}>
      {error !== undefined && view && <ErrorNotice error={error} onStep={onAgain} />}
      {error !== undefined && !view && (
        <LoadFailed
          title={messages.firstCopy.failed(type.plural)}
          message={asUiError(error).message}
          details={errorDetails(asUiError(error))}
          onAgain={onAgain}
        />
      )}
      {!view && error === undefined && <Loading label={messages.common.loading} />}
      {view && view.rows === 0 && (
        <NoRows
          connection={connection}
          type={type}
          mirror={mirror}
          question={question}
          asOf={view.asOf}
          busy={reading.busy || isArriving}
          parents={reading.parents}
          onLoadAll={reading.readAgain}
          onRefresh={reading.refresh}
          onStop={reading.stop}
          onCreate={onCreate}
          onAsk={onAsk}
        />
      )}
      {view && view.rows > 0 && (
        <RowMenu {...menu} onOpen={focused.focus}>
          <Rows
            ref={grid}
            connectionId={connection.id}
            type={type}
            view={view}
            revision={revision}
            question={question}
            onAsk={onAsk}
            onRange={onRange}
            onFilterColumn={onFilterColumn}
            onBulkColumn={
              bulk.mayEdit && count > 0
                ? (field) => bulk.open(ticked, question.columns, field)
                : undefined
            }
            mayWrite={connection.mayWrite}
            readOnlyNote={
              connection.mayWrite
                ? messages.detail.workedOut(connection.serviceTitle)
                : messages.workspace.readOnly
            }
            onEdit={onEdit}
            onPasteBelow={props.onPasteBelow}
            onEditElsewhere={focused.editInForm}
            onFocusRow={(index, id) => !focused.isCreated && focused.focus(index, id)}
            onGone={onAgain}
            onFold={(id) => question.tree && onAsk({ tree: turned(question.tree, id) })}
            onSelect={onSelect}
            onDelete={marking.mark}
          />
        </RowMenu>
      )}
      <SelectionBar
        count={count}
        rows={view?.rows ?? 0}
        actions={acting.actions}
        mayDelete={marking.may}
        mayEdit={bulk.mayEdit}
        mayDuplicate={bulk.mayDuplicate}
        onBulk={() => bulk.open(ticked, question.columns)}
        onDuplicate={() => bulk.duplicate(ticked)}
        onAct={(action) => acting.run(ticked, action)}
        onRemark={() => acting.remark(ticked)}
        onDelete={() => marking.mark(ticked)}
        onSelectAll={() => grid.current?.selectAll()}
        onClear={() => {
          grid.current?.clearSelection();
          // The bar goes away with its button.
          grid.current?.focus();
        }}
      />
    </div>
  );
}
