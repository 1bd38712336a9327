import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Icon } from '../../../components/Icon';
import { Loading } from '../../../components/State';
import { ErrorNotice, toastError } from '../../../errors/ErrorNotice';
import { count } from '../../../format/numbers';
import {
  commands,
  type ConnectionView,
  type EntityTypeView,
  type EntityView,
  type PointsHereView,
  type RelatedView,
} from '../../../ipc/client';
import { keys, useCatalogue, useMirrors } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { useDependants } from '../deleting/useDeleting';
import { openRecord } from '../openRecord';
import { askFiltered } from '../workspace/question';
import { Below } from './Below';
import { useLate } from '../../../components/useLate';

const words = messages.related;

/** Rows of nested collections have a place of their own, where they can be read. */
const pointingAt = (types: EntityTypeView[], type: string, related: RelatedView) =>
  related.pointsHere.filter(
    (group) => types.find((one) => one.name === group.entityType)?.parent !== type,
  );

export const countOfRelated = (
  types: EntityTypeView[],
  type: string,
  related: RelatedView,
): number => related.belongsTo.length + rowsOf(pointingAt(types, type, related));

const rowsOf = (groups: PointsHereView[]): number =>
  groups.reduce((sum, { rows }) => sum + rows, 0);

interface RelatedProps {
  connection: ConnectionView;
  type: EntityTypeView;
  entity: EntityView;
  related: UseQueryResult<RelatedView>;
}

/** What the record belongs to, what points at it, and the rows below it. */
export function Related({ connection, type, entity, related }: RelatedProps) {
  const types = useCatalogue(connection.id).data?.entityTypes ?? [];
  const isLate = useLate(related.isPending);
  const isNew = entity.mark === 'new';
  const found = related.data;
  return (
    <div className="scroll related">
      {isLate && <Loading label={messages.common.loading} />}
      {related.isError && (
        <ErrorNotice error={related.error} onStep={() => void related.refetch()} />
      )}
      {found && (
        <>
          <BelongsTo connection={connection} found={found} />
          <PointsHere
            connection={connection}
            types={types}
            entity={entity}
            groups={pointingAt(types, type.name, found)}
            isWhole={found.isWhole}
          />
          {found.missing.length > 0 && (
            <Missing connection={connection} type={type} types={types} names={found.missing} />
          )}
        </>
      )}
      {!isNew && <Below connection={connection} type={type} id={entity.id} title={entity.title} />}
      {!isNew && connection.mayWrite && type.mayDelete && (
        <Deleting connection={connection} type={type} id={entity.id} />
      )}
    </div>
  );
}

function BelongsTo({ connection, found }: { connection: ConnectionView; found: RelatedView }) {
  if (found.belongsTo.length === 0) return null;
  return (
    <section aria-label={words.belongsTo}>
      <h3 className="related-h">
        <span className="t3">{words.belongsTo}</span>
        <span className="sm dim3">{count(found.belongsTo.length)}</span>
      </h3>
      {found.belongsTo.map(({ field, fieldTitle, entityType, id, label, detail }) => (
        <button
          key={field}
          type="button"
          className="nav-i"
          onClick={() => openRecord({ connectionId: connection.id, entityType, id })}
        >
          <Icon name="table" />
          <span className="trunc">{words.named(fieldTitle, label)}</span>
          {detail && <span className="n nowrap">{detail}</span>}
        </button>
      ))}
    </section>
  );
}

interface PointsHereProps {
  connection: ConnectionView;
  types: EntityTypeView[];
  entity: EntityView;
  groups: PointsHereView[];
  isWhole: boolean;
}

function PointsHere({ connection, types, entity, groups, isWhole }: PointsHereProps) {
  if (groups.length === 0)
    return isWhole ? <p className="related-none sm dim3">{words.nothingPoints}</p> : null;
  return (
    <section aria-label={words.pointsHere}>
      <h3 className="related-h">
        <span className="t3">{words.pointsHere}</span>
        <span className="sm dim3">{count(rowsOf(groups))}</span>
      </h3>
      {groups.map((group) => (
        <Group
          key={`${group.entityType}/${group.field}`}
          connection={connection}
          type={types.find((one) => one.name === group.entityType)}
          entity={entity}
          group={group}
        />
      ))}
    </section>
  );
}

interface GroupProps {
  connection: ConnectionView;
  type: EntityTypeView | undefined;
  entity: EntityView;
  group: PointsHereView;
}

function Group({ connection, type, entity, group }: GroupProps) {
  const name = words.by(group.plural, group.fieldTitle);
  const openInGrid = (of: EntityTypeView) => {
    const value = { id: entity.id, label: entity.title };
    askFiltered(connection.id, of, [[{ field: group.field, operator: 'is', values: [value] }]]);
  };
  return (
    <section aria-label={name}>
      <h4 className="related-g">
        <span className="trunc">{name}</span>
        <span className="dim3">{count(group.rows)}</span>
        {type && group.filterable && (
          <button
            type="button"
            className="link push nowrap"
            aria-label={words.openTheseInGrid(name)}
            onClick={() => openInGrid(type)}
          >
            {words.openInGrid}
          </button>
        )}
      </h4>
      {group.records.map(({ connectionId, entityType, id, label, detail }) => (
        <button
          key={id}
          type="button"
          className="nav-i"
          onClick={() => openRecord({ connectionId, entityType, id })}
        >
          <Icon name="table" />
          <span className="trunc">{label}</span>
          {detail && <span className="n nowrap">{detail}</span>}
        </button>
      ))}
      {group.rows > group.records.length && (
        <p className="related-more sm dim3">{words.more(group.rows - group.records.length)}</p>
      )}
    </section>
  );
}

interface MissingProps {
  connection: ConnectionView;
  type: EntityTypeView;
  types: EntityTypeView[];
  names: string[];
}

/** What may point here and is not known yet, with a way to read it. */
function Missing({ connection, type, types, names }: MissingProps) {
  const cache = useQueryClient();
  const mirrors = useMirrors(connection.id).data ?? [];
  const missing = types.filter((one) => names.includes(one.name));
  // Rows of nested collections are read below each record, which is asked for where they are.
  const mayLoad = missing.filter((one) => one.parent === null);
  const mirrorOf = (name: string) => mirrors.find((one) => one.entityType === name);
  const isLoading = mayLoad.some(({ name }) => mirrorOf(name)?.state === 'loading');
  const whole = names.filter((name) => mirrorOf(name)?.state === 'complete').length;
  useEffect(() => {
    if (whole > 0)
      void cache.invalidateQueries({ queryKey: keys.entity(connection.id, type.name) });
  }, [cache, connection.id, type.name, whole]);
  const load = () => {
    for (const { name } of mayLoad)
      commands.syncEntityType({ connectionId: connection.id, entityType: name }).catch(toastError);
  };
  return (
    <div className="note related-note" role="status">
      <Icon name="info" />
      <span className="sm">
        {words.missing(missing.length > 0 ? missing.map((one) => one.plural) : names)}{' '}
        {isLoading ? (
          <span className="dim3">{words.loading}</span>
        ) : (
          mayLoad.length > 0 && (
            <button type="button" className="link" onClick={load}>
              {words.load}
            </button>
          )
        )}
      </span>
    </div>
  );
}

/** What the service insists on when the record is to be deleted. */
function Deleting({
  connection,
  type,
  id,
}: {
  connection: ConnectionView;
  type: EntityTypeView;
  id: string;
}) {
  const rules = useDependants({ connectionId: connection.id, entityType: type.name, id }).data
    ?.rules;
  if (!rules || rules.length === 0) return null;
  return (
    <div className="note related-note">
      <Icon name="info" />
      <div className="sm col g4">
        <b>{words.deleting(connection.serviceTitle)}</b>
        {rules.map((rule) => (
          <span key={rule}>{rule}</span>
        ))}
      </div>
    </div>
  );
}
