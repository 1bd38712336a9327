// For looking at the review and at runs without the core: `?show=review`, `?show=doubts`, `?show=waiting`, `?many=100000`, `?slow=5000`.

import { keyOf, ID, rowsOf, state, type Change } from './state';
import { holdUp, startRun } from './runs';
import { clipboard } from './tokens';

const at = (clock: string) => new Date(`2026-11-02T${clock}:00`).getTime() / 1000;

function put(
  entityType: string,
  id: string,
  fields: [string, unknown][],
  more: Partial<Change> = {},
) {
  const change: Change = { entityType, id, kind: 'edit', fields: new Map(fields), ...more };
  state.changes.set(keyOf(entityType, id), change);
}

function changes(): void {
  const time = rowsOf('TimeEntry').map((row) => row.id);
  const [first = '', second = '', third = ''] = rowsOf('Project').map((row) => row.id);
  put(
    'Project',
    first,
    [
      ['status', 1],
      ['contractAmount', '495000'],
    ],
    {
      there: {
        by: 'Grace Okafor',
        at: at('10:36'),
        thenAt: at('09:58'),
        theirs: new Map<string, unknown>([
          ['status', 2],
          ['dueDate', '2026-12-14'],
        ]),
        kept: new Set(),
      },
    },
  );
  put('Project', second, [
    ['code', 'RLT-0097'],
    ['dueDate', '2026-12-19'],
  ]);
  put('Project', third, [['managerId', rowsOf('Employee')[5]?.id]]);
  put('TimeEntry', time[1]!, [['actualHours', '26']]);
  put('TimeEntry', time[4]!, [
    ['actualHours', '6.5'],
    ['billRate', '135'],
  ]);
  put('TimeEntry', time[7]!, [['projectId', second]], { preparedBy: 'Hannah Weiss' });
  put('TimeEntry', time[9]!, [], { kind: 'delete' });
  put('TimeEntry', time[12]!, [['billable', false]], { leftOut: true });
  put(
    'TimeEntry',
    'new:90',
    [
      ['date', '2026-10-31'],
      ['resourceId', rowsOf('Employee')[1]?.id],
      ['projectId', second],
      ['activityId', rowsOf('Activity')[1]?.id],
      ['actualHours', '2.5'],
      ['description', 'Brief review with client'],
    ],
    { kind: 'create' },
  );
  rowsOf('Client')
    .slice(0, 4)
    .forEach((row, n) => put('Client', row.id, [['phone', `+47 22 00 14 9${n}`]]));
}

function doubts(): void {
  const project = rowsOf('Project')[0]?.id;
  put(
    'TimeEntry',
    'new:91',
    [
      ['date', '2026-10-31'],
      ['resourceId', rowsOf('Employee')[0]?.id],
      ['projectId', project],
      ['activityId', rowsOf('Activity')[0]?.id],
      ['actualHours', '3'],
      ['description', 'Facade workshop'],
    ],
    {
      kind: 'create',
      doubt: {
        sentAt: at('10:44'),
        reason: 'The service did not answer within 30 s.',
        lookedAt: at('10:45'),
        isWhole: true,
        candidates: [
          {
            id: rowsOf('TimeEntry')[2]!.id,
            title: 'Facade workshop',
            same: 7,
            of: 8,
            made: 'Made by Priya Nair at 10:44',
            differs: [
              {
                field: 'actualHours',
                title: 'Hours',
                action: null,
                before: 3,
                after: 3.5,
                changedThere: false,
                theirs: null,
              },
            ],
          },
        ],
      },
    },
  );
}

/** Fills the demo company as the window's address asks. */
export function showcase(asked: URLSearchParams): void {
  const show = asked.get('show');
  const holds = asked.get('clipboard');
  if (holds) clipboard.holds = holds as typeof clipboard.holds;
  const many = Number(asked.get('many') ?? 0);
  state.stepTakes = Number(asked.get('slow') ?? 0);
  if (!show && !many) return;
  state.connected = state.signedIn = true;
  if (show) changes();
  if (show === 'doubts') doubts();
  for (let n = 0; n < many; n++)
    put('TimeEntry', `te-${n}`, [['actualHours', n % 40 === 0 ? '26' : String(1 + (n % 8))]]);
  if (show === 'waiting' || show === 'running' || show === 'finished') {
    const ids = [...state.changes.keys()];
    const refused = ids.filter((id) => id.startsWith('Client/'));
    refused.forEach((id, n) => state.statuses.set(id, n < 2 ? 400 : 409));
    for (let n = 3; n < Math.min(many, 200); n += 5)
      state.statuses.set(keyOf('TimeEntry', `te-${n}`), 400);
    state.changeTakes = show === 'finished' ? 5 : 900;
    const { runId } = startRun(ID, ids);
    if (show === 'waiting')
      setTimeout(() => {
        holdUp(runId, 'restart', 'Coredesk ended while it ran.');
      }, 1200);
  }
}
