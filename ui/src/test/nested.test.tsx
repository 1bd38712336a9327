// Values inside values: what an editor does not touch stays, in its order, and what it does is kept as a whole.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fakeState } from '../ipc/fake';
import { openDescribed } from './desk';

vi.mock('../components/grid/DataGrid', () => import('./TableGrid'));

const later = { timeout: 5000 };

/** The row that a change would be laid over. */
const row = (entityType: string, id: string) =>
  fakeState.rows.get(entityType)!.find((one) => one.id === id)!;
const edited = (entityType: string, id: string, field: string) =>
  fakeState.changes.get(`${entityType}/${id}`)?.fields.get(field);

async function openRecord(entityType: string, title: string, name: string) {
  const opened = await openDescribed(entityType);
  const table = screen.getByRole('table');
  const line = [...table.querySelectorAll('tr')].find((one) => one.textContent.includes(name))!;
  await opened.user.click(within(line as HTMLElement).getByRole('button', { name: /^Row/ }));
  const detail = await screen.findByRole('complementary', { name: `${title} details` });
  await within(detail).findByDisplayValue(name);
  return { ...opened, detail: within(detail) };
}

const lineItem = () => openRecord('line-items', 'Line item', 'Awareness 1');
const creative = () => openRecord('creatives', 'Creative', 'Boots 300x250');

describe('references in a list', () => {
  it('stand by name in their order, are removed and added, and keep the form of their ids', async () => {
    const { user, detail } = await lineItem();
    const group = within(detail.getByRole('group', { name: 'Creatives' }));
    await waitFor(() =>
      expect(group.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
        'Beach native',
        'Boots 300x250',
      ]),
    );
    await user.type(group.getByRole('combobox', { name: 'Add to creatives' }), 'soup');
    await user.click(await screen.findByRole('option', { name: /Soup spot/, hidden: true }, later));
    await waitFor(() => expect(edited('line-items', '101', 'creatives')).toEqual([203, 201, 202]));
    await user.click(group.getByRole('button', { name: 'Remove Beach native' }));
    await waitFor(() => expect(edited('line-items', '101', 'creatives')).toEqual([201, 202]));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove Boots 300x250');
  });
});

it('asks for the names of all records in a nested value at once', async () => {
  const { detail } = await lineItem();
  await detail.findByText('Beach native');
  expect(fakeState.named[0]).toEqual(['203', '201']);
  const asked = fakeState.named.flat();
  expect(new Set(asked).size).toBe(asked.length);
});

describe('a list of 50,000 texts', () => {
  it('is read, searched, pasted into and kept without a wait that is felt', async () => {
    const { user, detail } = await openRecord('domain-lists', 'Domain list', 'Long tail');
    const box = detail.getByLabelText<HTMLTextAreaElement>(/^Domains/);
    expect(box.value.split('\n')).toHaveLength(1000);
    expect(detail.getByText('50,000 entries')).toBeTruthy();
    expect(detail.getByText('Lines 1 to 1,000 of 50,000')).toBeTruthy();
    const kept = () => edited('domain-lists', '301', 'domains') as string[] | undefined;
    const from = performance.now();
    fireEvent.change(box, { target: { value: `mine.example\n\nsite-7.example\n${box.value}` } });
    fireEvent.blur(box);
    await waitFor(() => expect(kept()).toHaveLength(50_002));
    expect(performance.now() - from).toBeLessThan(2000);
    expect(kept()?.slice(0, 3)).toEqual(['mine.example', 'site-7.example', 'site-0.example']);
    expect(kept()?.at(-1)).toBe('site-49999.example');
    expect(await detail.findByText('1 entry more than once', {}, later)).toBeTruthy();
    await user.type(detail.getByRole('searchbox', { name: 'Find in domains' }), '49998');
    expect(detail.getByText('1 of 1, line 50,001')).toBeTruthy();
    expect(detail.getByText('Lines 50,001 to 50,002 of 50,002')).toBeTruthy();
    expect(box.value.slice(box.selectionStart, box.selectionEnd)).toBe('49998');
    fireEvent.change(box, { target: { value: `${box.value}\nlast.example` } });
    fireEvent.blur(box);
    await waitFor(() => expect(kept()?.at(-1)).toBe('last.example'));
    expect(kept()).toHaveLength(50_003);
    await user.click(detail.getByRole('button', { name: 'Keep each once' }));
    await waitFor(() => expect(kept()).toHaveLength(50_002));
  });

  it('is not a change when it is only looked at', async () => {
    const { detail } = await openRecord('domain-lists', 'Domain list', 'Long tail');
    const box = detail.getByLabelText(/^Domains/);
    fireEvent.focus(box);
    fireEvent.blur(box);
    expect(fakeState.changes.size).toBe(0);
  });
});

describe('codes in a list', () => {
  it('are ticked; one that is not known stays until it is unticked', async () => {
    const { user, detail } = await lineItem();
    const group = within(detail.getByRole('group', { name: 'Days' }));
    expect(group.getByRole<HTMLInputElement>('checkbox', { name: /^sun/ }).checked).toBe(true);
    await user.click(group.getByRole('checkbox', { name: 'tue' }));
    await waitFor(() =>
      expect(edited('line-items', '101', 'days')).toEqual(['wed', 'mon', 'sun', 'tue']),
    );
    await user.click(group.getByRole('checkbox', { name: 'wed' }));
    await waitFor(() => expect(edited('line-items', '101', 'days')).toEqual(['mon', 'sun', 'tue']));
  });
});

describe('a nested part', () => {
  it('keeps members that are not known, and can be none and be set again', async () => {
    const { user, detail } = await lineItem();
    const group = within(detail.getByRole('group', { name: 'Frequency cap' }));
    const impressions = group.getByLabelText(/^Impressions/);
    await user.clear(impressions);
    await user.type(impressions, '5{Enter}');
    await waitFor(() =>
      expect(edited('line-items', '101', 'frequency_cap')).toEqual({
        impressions: 5,
        period: 'day',
        rolling: true,
      }),
    );
    await user.selectOptions(group.getByLabelText(/^Per/), 'week');
    await waitFor(() =>
      expect(JSON.stringify(edited('line-items', '101', 'frequency_cap'))).toBe(
        '{"impressions":5,"period":"week","rolling":true}',
      ),
    );
    await user.click(group.getByRole('button', { name: 'Set frequency cap to none' }));
    await waitFor(() => expect(edited('line-items', '101', 'frequency_cap')).toBeNull());
    expect(group.getByText('None')).toBeTruthy();
    await user.click(group.getByRole('button', { name: 'Set frequency cap' }));
    await waitFor(() => expect(edited('line-items', '101', 'frequency_cap')).toEqual({}));
    expect(group.getByLabelText(/^Impressions/)).toBe(document.activeElement);
  });
});

describe('a list of nested parts', () => {
  it('has rows that are changed, added, moved and removed by the keyboard', async () => {
    const { user, detail } = await creative();
    const list = within(detail.getByRole('group', { name: 'Impression trackers' }));
    const second = within(list.getByRole('group', { name: 'Impression trackers, 2' }));
    await user.clear(second.getByLabelText(/^Code/));
    await user.type(second.getByLabelText(/^Code/), 'https://pixel.example/3.js');
    await user.tab();
    const first = { kind: 'image', code: 'https://pixel.example/1', key: 'a' };
    const changed = { kind: 'javascript', code: 'https://pixel.example/3.js', key: 'b' };
    await waitFor(() =>
      expect(edited('creatives', '201', 'impression_trackers')).toEqual([first, changed]),
    );
    second.getByRole('button', { name: 'Move Impression trackers, 2 up' }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(edited('creatives', '201', 'impression_trackers')).toEqual([changed, first]),
    );
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Move Impression trackers, 1 down',
    );
    await user.click(list.getByRole('button', { name: 'Add to impression trackers' }));
    await waitFor(() =>
      expect(edited('creatives', '201', 'impression_trackers')).toEqual([
        changed,
        first,
        { kind: 'image' },
      ]),
    );
    const third = within(list.getByRole('group', { name: 'Impression trackers, 3' }));
    expect(third.getByLabelText(/^Kind/)).toBe(document.activeElement);
    await user.click(list.getByRole('button', { name: 'Remove Impression trackers, 1' }));
    await waitFor(() =>
      expect(edited('creatives', '201', 'impression_trackers')).toEqual([first, { kind: 'image' }]),
    );
  });
});

describe('a targeting expression', () => {
  const targeting = async () => {
    const opened = await lineItem();
    const whole = within(opened.detail.getByRole('group', { name: /^Targeting/ }));
    return { ...opened, whole, lists: within(whole.getByRole('group', { name: 'Domain lists' })) };
  };

  it('is worded as the service words it and keeps what it does not touch', async () => {
    const { user, lists } = await targeting();
    const join = lists.getByRole<HTMLSelectElement>('combobox', {
      name: 'How term 2 of group 1 is joined',
    });
    expect([...join.options].map((one) => one.label)).toEqual(['and', 'and not', 'or', 'or not']);
    expect(join.selectedOptions[0]?.label).toBe('or not');
    await waitFor(() =>
      expect(
        lists.getByRole<HTMLInputElement>('combobox', { name: 'Term 1 of group 1' }).value,
      ).toBe('News sites'),
    );
    await user.selectOptions(join, 'and');
    const was = row('line-items', '101')['targeting'] as {
      domain_lists: { groups: { terms: { join?: string }[] }[] };
    };
    const wanted = structuredClone(was);
    wanted.domain_lists.groups[0]!.terms[1]!.join = 'and';
    await waitFor(() =>
      expect(JSON.stringify(edited('line-items', '101', 'targeting'))).toBe(JSON.stringify(wanted)),
    );
  });

  it('takes new terms and groups, and loses the last term without losing the group', async () => {
    const { user, lists } = await targeting();
    await user.click(lists.getByRole('button', { name: 'Add a term to group 2' }));
    const term = lists.getByRole('combobox', { name: 'Term 2 of group 2' });
    await user.type(term, 'news');
    await user.click(
      await screen.findByRole('option', { name: /News sites/, hidden: true }, later),
    );
    type Groups = { domain_lists: { groups: { terms: unknown[] }[] } };
    const groups = () => (edited('line-items', '101', 'targeting') as Groups).domain_lists.groups;
    await waitFor(() => expect(groups()[1]?.terms).toHaveLength(2));
    await waitFor(() => expect(groups()[1]?.terms[0]).toEqual({ id: 301 }));
    await user.click(lists.getByRole('button', { name: 'Add a group' }));
    await waitFor(() => expect(groups()).toHaveLength(3));
    await user.click(lists.getByRole('button', { name: 'Remove Group 1' }));
    await waitFor(() => expect(groups()).toHaveLength(2));
    expect(groups()[0]?.terms[0]).toEqual({ id: 301 });
  });

  it('begins where there was no restriction', async () => {
    const { user, whole } = await targeting();
    const partners = within(whole.getByRole('group', { name: 'Supply partners' }));
    expect(partners.getByText('No restriction')).toBeTruthy();
    await user.click(partners.getByRole('button', { name: 'Restrict by supply partners' }));
    await user.type(partners.getByRole('combobox', { name: 'Term 1 of group 1' }), 'north');
    await user.click(
      await screen.findByRole('option', { name: /Exchange North/, hidden: true }, later),
    );
    await waitFor(() =>
      expect(
        (edited('line-items', '101', 'targeting') as { ssps: unknown; weather: unknown }).ssps,
      ).toEqual({ groups: [{ join: 'and', terms: [{ join: 'or', id: '401' }] }] }),
    );
    expect((edited('line-items', '101', 'targeting') as { weather: unknown }).weather).toEqual({
      rain: true,
    });
  });
});

describe('code, and what no editor knows', () => {
  it('code keeps its lines', async () => {
    const { user, detail } = await creative();
    const box = detail.getByLabelText('HTML code');
    expect(box.tagName).toBe('TEXTAREA');
    await user.type(box, '\n<!-- end -->');
    await user.tab();
    await waitFor(() =>
      expect(edited('creatives', '201', 'html_code')).toBe(
        '<a href="${CLICK_URL}">\n  <img src="boots.png">\n</a>\n<!-- end -->',
      ),
    );
  });

  it('JSON that cannot be read stays in the box with its line and column, and is not kept', async () => {
    const { user, detail } = await lineItem();
    const box = detail.getByLabelText<HTMLTextAreaElement>('Extra');
    expect(JSON.parse(box.value)).toEqual({ b: 1, a: [1, 2] });
    fireEvent.change(box, { target: { value: '{"b": 1,\n "a": [1 2]}' } });
    fireEvent.blur(box);
    expect(await detail.findByText(/^Line 2, column 10/)).toBeTruthy();
    expect(box.value).toBe('{"b": 1,\n "a": [1 2]}');
    expect(edited('line-items', '101', 'extra')).toBeUndefined();
    fireEvent.change(box, { target: { value: '{"b": 1, "a": [1, 2, 3]}' } });
    fireEvent.blur(box);
    await waitFor(() =>
      expect(JSON.stringify(edited('line-items', '101', 'extra'))).toBe('{"b":1,"a":[1,2,3]}'),
    );
    await user.click(detail.getByRole('button', { name: 'Undo Extra' }));
    await waitFor(() => expect(fakeState.changes.size).toBe(0));
  });

  it('JSON that cannot be read is there again after another tab and another record', async () => {
    const { user, detail } = await lineItem();
    const typed = '{"b": 1,\n "a": [1 2]}';
    fireEvent.change(detail.getByLabelText('Extra'), { target: { value: typed } });
    await user.click(detail.getByRole('tab', { name: 'JSON' }));
    await user.click(detail.getByRole('tab', { name: 'Details' }));
    expect((await detail.findByLabelText<HTMLTextAreaElement>('Extra')).value).toBe(typed);
    await user.click(screen.getByRole('button', { name: 'Row 2' }));
    const next = within(await screen.findByRole('complementary', { name: 'Line item details' }));
    expect((await next.findByLabelText<HTMLTextAreaElement>('Extra')).value).not.toBe(typed);
    await user.click(screen.getByRole('button', { name: 'Row 1' }));
    await screen.findByText(/^Line 2, column 10/);
    const box = screen.getByLabelText<HTMLTextAreaElement>('Extra');
    expect(box.value).toBe(typed);
    await user.click(screen.getByRole('button', { name: 'Take back what I typed' }));
    expect(JSON.parse(box.value)).toEqual({ b: 1, a: [1, 2] });
    await user.click(screen.getByRole('tab', { name: 'JSON' }));
    await user.click(screen.getByRole('tab', { name: 'Details' }));
    const anew = await screen.findByLabelText<HTMLTextAreaElement>('Extra');
    expect(JSON.parse(anew.value)).toEqual({ b: 1, a: [1, 2] });
  });

  it('a value of another form than described is shown as JSON, as it is', async () => {
    const opened = await openDescribed('line-items');
    row('line-items', '101')['targeting'] = {
      domain_lists: { any: [301] },
      ssps: null,
    };
    const line = [...screen.getByRole('table').querySelectorAll('tr')].find((one) =>
      one.textContent.includes('Awareness 1'),
    )!;
    await opened.user.click(within(line as HTMLElement).getByRole('button', { name: /^Row/ }));
    const detail = within(await screen.findByRole('complementary', { name: 'Line item details' }));
    const group = within(await detail.findByRole('group', { name: 'Domain lists' }));
    expect(JSON.parse(group.getByRole<HTMLTextAreaElement>('textbox').value)).toEqual({
      any: [301],
    });
  });
});

describe('fields that hang on others', () => {
  it('disappear and come back with their value', async () => {
    const { user, detail } = await creative();
    expect(detail.getByLabelText('HTML code')).toBeTruthy();
    expect(detail.queryByLabelText('VAST markup or link')).toBeNull();
    await user.selectOptions(detail.getByLabelText('Asset source'), 'hosted');
    await waitFor(() => expect(detail.queryByLabelText('HTML code')).toBeNull());
    expect(edited('creatives', '201', 'html_code')).toBeUndefined();
    await user.selectOptions(detail.getByLabelText('Asset source'), 'html code');
    const box = await detail.findByLabelText<HTMLTextAreaElement>('HTML code');
    expect(box.value).toContain('${CLICK_URL}');
  });

  it('what is set at creation is read-only afterwards, with the reason; bounds and rules are told', async () => {
    const { detail } = await creative();
    const type = detail.getByLabelText(/^Type/);
    expect(type.tagName).toBe('OUTPUT');
    expect(detail.getAllByText('Set when it is created').length).toBeGreaterThan(0);
    expect(detail.getByText('Banner HTML holds at least one click macro.')).toBeTruthy();
    expect(detail.getByText('What BidCore insists on')).toBeTruthy();
    expect(detail.getAllByText('Worked out by BidCore').length).toBeGreaterThan(0);
  });

  it('a new record tells what a field is if it is left empty', async () => {
    const { user } = await openDescribed('advertisers');
    await user.keyboard('{Control>}n{/Control}');
    const detail = within(await screen.findByRole('complementary', { name: 'Advertiser details' }));
    expect(await detail.findByPlaceholderText('If empty: USD')).toBeTruthy();
    expect(detail.getByText('If empty: Yes')).toBeTruthy();
  });
});

describe('a cell without room for its value', () => {
  it('opens the form at its field', async () => {
    const { user } = await openDescribed('line-items');
    await user.click(screen.getByRole('button', { name: 'Edit Targeting of row 1' }));
    const detail = within(await screen.findByRole('complementary', { name: 'Line item details' }));
    await detail.findByDisplayValue('Awareness 1');
    await waitFor(() =>
      expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe(
        'targeting',
      ),
    );
    await user.click(screen.getByRole('button', { name: 'Edit Creatives of row 1' }));
    await waitFor(() =>
      expect(document.activeElement?.getAttribute('aria-label')).toBe('Add to creatives'),
    );
  });
});

describe('what the service said', () => {
  it('stands at the field, at the right place inside, and over the form', async () => {
    const { user } = await openDescribed('creatives');
    fakeState.said.set('creatives/201', {
      fields: new Map([
        ['name', [{ place: '', words: 'This name is taken.' }]],
        ['impression_trackers', [{ place: '1.code', words: 'Not a link.' }]],
        ['vast_markup', [{ place: '', words: 'Must be empty.' }]],
      ]),
      whole: ['Nothing was stored.'],
    });
    const line = [...screen.getByRole('table').querySelectorAll('tr')].find((one) =>
      one.textContent.includes('Boots'),
    )!;
    await user.click(within(line as HTMLElement).getByRole('button', { name: /^Row/ }));
    const detail = within(await screen.findByRole('complementary', { name: 'Creative details' }));
    expect(await detail.findByText('“Nothing was stored.”')).toBeTruthy();
    expect(detail.getByText('“This name is taken.”')).toBeTruthy();
    const tracker = detail.getByRole('group', { name: 'Impression trackers, 2' });
    const code = tracker.querySelector<HTMLElement>('[data-part="code"]')!;
    expect(within(code).getByText('“Not a link.”')).toBeTruthy();
    expect(detail.getByText('“Must be empty.”')).toBeTruthy();
    await user.type(detail.getByLabelText(/^Name/), ' 2{Enter}');
    await waitFor(() => expect(detail.queryByText('“This name is taken.”')).toBeNull());
  });
});
