// The screen of a list as far as it is known before anything is asked: its frame, what it is called, its first rows.

import { element } from '../components/grid/cells/elements';
import { sampleRows } from '../components/grid/sizing';
import { drawStill } from '../components/grid/still';
import { columnsOf } from '../features/entities/gridColumns';
import { firstQuestion, fromSettings } from '../features/entities/views/settings';
import { inOrder } from '../features/entities/workspace/arranging';
import { ROW_HEIGHTS, sortsOf, toGridRow } from '../features/entities/workspace/gridRows';
import type { PreferencesView, StartListView } from '../ipc/client';
import { messages } from '../messages';

/** As wide as it is without being dragged. */
const USUAL_NAVIGATOR = 224;
/** As in `app/css/narrow.css`: there the navigator lies over the rows. */
const NARROW = '(max-width: 760px)';

export function drawList(root: HTMLElement, list: StartListView, look: PreferencesView): void {
  const { connection, entityType: type, settings, request, view } = list;
  const app = box('app', box('rail'));
  app.style.setProperty('--nav', `${look.navigatorWidth}px`);
  if (look.navigatorOpen && !matchMedia(NARROW).matches) app.append(navigatorOf(list, look));
  const wrap = box('gridwrap');
  const rows =
    settings?.filter.length || settings?.search ? '' : messages.workspace.rows(view.rows);
  app.append(
    box(
      'main',
      box('topbar'),
      box('viewbar', element('span', 't2 nowrap', type.plural)),
      box('toolbar'),
      wrap,
      box('statusbar', element('span', '', rows)),
    ),
  );
  const grid = box('grid-root');
  wrap.append(box('grid', grid));
  if (hasRecord(list) && look.detailOpen) wrap.append(detailOf(look));
  root.append(app);
  const question = settings ? fromSettings(settings, type) : firstQuestion(type);
  drawStill(grid, {
    columns: columnsOf(
      connection.id,
      type,
      inOrder(question),
      connection.mayWrite,
      question.layout,
      '',
    ),
    rows: list.rows.slice(0, sampleRows).map((row) => toGridRow(row, request.columns)),
    rowCount: view.rows,
    rowHeight: ROW_HEIGHTS[question.rowHeight ?? look.density],
    search: question.search,
    sort: sortsOf(question.sort),
  });
}

function box(className: string, ...inside: HTMLElement[]): HTMLElement {
  const made = element('div', className);
  made.append(...inside);
  return made;
}

function navigatorOf({ connection }: StartListView, look: PreferencesView): HTMLElement {
  const name = element('span', 'trunc', connection.company);
  name.style.fontWeight = '600';
  const pane = box('nav-pane', box('nav', box('nav-head', name)));
  if (look.navigatorWidth === USUAL_NAVIGATOR) pane.classList.add('usual');
  else pane.style.width = `${look.navigatorWidth}px`;
  return pane;
}

const hasRecord = ({ address }: StartListView): boolean =>
  new URLSearchParams(address.split('?')[1]).has('record');

function detailOf(look: PreferencesView): HTMLElement {
  const detail = box(look.detailWide ? 'detail wide' : 'detail');
  detail.style.width = `${look.detailWidth}px`;
  return detail;
}
