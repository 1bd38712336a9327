import type { Ref } from 'react';
import { Button } from '../../../components/Button';
import type {
  ConnectionView,
  EntityTypeView,
  FoldingRequest,
  MirrorView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import { AskedChip } from './AskedChip';
import { ColumnsMenu } from './ColumnsMenu';
import { FilterRow, type FilterRowHandle } from '../filter/FilterRow';
import { filteredBy } from '../filter/filteredBy';
import type { Filter } from '../filter/groups';
import { ParentPicker } from './ParentPicker';
import { Search } from './Search';
import { SortMenu } from './SortMenu';

interface ToolbarProps {
  filters: Ref<FilterRowHandle>;
  /** What is typed or open for one list is not taken over to another. */
  at: string;
  connection: ConnectionView;
  type: EntityTypeView;
  question: ViewQuestion;
  mirror: MirrorView | undefined;
  onAsk(change: Partial<ViewQuestion>): void;
  /** Keeps the list with this filter as a view. */
  onSaveView?: ((filter: Filter) => void) | undefined;
}

export function Toolbar(props: ToolbarProps) {
  const { at, connection, type, question, mirror, onAsk, onSaveView } = props;
  const words = messages.workspace;
  return (
    <div className="toolbar" role="toolbar" aria-label={words.search} data-pane="toolbar">
      <Search
        key={`search ${at}`}
        search={question.search}
        onSearch={(search) => onAsk({ search })}
      />
      {type.parent !== null && (
        <ParentPicker
          connection={connection}
          type={type}
          parent={question.parent}
          onChange={(parent) => onAsk({ parent })}
        />
      )}
      {question.asked && (
        <AskedChip
          connection={connection}
          asked={question.asked}
          onClear={() => onAsk({ asked: undefined })}
        />
      )}
      <FilterRow
        key={`filter ${at}`}
        ref={props.filters}
        connection={connection}
        type={type}
        question={question}
        mirror={mirror}
        onFilter={(filter) => onAsk(filteredBy(question, filter))}
        onSaveView={onSaveView}
        onAsked={
          type.parent === null ? (asked) => onAsk({ asked, search: '', filter: [] }) : undefined
        }
      />
      {type.tree && (
        <TreeToggle title={type.tree} tree={question.tree} onTree={(tree) => onAsk({ tree })} />
      )}
      <SortMenu
        type={type}
        columns={question.columns}
        sort={question.sort}
        onSort={(sort) => onAsk({ sort })}
      />
      <ColumnsMenu connection={connection} type={type} question={question} onAsk={onAsk} />
    </div>
  );
}

function TreeToggle({
  title,
  tree,
  onTree,
}: {
  title: string;
  tree: FoldingRequest | null;
  onTree(tree: FoldingRequest | null): void;
}) {
  const words = messages.tree;
  const all = (folded: boolean) => onTree({ folded, except: [] });
  return (
    <>
      <Button
        look={tree ? 'default' : 'ghost'}
        icon="layers"
        aria-pressed={tree !== null}
        title={words.note(title)}
        onClick={() => (tree ? onTree(null) : all(false))}
      >
        {title}
      </Button>
      {tree && (
        <Button look="ghost" onClick={() => all(!tree.folded)}>
          {tree.folded ? words.openAll : words.foldAll}
        </Button>
      )}
    </>
  );
}
