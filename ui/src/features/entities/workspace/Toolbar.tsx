import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Button, Kbd } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { useKeys } from '../../../components/useKeys';
import type { ConnectionView, EntityTypeView, FoldingRequest } from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import { AskedChip } from './AskedChip';
import { AskService } from './AskService';
import { ColumnsMenu } from './ColumnsMenu';
import { ParentPicker } from './ParentPicker';
import { SortMenu } from './SortMenu';

interface ToolbarProps {
  connection: ConnectionView;
  type: EntityTypeView;
  question: ViewQuestion;
  onAsk(change: Partial<ViewQuestion>): void;
}

export function Toolbar({ connection, type, question, onAsk }: ToolbarProps) {
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
      <span className="grow" />
      {type.tree && (
        <TreeToggle title={type.tree} tree={question.tree} onTree={(tree) => onAsk({ tree })} />
      )}
      {type.parent === null && (
        <AskService
          connection={connection}
          type={type}
          onAsked={(asked) => onAsk({ asked, search: '' })}
        />
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

function Search({ search, onSearch }: { search: string; onSearch(text: string): void }) {
  const [text, setText] = useState(search);
  const told = useRef(search);
  // What filters the list is what stands here, also when it was cleared elsewhere or kept from earlier; but what came
  // from here must not come back over what was typed since.
  useEffect(() => {
    if (search === told.current) return;
    told.current = search;
    setText(search);
  }, [search]);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next;
    onSearch(next);
  }, 150);
  useKeys({ 'mod+f': () => input.current?.select() });
  const words = messages.workspace;
  const change = (next: string) => {
    setText(next);
    tell(next);
  };
  return (
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
