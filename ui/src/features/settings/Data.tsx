import { useState } from 'react';
import { Button } from '../../components/Button';
import { Confirm } from '../../components/Confirm';
import { Mark } from '../../components/Mark';
import { Empty } from '../../components/State';
import { Switch } from '../../components/Switch';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { showWhen } from '../../format/dates';
import { bytes, count } from '../../format/numbers';
import type { ConnectionDataView, ConnectionView, EntityTypeDataView } from '../../ipc/client';
import { useDesk, useMirrors } from '../../ipc/queries';
import { messages } from '../../messages';
import { LoadingPart } from './LoadingPart';
import { useDataOnDisk, useKeeping } from './queries';

const words = messages.settings.data;

/** What each connection takes on this computer. */
export function Data() {
  const data = useDataOnDisk();
  const desk = useDesk();
  if (data.isError) return <ErrorNotice error={data.error} onStep={() => void data.refetch()} />;
  if (!data.data || !desk.data) return <LoadingPart />;
  const held = data.data.flatMap((one) => {
    const connection = desk.data.connections.find(({ id }) => id === one.connectionId);
    return connection ? [{ one, connection }] : [];
  });
  if (held.length === 0) return <Empty icon="layers" title={words.none} text={words.noneText} />;
  const all = held.reduce((sum, { one }) => sum + (one.bytes ?? 0), 0);
  const rows = held.reduce((sum, { one }) => sum + rowsOf(one), 0);
  return (
    <div className="col g24">
      {held.map(({ one, connection }) => (
        <OfConnection key={connection.id} data={one} connection={connection} />
      ))}
      {held.length > 1 && <p className="dim">{words.total(rows, bytes(all), held.length)}</p>}
    </div>
  );
}

const rowsOf = (data: ConnectionDataView): number =>
  data.entityTypes.reduce((sum, one) => sum + one.rows, 0);

interface OfConnectionProps {
  data: ConnectionDataView;
  connection: ConnectionView;
}

function OfConnection({ data, connection }: OfConnectionProps) {
  const [dropped, setDropped] = useState<EntityTypeDataView>();
  const mirrors = useMirrors(connection.id);
  const { keep, refresh, drop } = useKeeping(connection.id);
  const busy = (entityType: string) =>
    mirrors.data?.some((one) => one.entityType === entityType && one.state === 'loading') ?? false;
  const request = (entityType: string) => ({ connectionId: connection.id, entityType });
  const title = `data-of-${connection.id}`;
  return (
    <section aria-labelledby={title}>
      <div className="row" style={{ marginBottom: 8 }}>
        <Mark text={connection.mark} small dashed={connection.environment !== 'production'} />
        <h2 className="t3 trunc" id={title}>
          {connection.company}
        </h2>
        <span className="dim3 trunc">{connection.serviceTitle}</span>
        <span className="push sm dim nowrap">
          {words.total(rowsOf(data), bytes(data.bytes), 1)}
        </span>
      </div>
      {data.entityTypes.length === 0 && <p className="dim3">{words.nothingYet}</p>}
      {data.entityTypes.length > 0 && (
        <div className="box data-box">
          <table className="tbl mid">
            <thead>
              <tr>
                <th scope="col">{words.entity}</th>
                <th scope="col" className="num">
                  {words.rows}
                </th>
                <th scope="col" className="num">
                  {words.size}
                </th>
                <th scope="col" className="hide-xn">
                  {words.asOf}
                </th>
                <th scope="col">{words.kept}</th>
                <th scope="col">
                  <span className="sr">{words.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.entityTypes.map((one) => (
                <tr key={one.entityType}>
                  <th scope="row">{one.plural}</th>
                  <td className="num">{count(one.rows)}</td>
                  <td className="num nowrap">{bytes(one.bytes)}</td>
                  <td className="dim nowrap hide-xn">
                    {one.asOf === null ? words.never : showWhen(one.asOf, Date.now())}
                  </td>
                  <td>
                    <Switch
                      checked={one.kept}
                      aria-label={words.keep(one.plural)}
                      title={one.kept ? words.keptText : words.notKeptText}
                      onChange={(kept) => keep.mutate({ ...request(one.entityType), kept })}
                    />
                  </td>
                  <td>
                    <span className="row row-4 data-tools">
                      {busy(one.entityType) ? (
                        <span className="row row-6 sm dim3" role="status">
                          <span className="spin" />
                          {words.refreshing}
                        </span>
                      ) : (
                        <Button
                          size="xsm"
                          look="ghost"
                          icon="refresh"
                          aria-label={words.refreshOne(one.plural)}
                          title={words.refreshOne(one.plural)}
                          onClick={() => refresh.mutate(request(one.entityType))}
                        >
                          <span className="hide-n">{words.refresh}</span>
                        </Button>
                      )}
                      <Button
                        size="xsm"
                        look="ghost"
                        icon="trash"
                        aria-label={words.dropOne(one.plural)}
                        title={words.dropOne(one.plural)}
                        onClick={() => setDropped(one)}
                      >
                        <span className="hide-n">{words.drop}</span>
                      </Button>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Confirm
        opened={dropped !== undefined}
        onClose={() => setDropped(undefined)}
        title={words.dropTitle(dropped?.plural ?? '')}
        text={words.dropText(dropped?.rows ?? 0, connection.serviceTitle)}
        yes={words.dropYes(dropped?.rows ?? 0)}
        cancel={messages.common.cancel}
        close={messages.common.close}
        onYes={() => dropped && drop.mutate(request(dropped.entityType))}
      />
    </section>
  );
}
