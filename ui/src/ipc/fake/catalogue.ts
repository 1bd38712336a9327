// What the in-memory service holds: a small part of the real catalogue.

import type {
  ActionView,
  ChoiceView,
  EntityTypeView,
  FieldKindView,
  FieldView,
  SortRequest,
} from '../bindings';
import { PLAIN_FIELD } from '../plainField';

const FILTERABLE: FieldKindView[] = ['date', 'instant', 'reference', 'enum', 'number'];

export function field(
  name: string,
  title: string,
  kind: FieldKindView,
  more: Partial<FieldView> = {},
): FieldView {
  return {
    ...PLAIN_FIELD,
    name,
    title,
    kind,
    filterable: FILTERABLE.includes(kind),
    sortable: kind === 'instant' || kind === 'date',
    ...more,
  };
}

const choices = (...labels: string[]): ChoiceView[] =>
  labels.map((label, value) => ({ value, label }));
/** Codes that are called what they are. */
export const choicesOf = (...codes: string[]): ChoiceView[] =>
  codes.map((value) => ({ value, label: value.replaceAll('_', ' ') }));
export const reference = (name: string, title: string, to: string, more: Partial<FieldView> = {}) =>
  field(name, title, 'reference', { referenceTo: [to], ...more });
const stamps = [
  field('createdOn', 'Created on', 'instant', { editable: false }),
  field('lastUpdated', 'Last updated', 'instant', { editable: false }),
];

/** As the core orders a list at first. */
export function firstSort(fields: FieldView[], listColumns: string[]): SortRequest[] {
  const isDay = (name: string) =>
    ['date', 'dateTime', 'instant'].includes(fields.find((one) => one.name === name)?.kind ?? '');
  const day = listColumns.slice(0, 2).find(isDay);
  if (day !== undefined) return [{ field: day, descending: true }];
  return listColumns.slice(0, 1).map((field) => ({ field, descending: false }));
}

export function type(
  name: string,
  plural: string,
  title: string,
  group: string,
  pinned: boolean,
  titleField: string | null,
  fields: FieldView[],
  listColumns: string[],
  may = true,
  more: Partial<EntityTypeView> = {},
): EntityTypeView {
  return {
    name,
    title,
    plural,
    group,
    pinned,
    parent: null,
    mayCreate: may,
    mayUpdate: may,
    mayDelete: may,
    fields,
    titleField,
    listColumns,
    firstSort: firstSort(fields, listColumns),
    actions: [],
    tree: null,
    hasLink: false,
    belongsTo: null,
    rules: [],
    ...more,
  };
}

const action = (name: string, title: string, titleOfMany: string, state: string): ActionView => ({
  name,
  title,
  titleOfMany,
  state,
});

export const ACTIONS = [
  action('submit', 'Submit for approval', 'Submit {count} for approval', 'Submitted'),
  action('approve', 'Approve', 'Approve {count}', 'Approved'),
  action('reject', 'Reject', 'Reject {count}', 'Rejected'),
];

export const GROUPS = ['Clients and people', 'Work', 'Billing', 'Accounting'];

export const ENTITY_TYPES: EntityTypeView[] = [
  type(
    'TimeEntry',
    'Time entries',
    'Time entry',
    'Work',
    true,
    'description',
    [
      field('date', 'Date', 'date', { required: true }),
      reference('resourceId', 'Employee', 'Employee', { required: true }),
      reference('projectId', 'Project', 'Project', { required: true }),
      reference('activityId', 'Activity', 'Activity', { required: true }),
      field('actualHours', 'Hours', 'number', { required: true }),
      field('billRate', 'Bill rate', 'money'),
      field('amount', 'Amount', 'money', { editable: false, summary: 'Hours times bill rate' }),
      field('billable', 'Billable', 'boolean'),
      field('workflow', 'Approval', 'object', {
        array: true,
        editable: false,
        choices: ACTIONS.map(({ state }) => ({ value: state, label: state })),
      }),
      field('billStatus', 'Status', 'enum', {
        choices: choices('Draft', 'Submitted', 'Approved', 'Billed'),
      }),
      field('description', 'Description', 'text', { maxLength: 120 }),
      field('memo', 'Memo', 'longText'),
      ...stamps,
      field('customFields:po', 'Client PO', 'text', { origin: 'custom', maxLength: 50 }),
    ],
    [
      'date',
      'resourceId',
      'projectId',
      'activityId',
      'actualHours',
      'billRate',
      'amount',
      'billable',
      'workflow',
      'billStatus',
      'description',
    ],
    true,
    { actions: ACTIONS },
  ),
  type(
    'Project',
    'Projects',
    'Project',
    'Work',
    true,
    'name',
    [
      field('code', 'Code', 'text', { required: true, maxLength: 20 }),
      field('name', 'Name', 'text', { required: true, maxLength: 80 }),
      reference('clientId', 'Client', 'Client'),
      reference('managerId', 'Manager', 'Employee'),
      field('contractAmount', 'Contract amount', 'money'),
      field('startDate', 'Start date', 'date'),
      field('dueDate', 'Due date', 'date'),
      field('status', 'Status', 'enum', { choices: choices('Active', 'On hold', 'Completed') }),
      field('memo', 'Memo', 'longText'),
      ...stamps,
    ],
    ['code', 'name', 'clientId', 'managerId', 'contractAmount', 'startDate', 'dueDate', 'status'],
    true,
    { tree: 'Phases' },
  ),
  type(
    'Invoice',
    'Invoices',
    'Invoice',
    'Billing',
    true,
    'invoiceNumber',
    [
      field('invoiceNumber', 'Number', 'text', { editable: false }),
      field('date', 'Date', 'date', { editable: false }),
      reference('clientId', 'Client', 'Client', { editable: false }),
      field('invoiceAmount', 'Amount', 'money', { editable: false }),
      field('balance', 'Balance', 'money', { editable: false }),
      field('memo', 'Memo', 'longText'),
    ],
    ['invoiceNumber', 'date', 'clientId', 'invoiceAmount', 'balance', 'memo'],
    false,
  ),
  type(
    'Client',
    'Clients',
    'Client',
    'Clients and people',
    false,
    'name',
    [
      field('code', 'Code', 'text'),
      field('name', 'Name', 'text', { required: true }),
      field('phone', 'Phone', 'text'),
      field('isActive', 'Active', 'boolean'),
    ],
    ['code', 'name', 'phone', 'isActive'],
  ),
  type(
    'Employee',
    'Employees',
    'Employee',
    'Clients and people',
    false,
    'displayName',
    [
      field('displayName', 'Name', 'text', { required: true }),
      field('email', 'E-mail', 'text'),
      field('billRate', 'Bill rate', 'money'),
      field('hireDate', 'Hired', 'date'),
    ],
    ['displayName', 'email', 'billRate', 'hireDate'],
  ),
  type(
    'Activity',
    'Activities',
    'Activity',
    'Work',
    false,
    'name',
    [
      field('code', 'Code', 'text'),
      field('name', 'Name', 'text', { required: true }),
      field('billable', 'Billable', 'boolean'),
    ],
    ['code', 'name', 'billable'],
  ),
  type(
    'Document',
    'Documents',
    'Document',
    'Work',
    false,
    'name',
    [
      field('name', 'Name', 'text', { required: true }),
      field('description', 'Description', 'text'),
      field('uri', 'Link', 'text', { editable: false }),
    ],
    ['name', 'description', 'uri'],
    true,
    { hasLink: true },
  ),
  type(
    'Account',
    'Accounts',
    'Account',
    'Accounting',
    false,
    'name',
    [field('code', 'Code', 'text'), field('name', 'Name', 'text', { required: true })],
    ['code', 'name'],
  ),
  type(
    'ProjectResource',
    'Project resources',
    'Project resource',
    'Work',
    false,
    null,
    [
      reference('projectId', 'Project', 'Project', { editable: false }),
      reference('resourceId', 'Person', 'Employee', { editable: false }),
    ],
    ['projectId', 'resourceId'],
    false,
    { parent: 'Project' },
  ),
];
