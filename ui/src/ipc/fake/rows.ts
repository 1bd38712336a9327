// Made-up rows, the same at every start.

export type Row = Record<string, unknown> & { id: string };

const PEOPLE = [
  'Priya Nair',
  'Hannah Weiss',
  'Tomas Lindqvist',
  'Grace Okafor',
  'Marek Havel',
  'Ines Duarte',
  'Wei Zhang',
  'Jonas Beck',
];
const PROJECTS = [
  'Riverside Library',
  'Quay House',
  'Canal Street Lofts',
  'Orchard Primary School',
  'St Brannock Clinic',
  'Harbour Ferry Terminal',
  'Mill Lane Bridge',
  'Observatory Roof',
  'Depot Conversion',
  'North Quay Flood Wall',
];
const CLIENTS = [
  'Halvorsen Homes',
  'Brannock Health Trust',
  'City of Fernhill',
  'Quayside Estates',
  'Orchard Schools Trust',
  'Harbour Board',
];
const ACTIVITIES = [
  'Schematic design',
  'Feasibility',
  'Construction admin',
  'Client meeting',
  'Drawing set',
  'Code review',
  'Design development',
  'Project management',
];
const WORDS = [
  'Daylight model, revision C',
  'Snag list, block B',
  'Brief review with client',
  'RFI 31 to 36',
  'Risk register',
  'Programme update',
  'Window details',
  'Fee proposal',
  'Site visit',
  'Load calculation',
];

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
const day = (back: number) =>
  `${new Date(Date.UTC(2026, 9, 31) - back * 86_400_000).toISOString().slice(0, 10)}T00:00:00`;

export function makeRows(): Map<string, Row[]> {
  const stamps = { createdOn: '2026-10-01T08:15:00Z', lastUpdated: '2026-10-30T16:40:00Z' };
  const rates = [120, 155, 145, 160, 95, 130, 135, 110];
  const clients = CLIENTS.map((name, i) => ({
    id: `cl-${i}`,
    code: `CL-0${311 - i * 23}`,
    name,
    phone: `+47 22 00 14 ${10 + i}`,
    isActive: i !== 3,
  }));
  const employees = PEOPLE.map((displayName, i) => ({
    id: `em-${i}`,
    displayName,
    email: `${displayName.toLowerCase().replace(' ', '.')}@fernhill.example`,
    billRate: rates[i],
    hireDate: day(400 + i * 90),
  }));
  const activities = ACTIVITIES.map((name, i) => ({
    id: `ac-${i}`,
    code: name.slice(0, 2).toUpperCase(),
    name,
    billable: i !== 7,
  }));
  const projects = PROJECTS.map((name, i) => ({
    id: `pr-${i}`,
    code: `${name.slice(0, 2).toUpperCase()}-${2204 + i}`,
    name,
    clientId: `cl-${i % CLIENTS.length}`,
    managerId: `em-${i % PEOPLE.length}`,
    contractAmount: 480000 - i * 21500,
    startDate: day(300 - i * 7),
    dueDate: day(-40 - i * 9),
    status: i % 3,
    parentId: i === 4 || i === 5 ? 'pr-3' : null,
    memo: null,
    ...stamps,
  }));
  const time = Array.from({ length: 320 }, (_, i) => {
    const person = (i * 5) % 8;
    const hours = 0.25 * (1 + ((i * 7) % 32));
    const rate = rates[person] ?? 100;
    return {
      id: `te-${i}`,
      date: day(Math.floor(i / 6)),
      resourceId: `em-${person}`,
      projectId: `pr-${(i * 3) % PROJECTS.length}`,
      activityId: `ac-${(i * 2) % ACTIVITIES.length}`,
      actualHours: hours,
      billRate: rate,
      amount: hours * rate,
      billable: i % 5 !== 4,
      billStatus: (i * 3) % 4,
      description: pick(WORDS, i * 3),
      memo: null,
      workflow: i % 7 === 3 ? [{ action: 'Submit' }] : null,
      'customFields:po': `RLT-00${i % 90}`,
      ...stamps,
    };
  });
  const invoices = Array.from({ length: 40 }, (_, i) => ({
    id: `in-${i}`,
    invoiceNumber: String(2931 - i),
    date: day(i * 6),
    clientId: `cl-${i % CLIENTS.length}`,
    invoiceAmount: 18240 - i * 310,
    balance: i % 3 ? 0 : 18240 - i * 310,
    memo: null,
  }));
  const accounts = ['Fees', 'Expenses', 'Retainers', 'Office'].map((name, i) => ({
    id: `ao-${i}`,
    code: String(4000 + i * 100),
    name,
  }));
  const documents = ['Lease.pdf', 'Site plan.dwg', 'Minutes.docx'].map((name, i) => ({
    id: `do-${i}`,
    name,
    description: null,
    uri: i === 2 ? 'ask the archive' : `https://files.fernhill.example/${i}`,
  }));
  const resources = projects.flatMap((project, i) =>
    Array.from({ length: 2 + (i % 3) }, (_, n) => ({
      id: `${project.id}/em-${(i + n) % PEOPLE.length}`,
      projectId: project.id,
      resourceId: `em-${(i + n) % PEOPLE.length}`,
    })),
  );
  return new Map<string, Row[]>([
    ['Document', documents],
    ['TimeEntry', time],
    ['Project', projects],
    ['Invoice', invoices],
    ['Client', clients],
    ['Employee', employees],
    ['Activity', activities],
    ['Account', accounts],
    ['ProjectResource', resources],
  ]);
}
