// What the second in-memory company holds: a service with nested values, told by its description alone.

import type { ConnectionView, EntityTypeView, FieldView, ServiceRuleView } from '../bindings';
import { choicesOf, field, reference, type } from './catalogue';
import type { Row } from './rows';

export const DESCRIBED_ID = 'fernhill-media';
export const DESCRIBED_GROUPS = ['Trading', 'Creatives', 'Lists', 'Supply'];

const money = (name: string, title: string, more: Partial<FieldView> = {}) =>
  field(name, title, 'money', more);
const name = () => field('name', 'Name', 'text', { required: true, maxLength: 255 });
const computed = { editable: false };
const stamps = () => [
  field('created_at', 'Created', 'instant', computed),
  field('updated_at', 'Updated', 'instant', computed),
];
const references = (name: string, title: string, to: string, more: Partial<FieldView> = {}) =>
  reference(name, title, to, { array: true, ...more });
const rule = (text: string, of: string | null = null): ServiceRuleView => ({ field: of, text });
const STATES = choicesOf('active', 'complete', 'paused', 'scheduled');

const expression = (name: string, title: string, to: string) =>
  field(name, title, 'object', {
    widget: 'expression',
    referenceTo: [to],
    parts: [
      field('groups', 'Groups', 'object', {
        array: true,
        parts: [
          field('join', 'Operator', 'enum', { choices: JOINS, default: 'and' }),
          field('terms', 'Terms', 'object', {
            array: true,
            parts: [
              field('join', 'Operator', 'enum', {
                choices: JOINS,
                default: 'or',
                summary:
                  'How the term joins the one before it; on the first term and_not means exclude.',
              }),
              reference('id', 'Item', to, { required: true }),
            ],
          }),
        ],
      }),
    ],
  });
const JOINS = choicesOf('and', 'and_not', 'or', 'or_not');

const access = () => [
  field('access', 'Access', 'enum', { choices: choicesOf('all', 'selected'), default: 'all' }),
  references('advertisers', 'Allowed advertisers', 'advertisers', {
    visibleWhen: { field: 'access', values: ['selected'] },
  }),
];

const video = { visibleWhen: { field: 'creative_type', values: ['video'] } };

export const DESCRIBED_TYPES: EntityTypeView[] = [
  type(
    'advertisers',
    'Advertisers',
    'Advertiser',
    'Trading',
    false,
    'name',
    [
      name(),
      field('is_active', 'Active', 'boolean', { default: true }),
      field('currency', 'Currency', 'text', { createOnly: true, default: 'USD', maxLength: 3 }),
      field('website_url', 'Website', 'text', { maxLength: 2048 }),
      field('comments', 'Comments', 'longText', { maxLength: 4000 }),
      field('contact', 'Contact', 'object', {
        parts: [
          field('name', 'Contact name', 'text', { maxLength: 255 }),
          field('email', 'E-mail', 'text', { maxLength: 254 }),
        ],
      }),
      ...stamps(),
    ],
    ['name', 'is_active', 'currency', 'website_url'],
    true,
    {
      rules: [
        rule('A changed currency on an existing advertiser is refused.', 'currency'),
        rule('Deleting an advertiser deletes its campaigns, line items and creatives.'),
      ],
    },
  ),
  type(
    'campaigns',
    'Campaigns',
    'Campaign',
    'Trading',
    true,
    'name',
    [
      name(),
      reference('advertiser', 'Advertiser', 'advertisers', { required: true, createOnly: true }),
      field('is_active', 'Activate', 'boolean', { default: false }),
      field('status', 'Status', 'enum', { choices: STATES, ...computed }),
      money('budget', 'Budget', { minimum: '0' }),
      field('start_date', 'Start', 'date', { required: true }),
      field('end_date', 'End', 'date', { required: true }),
      money('spend', 'Spend', computed),
      field('comments', 'Comments', 'longText'),
      ...stamps(),
    ],
    ['name', 'advertiser', 'status', 'budget', 'spend', 'start_date', 'end_date'],
    true,
    {
      belongsTo: 'advertiser',
      rules: [
        rule('end_date is later than start_date.', 'end_date'),
        rule('Setting is_active to false also pauses its line items.'),
        rule('Deleting a campaign deletes its line items.'),
      ],
    },
  ),
  type(
    'line-items',
    'Line items',
    'Line item',
    'Trading',
    true,
    'name',
    [
      name(),
      reference('campaign', 'Campaign', 'campaigns', { required: true, createOnly: true }),
      field('status', 'Status', 'enum', { choices: STATES, ...computed }),
      money('budget', 'Budget', { required: true }),
      field('target_ctr', 'Target CTR, %', 'number', { minimum: '0', maximum: '100' }),
      field('frequency_cap', 'Frequency cap', 'object', {
        parts: [
          field('impressions', 'Impressions', 'integer', { required: true, minimum: '1' }),
          field('period', 'Per', 'enum', {
            required: true,
            choices: choicesOf('hour', 'day', 'week', 'month', 'lifetime'),
          }),
        ],
      }),
      field('custom_fees', 'Custom fees', 'object', {
        array: true,
        parts: [
          field('name', 'Name', 'text', { required: true, maxLength: 255 }),
          field('kind', 'Kind', 'enum', { required: true, choices: choicesOf('cpm', 'percent') }),
          money('value', 'Value', { required: true }),
        ],
      }),
      references('creatives', 'Creatives', 'creatives'),
      field('days', 'Days', 'enum', {
        array: true,
        choices: choicesOf('mon', 'tue', 'wed', 'thu'),
      }),
      field('targeting', 'Targeting', 'object', {
        required: true,
        parts: [
          expression('domain_lists', 'Domain lists', 'domain-lists'),
          expression('ssps', 'Supply partners', 'ssps'),
        ],
      }),
      field('extra', 'Extra', 'object'),
      ...stamps(),
    ],
    ['name', 'campaign', 'status', 'budget', 'creatives', 'targeting'],
    true,
    { belongsTo: 'campaign' },
  ),
  type(
    'creatives',
    'Creatives',
    'Creative',
    'Creatives',
    false,
    'name',
    [
      name(),
      reference('advertiser', 'Advertiser', 'advertisers', { required: true, createOnly: true }),
      field('creative_type', 'Type', 'enum', {
        required: true,
        createOnly: true,
        choices: choicesOf('banner', 'video', 'native'),
      }),
      field('asset_source', 'Asset source', 'enum', {
        choices: choicesOf('html_code', 'hosted', 'vast'),
        visibleWhen: { field: 'creative_type', values: ['banner', 'video'] },
      }),
      field('html_code', 'HTML code', 'longText', {
        widget: 'code',
        visibleWhen: { field: 'asset_source', values: ['html_code'] },
      }),
      field('vast_markup', 'VAST markup or link', 'longText', {
        widget: 'code',
        visibleWhen: { field: 'asset_source', values: ['vast'] },
      }),
      field('video_duration', 'Duration, s', 'integer', { minimum: '1', ...video }),
      field('impression_trackers', 'Impression trackers', 'object', {
        array: true,
        parts: [
          field('kind', 'Kind', 'enum', {
            required: true,
            choices: choicesOf('image', 'javascript'),
            default: 'image',
          }),
          field('code', 'Code', 'text', { required: true, widget: 'code' }),
        ],
      }),
      field('categories', 'Categories', 'text', { array: true }),
      ...stamps(),
    ],
    ['name', 'advertiser', 'creative_type', 'asset_source', 'impression_trackers'],
    true,
    {
      rules: [
        rule('Banner HTML holds at least one click macro.', 'html_code'),
        rule('A creative assigned to an active line item cannot be deleted.'),
      ],
    },
  ),
  type(
    'domain-lists',
    'Domain lists',
    'Domain list',
    'Lists',
    false,
    'name',
    [
      name(),
      field('domains', 'Domains', 'text', { array: true, required: true, widget: 'lines' }),
      ...access(),
      field('items_count', 'Entries', 'integer', computed),
      ...stamps(),
    ],
    ['name', 'domains', 'access', 'items_count'],
    true,
    { rules: [rule('A list that a line item’s targeting refers to cannot be deleted.')] },
  ),
  type(
    'ssps',
    'Supply partners',
    'Supply partner',
    'Supply',
    false,
    'name',
    [field('name', 'Name', 'text', computed)],
    ['name'],
    false,
  ),
];

/** Fields of the other service that are kept whole, and so can be edited. */
export const KEPT_WHOLE = (of: FieldView): boolean =>
  of.editable && (of.array || of.kind === 'object');

/** What becomes of a record when the one that a field points at is deleted. */
export const ON_TARGET_DELETE: Record<string, 'goesToo' | 'losesIt' | 'protects'> = {
  'campaigns.advertiser': 'goesToo',
  'line-items.campaign': 'goesToo',
  'creatives.advertiser': 'goesToo',
  'line-items.creatives': 'protects',
  'line-items.targeting': 'protects',
  'domain-lists.advertisers': 'losesIt',
};

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const stamp = { created_at: '2026-09-01T08:15:00Z', updated_at: '2026-10-30T16:40:00Z' };

export function makeDescribedRows(): [string, Row[]][] {
  const advertisers = ['Alder Outdoor', 'Brightwell Foods', 'Canto Travel'].map((title, n) => ({
    id: String(n + 1),
    name: title,
    is_active: n !== 2,
    currency: n === 1 ? 'EUR' : 'USD',
    website_url: `https://${title.split(' ')[0]?.toLowerCase()}.example`,
    comments: '',
    contact: n === 0 ? { name: 'Ida Brandt', email: 'ida@alder.example', fax: '17' } : null,
    ...stamp,
  }));
  const campaigns = ['Autumn walks', 'Winter soups', 'City breaks', 'Trail shoes'].map(
    (title, n) => ({
      id: String(11 + n),
      name: title,
      advertiser: (n % 3) + 1,
      is_active: n < 2,
      status: ['active', 'scheduled', 'paused', 'complete'][n],
      budget: `${12000 + n * 2500}.00`,
      start_date: '2026-10-01',
      end_date: '2026-12-31',
      spend: `${n * 740}.50`,
      comments: '',
      ...stamp,
    }),
  );
  const lineItems = numbers(9).map((n) => ({
    id: String(101 + n),
    name: `${['Awareness', 'Retargeting', 'Reach'][n % 3]} ${n + 1}`,
    campaign: n < 6 ? 11 : 12 + (n % 3),
    status: n % 2 ? 'paused' : 'active',
    budget: `${1500 + n * 100}.00`,
    target_ctr: n === 0 ? 0.4 : null,
    frequency_cap: n % 2 ? null : { impressions: 3, period: 'day', rolling: true },
    custom_fees: n === 0 ? [{ name: 'Data', kind: 'cpm', value: '0.25', fee_id: 7 }] : [],
    creatives: n === 0 ? [203, 201] : n === 1 ? [202] : [],
    days: n === 0 ? ['wed', 'mon', 'sun'] : [],
    targeting:
      n === 0
        ? {
            domain_lists: {
              groups: [
                {
                  join: 'and',
                  note: 'kept',
                  terms: [
                    { join: 'and_not', id: 302, weight: 2 },
                    { join: 'or_not', id: 301 },
                  ],
                },
                { join: 'or_not', terms: [{ id: 301 }] },
              ],
              version: 3,
            },
            ssps: null,
            weather: { rain: true },
          }
        : {},
    extra: n === 0 ? { b: 1, a: [1, 2] } : null,
    ...stamp,
  }));
  const creatives = ['Boots 300x250', 'Soup spot', 'Beach native'].map((title, n) => ({
    id: String(201 + n),
    name: title,
    advertiser: n + 1,
    creative_type: ['banner', 'video', 'native'][n],
    asset_source: ['html_code', 'vast', null][n],
    html_code: n === 0 ? '<a href="${CLICK_URL}">\n  <img src="boots.png">\n</a>' : null,
    vast_markup: n === 1 ? 'https://vast.example/soup.xml' : null,
    video_duration: n === 1 ? 20 : null,
    impression_trackers:
      n === 0
        ? [
            { kind: 'image', code: 'https://pixel.example/1', key: 'a' },
            { kind: 'javascript', code: 'https://pixel.example/2.js', key: 'b' },
          ]
        : [],
    categories: n === 0 ? ['IAB17', 'IAB20'] : [],
    ...stamp,
  }));
  const lists = ['Long tail', 'News sites'].map((title, n) => {
    const domains = numbers(n === 0 ? 50_000 : 3).map((at) => `site-${at}.example`);
    return {
      id: String(301 + n),
      name: title,
      domains,
      access: n === 0 ? 'selected' : 'all',
      advertisers: n === 0 ? [1, 3] : [],
      items_count: domains.length,
      ...stamp,
    };
  });
  const ssps = ['Exchange North', 'Exchange South'].map((title, n) => ({
    id: String(401 + n),
    name: title,
  }));
  return [
    ['advertisers', advertisers],
    ['campaigns', campaigns],
    ['line-items', lineItems],
    ['creatives', creatives],
    ['domain-lists', lists],
    ['ssps', ssps],
  ];
}

/** The company that is there at the start when the window is looked at. */
export const DESCRIBED_CONNECTION: Partial<ConnectionView> = {
  id: DESCRIBED_ID,
  grant: 'token',
  isDescribed: true,
  serviceTitle: 'BidCore',
  company: 'Fernhill Media',
  mark: 'FM',
  environment: 'production',
  baseUrl: 'https://bidcore.example/api/v1/workflow',
  session: { state: 'ready', expiresAt: null, renews: false, reason: null },
};
