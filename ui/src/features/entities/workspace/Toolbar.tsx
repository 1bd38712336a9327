import { Menu } from '@mantine/core';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import type {
  ConnectionView,
  EntityTypeView,
  FoldingRequest,
  MirrorView,
  SortRequest,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import { AskedChip } from './AskedChip';
import { FilterRow } from '../filter/FilterRow';
import { filteredBy } from '../filter/filteredBy';
import type { Filter } from '../filter/groups';
import { ParentPicker } from './ParentPicker';
import { Search } from './Search';

interface ToolbarProps {
  connection: ConnectionView;
  type: EntityTypeView;
  question: ViewQuestion;
  mirror: MirrorView | undefined;
  onAsk(change: Partial<ViewQuestion>): void;
  /** Keeps the list with this filter as a view. */
  onSaveView?: ((filter: Filter) => void) | undefined;
}

export function Toolbar(props: ToolbarProps) {
  const { connection, type, question, mirror, onAsk, onSaveView } = props;
  const words = messages.workspace;
  return (
    <div className="toolbar" role="toolbar" aria-label={words.search} data-pane="toolbar">
      <Search search={question.search} onSearch={(search) => onAsk({ search })} />
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
      <ColumnsMenu
        connection={connection}
        type={type}
        columns={question.columns}
        onColumns={(columns) => onAsk({ columns })}
      />
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

interface SortMenuProps {
  type: EntityTypeView;
  columns: string[];
  sort: SortRequest[];
  onSort(sort: SortRequest[]): void;
}

function SortMenu({ type, columns, sort, onSort }: SortMenuProps) {
  const words = messages.workspace;
  const titleOf = (name: string) => type.fields.find((field) => field.name === name)?.title ?? name;
  const sorts = (name: string) =>
    type.fields.some((field) => field.name === name && field.kind !== 'object' && !field.array);
  const first = sort[0];
  const summary = first
    ? `${titleOf(first.field)}, ${(first.descending ? words.descending : words.ascending).toLowerCase()}${sort.length > 1 ? ` +${sort.length - 1}` : ''}`
    : words.noSort;
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <Button look="ghost" icon="sort" aria-label={`${words.sort}: ${summary}`}>
          <span className="hide-n">{summary}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.sort} mah={420} style={{ overflow: 'auto' }}>
        {columns.filter(sorts).map((name) => {
          const held = sort.find((one) => one.field === name);
          return (
            <Menu.Item
              key={name}
              onClick={() => onSort([{ field: name, descending: held ? !held.descending : false }])}
              rightSection={
                held ? (
                  <span className="sm dim3">
                    {held.descending ? words.descending : words.ascending}
                  </span>
                ) : null
              }
            >
              {titleOf(name)}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item disabled={sort.length === 0} onClick={() => onSort([])}>
          {words.clearSort}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ColumnsMenuProps {
  connection: ConnectionView;
  type: EntityTypeView;
  columns: string[];
  onColumns(columns: string[]): void;
}

function ColumnsMenu({ connection, type, columns, onColumns }: ColumnsMenuProps) {
  const words = messages.workspace;
  const toggle = (name: string) => {
    const shown = columns.includes(name);
    if (shown && columns.length === 1) return;
    onColumns(shown ? columns.filter((one) => one !== name) : [...columns, name]);
  };
  return (
    <Menu position="bottom-end" width={280} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          look="ghost"
          icon="cols"
          aria-label={`${words.columnsLabel}, ${words.columns(columns.length, type.fields.length)}`}
        >
          <span className="hide-n">{words.columnsLabel},</span>{' '}
          {words.columns(columns.length, type.fields.length)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.columnsLabel} mah={420} style={{ overflow: 'auto' }}>
        <Menu.Label>{messages.reading.columnsNote(connection.serviceTitle)}</Menu.Label>
        {type.fields.map((field) => {
          const on = columns.includes(field.name);
          return (
            <Menu.Item
              key={field.name}
              title={field.summary ?? undefined}
              aria-current={on ? 'true' : undefined}
              onClick={() => toggle(field.name)}
              leftSection={
                <span style={{ width: 14 }}>{on && <Icon name="check" size={14} />}</span>
              }
              rightSection={
                <span className="sm dim3">
                  {messages.reading.serviceCan(field.filterable, field.sortable)}
                </span>
              }
            >
              {field.title}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
