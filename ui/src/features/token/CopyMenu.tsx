import { Menu } from '@mantine/core';
import { Button } from '../../components/Button';
import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { COPIES, copyForms } from './copies';
import { copyToken } from './queries';

const words = messages.token;

/** What may be shown of it for a ticket, or the token itself: by the core, not through the window. */
export function CopyMenu({ token }: { token: TokenView }) {
  const forms = copyForms(token);
  if (forms.length === 0) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button icon="copy">{words.copy}</Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.copy}>
        {forms.map((form) => (
          <Menu.Item key={form} onClick={() => copyToken(token.source, form)}>
            {COPIES[form]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
