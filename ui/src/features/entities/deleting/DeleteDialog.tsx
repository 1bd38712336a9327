import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Icon, type IconName } from '../../../components/Icon';
import { Loading } from '../../../components/State';
import { ErrorNotice } from '../../../errors/ErrorNotice';
import type {
  ConnectionView,
  DeleteEffectView,
  DependantGroupView,
  DependantsView,
  EntityRequest,
  EntityTypeView,
} from '../../../ipc/client';
import { useCatalogue } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { openRecord } from '../openRecord';
import './deleting.css';
import { Rules, Where } from './Said';
import { countOfOrder, useDependants, useMarking } from './useDeleting';

const words = messages.deleting;

interface DeleteDialogProps {
  connection: ConnectionView;
  /** Nothing: closed. */
  record: EntityRequest | undefined;
  /** It is marked already, such as one whose delete was refused. */
  isMarked?: boolean;
  onClose(): void;
  onMarked?(): void;
}

/** What goes with a record, what keeps it, and the order of deletes that would work. */
export function DeleteDialog({
  connection,
  record,
  isMarked = false,
  onClose,
  onMarked,
}: DeleteDialogProps) {
  const found = useDependants(record);
  const types = useCatalogue(connection.id).data?.entityTypes ?? [];
  const type = types.find((one) => one.name === record?.entityType);
  const marking = useMarking({ connectionId: connection.id }, () => onMarked?.());
  const title = found.data?.title ?? '';
  const all = found.data ? countOfOrder(found.data) : 0;
  const mayMark = connection.mayWrite && type?.mayDelete === true;
  const close = (then: () => void) => {
    onClose();
    then();
  };
  return (
    <Dialog
      opened={record !== undefined}
      onClose={onClose}
      width={568}
      title={
        isMarked ? words.usesOf(title) : words.title(type?.title ?? '', title || record?.id || '')
      }
      closeLabel={messages.common.close}
      footer={
        <>
          <span className="grow" />
          <Button size="lg" onClick={onClose} data-autofocus>
            {isMarked ? messages.common.close : messages.common.cancel}
          </Button>
          {!isMarked && mayMark && record && (
            <Button
              size="lg"
              look={all > 1 ? 'bad-o' : 'bad'}
              icon={all > 1 ? undefined : 'trash'}
              disabled={found.isPending}
              onClick={() => close(() => marking.only(record))}
            >
              {all > 1 || !found.data ? words.only : messages.workspace.deleteYes(1)}
            </Button>
          )}
          {mayMark && record && all > 1 && (
            <Button
              size="lg"
              look="bad"
              icon="trash"
              onClick={() => close(() => marking.all({ record, count: all }))}
            >
              {words.all(all)}
            </Button>
          )}
        </>
      }
    >
      {!isMarked && <Where connection={connection} lead={words.lead} />}
      {found.isPending && <Loading label={words.looking} />}
      {found.isError && <ErrorNotice error={found.error} onStep={() => void found.refetch()} />}
      {found.data && record && (
        <Found
          connection={connection}
          types={types}
          found={found.data}
          all={all}
          onLeave={onClose}
        />
      )}
    </Dialog>
  );
}

interface FoundProps {
  connection: ConnectionView;
  types: EntityTypeView[];
  found: DependantsView;
  all: number;
  onLeave(): void;
}

function Found({ connection, types, found, all, onLeave }: FoundProps) {
  const oneOf = (entityType: string, plural: string) =>
    types.find((type) => type.name === entityType)?.title ?? plural;
  const isKept = found.groups.some((group) => group.effect === 'protects');
  return (
    <>
      <ul className="box uses">
        {found.groups.map((group) => (
          <Uses
            key={`${group.entityType} ${group.fieldTitle}`}
            connection={connection}
            group={group}
            one={oneOf(group.entityType, group.plural)}
            onLeave={onLeave}
          />
        ))}
        {found.groups.length === 0 && (
          <li>
            <Icon name="check" className="c-ok" />
            <div>
              <b>{words.nothing}</b>
              {!found.isWhole && <div className="sm dim3">{words.nothingText}</div>}
            </div>
          </li>
        )}
      </ul>
      {isKept && found.order.length === 0 && <p className="c-danger">{words.noOrder}</p>}
      {all > 1 && (
        <div className="col g4">
          <span className="lb">{words.order}</span>
          <ol className="order">
            {found.order.map((step, at) => (
              <li key={`${step.entityType} ${at}`}>
                {words.step(step.count, step.plural, oneOf(step.entityType, step.plural))}
              </li>
            ))}
          </ol>
        </div>
      )}
      <Rules connection={connection} rules={found.rules} />
      {!found.isWhole && <p className="sm dim3">{words.incomplete}</p>}
    </>
  );
}

const LOOKS: Record<DeleteEffectView, { icon: IconName; tone: string }> = {
  protects: { icon: 'lock', tone: 'c-danger' },
  goesToo: { icon: 'trash', tone: 'c-warn' },
  losesIt: { icon: 'info', tone: 'dim3' },
  unknown: { icon: 'alert', tone: 'c-warn' },
};

interface UsesProps {
  connection: ConnectionView;
  group: DependantGroupView;
  /** What one of them is called. */
  one: string;
  onLeave(): void;
}

function Uses({ connection, group, one, onLeave }: UsesProps) {
  const { effect, count, fieldTitle, records } = group;
  const { plural } = group;
  const service = connection.serviceTitle;
  const said = {
    protects: [words.keep(count, plural, one), words.keepText(service, fieldTitle)],
    goesToo: [words.goes(count, plural, one), words.goesText(service, fieldTitle)],
    losesIt: [words.loses(count, plural, one), words.losesText(fieldTitle)],
    unknown: [words.unknown(count, plural, one), words.unknownText(service, fieldTitle)],
  }[effect];
  const { icon, tone } = LOOKS[effect];
  return (
    <li data-effect={effect}>
      <Icon name={icon} className={tone} />
      <div>
        <b>{said[0]}</b>
        <div className="sm dim3">{said[1]}</div>
        <ul className="sm names">
          {records.map((record) => (
            <li key={record.id}>
              <button
                type="button"
                className="link"
                onClick={() => {
                  onLeave();
                  openRecord({
                    connectionId: connection.id,
                    entityType: group.entityType,
                    id: record.id,
                  });
                }}
              >
                {record.title || record.id}
              </button>
              {record.isMarked && <span className="dim3"> ({words.marked})</span>}
            </li>
          ))}
          {count > records.length && <li className="dim3">{words.more(count - records.length)}</li>}
        </ul>
      </div>
    </li>
  );
}
