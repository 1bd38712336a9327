import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { toastError } from '../../../errors/ErrorNotice';
import { showTime } from '../../../format/dates';
import { isEmpty, showValue } from '../../../format/values';
import {
  commands,
  type ConnectionView,
  type EntityTypeView,
  type RowView,
} from '../../../ipc/client';
import { keys, useCatalogue } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { paths } from '../../../paths';
import { askBelow } from '../workspace/question';

const words = messages.reading;
const SHOWN = 50;

interface BelowProps {
  connection: ConnectionView;
  type: EntityTypeView;
  id: string;
  title: string;
}

/** The nested collections of a record, each read from the service when it is opened. */
export function Below({ connection, type, id, title }: BelowProps) {
  const types = useCatalogue(connection.id).data?.entityTypes ?? [];
  const nested = types.filter((one) => one.parent === type.name);
  if (nested.length === 0) return null;
  return (
    <section aria-label={messages.related.below}>
      <h3 className="related-h t3">{messages.related.below}</h3>
      {nested.map((one) => (
        <Section key={one.name} connection={connection} type={one} id={id} title={title} />
      ))}
    </section>
  );
}

function Section({ connection, type, id, title }: BelowProps) {
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const cache = useQueryClient();
  const connectionId = connection.id;
  const key = [...keys.entity(connectionId, type.name), 'below', id];
  const held = useQuery({
    queryKey: key,
    queryFn: () => rowsBelow(connectionId, type, id),
    enabled: open,
  });
  const load = useMutation({
    mutationFn: () => commands.loadBelow({ connectionId, entityType: type.name, parentId: id }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  });
  const show = async () => {
    setOpen(!open);
    if (open) return;
    const here = await cache.fetchQuery({
      queryKey: key,
      queryFn: () => rowsBelow(connectionId, type, id),
    });
    if (here.asOf === null) load.mutate();
  };
  const asList = () => {
    askBelow(connectionId, type, { id, label: title });
    go(paths.entities(connectionId, type.name));
  };
  return (
    <section className="related-below" aria-label={type.plural} data-testid={`below-${type.name}`}>
      <div className="row">
        <button
          type="button"
          className="nav-g grow"
          style={{ paddingLeft: 4 }}
          aria-expanded={open}
          onClick={() => void show().catch(toastError)}
        >
          <Icon name={open ? 'cd' : 'cr'} size={12} />
          {type.plural}
          {open && held.data && <span className="n">{held.data.count}</span>}
        </button>
        {load.isPending && <span className="spin" />}
        {open && held.data?.asOf != null && (
          <>
            <span className="sm dim3">{showTime(held.data.asOf)}</span>
            <Button
              look="ghost"
              size="xsm"
              square
              icon="refresh"
              aria-label={words.readAgain(type.plural)}
              onClick={() => load.mutate()}
            />
          </>
        )}
      </div>
      {open && held.data && (
        <ul className="col" style={{ gap: 2, paddingLeft: 20 }}>
          {held.data.rows.map((row) => (
            <li key={row.id} className="trunc">
              {lineOf(type, held.data.columns, row)}
            </li>
          ))}
          {held.data.count > held.data.rows.length && (
            <li className="dim3">{words.more(held.data.count - held.data.rows.length)}</li>
          )}
          {held.data.count === 0 && held.data.asOf !== null && !load.isPending && (
            <li className="sm dim3">{words.noneBelow}</li>
          )}
        </ul>
      )}
      {open && (
        <button
          type="button"
          className="link sm"
          style={{ paddingLeft: 20, textAlign: 'left' }}
          onClick={asList}
        >
          {words.openList}
        </button>
      )}
    </section>
  );
}

/** The first rows below a record, as far as they are on this computer. */
async function rowsBelow(connectionId: string, type: EntityTypeView, parentId: string) {
  // The parent itself need not stand in each line.
  const columns = type.listColumns.filter(
    (name) =>
      !type.fields.find((field) => field.name === name)?.referenceTo.includes(type.parent ?? ''),
  );
  const opened = await commands.openView({
    connectionId,
    entityType: type.name,
    columns,
    sort: [],
    search: '',
    filter: [],
    tree: null,
    parentId,
    answerId: null,
  });
  const rows = await commands.viewRows({ viewId: opened.viewId, offset: 0, limit: SHOWN });
  void commands.closeView(opened.viewId).catch(() => undefined);
  return { columns, rows, count: opened.rows, asOf: opened.asOf };
}

function lineOf(type: EntityTypeView, columns: string[], row: RowView): string {
  const values = columns.flatMap((name, place) => {
    const field = type.fields.find((one) => one.name === name);
    const value = row.cells[place];
    return field && !isEmpty(value) ? [showValue(field, value)] : [];
  });
  return values.join(', ') || row.id;
}
