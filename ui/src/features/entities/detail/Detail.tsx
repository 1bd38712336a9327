import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { usePreferences } from '../../../app/usePreferences';
import { Loading } from '../../../components/State';
import { useKeys } from '../../../components/useKeys';
import { ErrorNotice } from '../../../errors/ErrorNotice';
import type {
  ActionView,
  ConnectionView,
  EntityTypeView,
  FieldEditRequest,
} from '../../../ipc/client';
import { useCatalogue } from '../../../ipc/queries';
import { messages } from '../../../messages';
import { useEntity, useHistory, useRelated } from '../queries';
import './detail.css';
import { Foot } from './Foot';
import { Head } from './Head';
import { History } from './History';
import { JsonTab } from './JsonTab';
import { Panel } from './Panel';
import { RecordForm } from './RecordForm';
import { countOfRelated, Related } from './Related';
import { PANEL_ID, tabId, Tabs, type Tab } from './Tabs';
import { useLate } from '../../../components/useLate';

const words = messages.detail;
/** What belongs to a record is asked for once a person stays with it. */
const STAY_MS = 200;

interface DetailProps {
  connection: ConnectionView;
  type: EntityTypeView;
  id: string;
  /** Nothing where it is not known. */
  place: number | undefined;
  rows: number;
  onEdit(edits: FieldEditRequest[]): void;
  onRevert(id: string, field: string | null): void;
  onDelete(id: string): void;
  /** Nothing where there can be no copy; it asks something first or not. */
  duplicate?: { label: string; run(id: string): void } | undefined;
  /** The field that the keyboard goes to. */
  asked?: string | undefined;
  onAnswered(): void;
  onAct(id: string, action: ActionView): void;
  /** An action is done with a remark. */
  onRemark(id: string): void;
  onStep(by: 1 | -1): void;
  onClose(): void;
}

/**
 * The record in focus from its four sides. When another one comes, the old one stays until it is there: what is done
 * meanwhile is done to the one that is shown.
 */
export function Detail({
  connection,
  type,
  id,
  place,
  rows,
  onEdit,
  onRevert,
  onDelete,
  duplicate,
  asked,
  onAnswered,
  onAct,
  onRemark,
  onStep,
  onClose,
}: DetailProps) {
  const { preferences, change } = usePreferences();
  const isWide = preferences?.detailWide ?? false;
  const turn = () => change({ detailWide: !isWide });
  useKeys({ 'mod+shift+i': turn });
  const entity = useEntity(connection.id, type.name, id);
  const isLate = useLate(entity.isPending || entity.isPlaceholderData);
  const [stayed] = useDebouncedValue(id, STAY_MS);
  const related = useRelated(connection.id, type.name, stayed);
  const history = useHistory(connection.id, type.name, stayed);
  const types = useCatalogue(connection.id).data?.entityTypes ?? [];
  const [tab, setTab] = useState<Tab>('details');
  const shown = entity.data;
  const isThere = shown?.id === id;
  // What stands in a tab may belong to the record that was shown before.
  const inTab = tab === 'related' ? related : tab === 'history' ? history : undefined;
  const isFormer = shown && inTab && (inTab.isPlaceholderData || stayed !== shown.id);
  return (
    <Panel label={words.label(type.title)} isWide={isWide}>
      <Head
        type={type}
        entity={shown}
        place={place}
        rows={rows}
        isWide={isWide}
        isLate={isLate}
        onStep={onStep}
        onWide={turn}
        onClose={onClose}
      />
      <Tabs
        label={words.label(type.title)}
        tab={tab}
        counts={{
          related: related.data && countOfRelated(types, type.name, related.data),
          history: history.data?.steps.length,
        }}
        onTab={setTab}
      />
      <div
        className="detail-tab"
        role="tabpanel"
        id={PANEL_ID}
        aria-labelledby={tabId(tab)}
        aria-busy={!isThere || isFormer}
        inert={isFormer}
      >
        {isLate && !shown && <Loading label={messages.common.loading} />}
        {entity.isError && (
          <ErrorNotice error={entity.error} onStep={() => void entity.refetch()} />
        )}
        {shown && tab === 'details' && (
          <RecordForm
            connection={connection}
            type={type}
            entity={shown}
            asked={isThere ? asked : undefined}
            onAnswered={onAnswered}
            onEdit={onEdit}
            onRevert={(field) => onRevert(shown.id, field)}
          />
        )}
        {shown && tab === 'related' && (
          <Related connection={connection} type={type} entity={shown} related={related} />
        )}
        {shown && tab === 'history' && (
          <History
            connection={connection}
            type={type}
            entity={shown}
            history={history}
            onEdit={onEdit}
          />
        )}
        {shown && tab === 'json' && <JsonTab entity={shown} />}
      </div>
      {shown && (
        <Foot
          connection={connection}
          type={type}
          entity={shown}
          onRevert={() => onRevert(shown.id, null)}
          onDelete={() => onDelete(shown.id)}
          duplicate={duplicate && { label: duplicate.label, run: () => duplicate.run(shown.id) }}
          onAct={(action) => onAct(shown.id, action)}
          onRemark={() => onRemark(shown.id)}
        />
      )}
    </Panel>
  );
}
