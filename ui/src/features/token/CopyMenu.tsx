import { Menu } from '@mantine/core';
import { Button } from '../../components/Button';
import type { CopyFormView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { copyToken } from './queries';

const words = messages.token;
const TITLES: Record<CopyFormView, string> = {
  redactedJson: words.copyJson,
  redactedMarkdown: words.copyMarkdown,
  token: words.copyToken,
};

/** What may be shown of it for a ticket, or the token itself: by the core, not through the window. */
export function CopyMenu({ token: { source, form } }: { token: TokenView }) {
  const isRefresh = source.kind === 'connection' && source.token === 'refreshToken';
  const forms: CopyFormView[] = [
    ...(form === 'opaque' ? [] : (['redactedJson', 'redactedMarkdown'] as const)),
    ...(isRefresh ? [] : (['token'] as const)),
  ];
  if (forms.length === 0) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button icon="copy">{words.copy}</Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={words.copy}>
        {forms.map((one) => (
          <Menu.Item key={one} onClick={() => copyToken(source, one)}>
            {TITLES[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
