import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { gridKey } from '../components/grid/keys';
import { placeWords } from '../components/grid/cells/words';
import { turned } from '../features/entities/workspace/question';
import { openRows } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };
const levels = () =>
  screen.queryAllByRole('button', { name: /^Level/ }).map((button) => button.textContent);

describe('phases as a tree', () => {
  it('are shown below their project when asked for, and fold', async () => {
    const { user } = await openRows('Project');
    expect(levels()).toEqual([]);
    const toggle = screen.getByRole('button', { name: 'Phases' });
    expect(toggle.getAttribute('aria-pressed')).toBe('false');
    await user.click(toggle);
    await waitFor(() => expect(levels()).toContain('Level 2 of pr-4'), later);
    const project = levels().indexOf('Level 1 of pr-3');
    expect(levels().slice(project, project + 3)).toEqual([
      'Level 1 of pr-3',
      'Level 2 of pr-5',
      'Level 2 of pr-4',
    ]);
    await user.click(screen.getByRole('button', { name: 'Level 1 of pr-3' }));
    await waitFor(() => expect(levels()).not.toContain('Level 2 of pr-4'), later);
    await user.click(screen.getByRole('button', { name: 'Fold all' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Open all' })).toBeTruthy());
    await user.click(screen.getByRole('button', { name: 'Phases' }));
    await waitFor(() => expect(levels()).toEqual([]), later);
  });

  it('keeps the ticks while it folds', async () => {
    const { user } = await openRows('Project');
    await user.click(screen.getByRole('button', { name: 'Phases' }));
    await waitFor(() => expect(levels()).toContain('Level 2 of pr-4'), later);
    await user.click(screen.getByRole('checkbox', { name: 'Tick row 1' }));
    const bar = await screen.findByRole('toolbar', { name: 'Selected rows' });
    await user.click(screen.getByRole('button', { name: 'Level 1 of pr-3' }));
    await waitFor(() => expect(levels()).not.toContain('Level 2 of pr-4'), later);
    expect(within(bar).getByText('1 selected')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Phases' }));
  });

  it('is offered only where records stand below each other', async () => {
    await openRows('Client');
    expect(screen.queryByRole('button', { name: 'Phases' })).toBeNull();
  });

  it('folds by key, and says where a row stands', () => {
    const press = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: true };
    expect(gridKey({ ...press, key: 'ArrowRight' })).toEqual({ does: 'fold', open: true });
    expect(gridKey({ ...press, key: 'ArrowLeft' })).toEqual({ does: 'fold', open: false });
    expect(gridKey({ ...press, key: 'ArrowDown' })).toBeUndefined();
    expect(placeWords({ depth: 1, hasBelow: true, open: false })).toEqual(['level 2', 'folded']);
    expect(placeWords({ depth: 0, hasBelow: false, open: false })).toEqual([]);
    const opened = turned({ folded: true, except: [] }, 'a');
    expect(opened).toEqual({ folded: true, except: ['a'] });
    expect(turned(opened, 'a').except).toEqual([]);
  });
});
