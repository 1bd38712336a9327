import { Menu } from '@mantine/core';
import { Button } from '../../components/Button';
import type { JournalFileKind, JournalQuery } from '../../ipc/client';
import { messages } from '../../messages';
import { useExport } from './queries';

const words = messages.activity;
const KINDS: JournalFileKind[] = ['csv', 'json'];

/** What is asked for, as a file. */
export function Export({ query, disabled }: { query: JournalQuery; disabled: boolean }) {
  const { save, isSaving } = useExport();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button icon="export" disabled={disabled || isSaving}>
          {isSaving ? words.exporting : words.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.export}>
        {KINDS.map((kind) => (
          <Menu.Item key={kind} onClick={() => save({ query, kind })}>
            {words.exportAs[kind]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
