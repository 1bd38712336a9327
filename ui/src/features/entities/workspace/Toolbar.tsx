import { Menu } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { Button, Kbd } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { useKeys } from '../../../components/useKeys';
import type { EntityTypeView, FoldingRequest, SortRequest } from '../../../ipc/client';
import { messages } from '../../../messages';

interface ToolbarProps {
  type: EntityTypeView;
  columns: string[];
  sort: SortRequest[];
  /** What is searched for already, on coming back. */
  search: string;
  onSearch(text: string): void;
  onSort(sort: SortRequest[]): void;
  onColumns(columns: string[]): void;
  tree: FoldingRequest | null;
  onTree(tree: FoldingRequest | null): void;
}

export function Toolbar({
  type,
  columns,
  sort,
  search,
  tree,
  onSearch,
  onSort,
  onColumns,
  onTree,
}: ToolbarProps) {
  const [text, setText] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(onSearch, 150);
  useKeys({ 'mod+f': () => input.current?.select() });
  const words = messages.workspace;
  const change = (next: string) => {
    setText(next);
    tell(next);
  };
  return (
    <div className="toolbar" role="toolbar" aria-label={words.search} data-pane="toolbar">
      <div className="input" style={{ width: 240, flex: '0 1 240px', minWidth: 108 }}>
        <Icon name="search" size={14} />
        <input
          ref={input}
          data-pane-focus
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && change('')}
        />
        <Kbd>Ctrl F</Kbd>
      </div>
      <span className="grow" />
      {type.tree && <TreeToggle title={type.tree} tree={tree} onTree={onTree} />}
      <SortMenu type={type} columns={columns} sort={sort} onSort={onSort} />
      <ColumnsMenu type={type} columns={columns} onColumns={onColumns} />
    </div>
  );
}

function TreeToggle({
  title,
  tree,
  onTree,
}: Pick<ToolbarProps, 'tree' | 'onTree'> & { title: string }) {
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

function SortMenu({
  type,
  columns,
  sort,
  onSort,
}: Pick<ToolbarProps, 'type' | 'columns' | 'sort' | 'onSort'>) {
  const words = messages.workspace;
  const titleOf = (name: string) => type.fields.find((field) => field.name === name)?.title ?? name;
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
        {columns.map((name) => {
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

function ColumnsMenu({
  type,
  columns,
  onColumns,
}: Pick<ToolbarProps, 'type' | 'columns' | 'onColumns'>) {
  const words = messages.workspace;
  const toggle = (name: string) => {
    const shown = columns.includes(name);
    if (shown && columns.length === 1) return;
    onColumns(shown ? columns.filter((one) => one !== name) : [...columns, name]);
  };
  return (
    <Menu position="bottom-end" width={240} closeOnItemClick={false}>
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
        {type.fields.map((field) => {
          const on = columns.includes(field.name);
          return (
            <Menu.Item
              key={field.name}
              title={field.summary ?? undefined}
              aria-current={on ? 'true' : undefined}
              onClick={() => toggle(field.name)}
              rightSection={on ? <Icon name="check" size={14} /> : null}
            >
              {field.title}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
