import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { isLink } from '../format/links';
import { fakeState } from '../ipc/fake';
import { openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

describe('links', () => {
  it('a document is opened from the menu of its row and from its details', async () => {
    const { user } = await openRows('Document');
    fireEvent.contextMenu(document.querySelector('[data-row-key="do-1"]')!);
    await user.click(await screen.findByRole('menuitem', { name: 'Open' }));
    expect(fakeState.opened).toEqual(['https://files.example/do-1']);
    const detail = await screen.findByRole('complementary', { name: 'Document details' });
    await user.click(await within(detail).findByRole('button', { name: 'Open' }));
    expect(fakeState.opened).toHaveLength(2);
  });

  it('a field that holds a link can be opened, another cannot', async () => {
    const { user } = await openRows('Document');
    const rowOf = (id: string) =>
      within(document.querySelector<HTMLElement>(`[data-row-key="${id}"]`)!);
    await user.click(rowOf('do-0').getByRole('button', { name: /^Row/ }));
    await user.click(await screen.findByRole('button', { name: 'Open the link in Link' }));
    expect(fakeState.opened).toEqual(['https://files.fernhill.example/0']);
    await user.click(rowOf('do-2').getByRole('button', { name: /^Row/ }));
    await screen.findByRole('heading', { name: 'Minutes.docx' });
    expect(screen.queryByRole('button', { name: 'Open the link in Link' })).toBeNull();
  });

  it('only web and mail addresses read as links', () => {
    const links = ['https://a.example/x?y', 'HTTP://a.example', 'mailto:dana@fernhill.example'];
    const others = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'see https://a.example',
      '',
      null,
      7,
    ];
    expect(links.map(isLink)).toEqual(links.map(() => true));
    expect(others.map(isLink)).toEqual(others.map(() => false));
  });
});
