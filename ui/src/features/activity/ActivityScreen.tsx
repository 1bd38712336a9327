import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { SelectBox } from '../../components/SelectBox';
import { Empty, Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { useLate } from '../../components/useLate';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { dayHeading, showClock } from '../../format/dates';
import { commands, type NoteView } from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import './activity.css';
import { isNarrowed, useAsked, type When } from './asked';
import { Export } from './Export';
import { Narrow } from './Narrow';
import { useAnyWrites, useBehind, useCounts, useRuns } from './queries';
import { Runs } from './Runs';

const words = messages.activity;
const NOTES = 20;
const WHEN: When[] = ['ever', 'today', 'week', 'month'];

/** Every write, newest first, by day and run. */
export function ActivityScreen() {
  const [, go] = useLocation();
  const asked = useAsked();
  const field = useRef<HTMLInputElement>(null);
  const notes = useQuery({ queryKey: keys.notes, queryFn: () => commands.notes(NOTES) });
  const runs = useRuns(asked.query);
  const isLate = useLate(runs.isPending);
  const isEmpty = useAnyWrites().data?.all === 0;
  const found = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  const behind = useBehind();
  const narrowed = isNarrowed(asked.query);
  useKeys({ 'mod+f': () => field.current?.focus() });
  return (
    <>
      <Narrow asked={asked} />
      <main className="main" data-pane="main">
        <header className="topbar">
          <h1 className="t2">{words.title}</h1>
          <span className="dim3 trunc">{words.lead}</span>
          <span className="grow" />
          <Export query={asked.query} disabled={found.length === 0} />
        </header>
        <div className="toolbar" style={{ paddingTop: 8 }}>
          <label className="input" style={{ width: 260 }}>
            <Icon name="search" size={14} />
            <input
              ref={field}
              type="search"
              value={asked.search}
              placeholder={words.search}
              aria-label={words.search}
              onChange={(event) => asked.setSearch(event.target.value)}
            />
          </label>
          <div className="activity-when">
            <SelectBox<When>
              label={words.when}
              value={asked.when}
              options={WHEN.map((value) => ({ value, title: words.whens[value] }))}
              onChange={asked.setWhen}
            />
          </div>
          {narrowed && (
            <Button look="ghost" icon="x" onClick={asked.reset}>
              {words.clear}
            </Button>
          )}
        </div>
        <Behind behind={behind} />
        {!narrowed && <Notes notes={notes.data ?? []} />}
        {isLate && <Loading label={messages.common.loading} />}
        {runs.isError && <ErrorNotice error={runs.error} onStep={() => void runs.refetch()} />}
        {isEmpty && behind === 0 && (
          <Empty icon="clock" title={words.empty} text={words.emptyText}>
            <Button look="pri" onClick={() => go(paths.home)}>
              {words.emptyAction}
            </Button>
          </Empty>
        )}
        {!isEmpty && runs.isSuccess && found.length === 0 && (
          <Empty icon="search" title={words.noMatch} text={words.noMatchText}>
            <Button look="pri" onClick={asked.reset}>
              {words.clear}
            </Button>
          </Empty>
        )}
        {found.length > 0 && (
          <Runs
            runs={found}
            query={asked.query}
            hasMore={runs.hasNextPage}
            isLoading={runs.isFetchingNextPage}
            onMore={() => void runs.fetchNextPage()}
          />
        )}
        <Foot asked={asked} />
      </main>
    </>
  );
}

/** Counted as the list is narrowed: the counts of a kind are those of all of that kind. */
function Foot({ asked }: { asked: ReturnType<typeof useAsked> }) {
  const counts = useCounts(asked.query).data;
  const { outcome } = asked.narrowing;
  const writes = counts && (outcome === null ? counts.all : counts[outcome]);
  return (
    <footer className="statusbar">
      <span role="status">{writes !== undefined && words.writes(writes)}</span>
      <span className="push">{words.undoNote}</span>
    </footer>
  );
}

/** What an earlier version wrote comes into the list in the background. */
function Behind({ behind }: { behind: number }) {
  if (behind === 0) return null;
  return (
    <div className="banner calm" role="status">
      <span className="spin" />
      <span className="grow">{words.behind(behind)}</span>
    </div>
  );
}

/** What happened beside the writes. */
function Notes({ notes }: { notes: NoteView[] }) {
  return notes.map((note) => (
    <div className="banner" role="status" key={`${note.company}${note.at}`}>
      <Icon name="info" />
      <span className="grow">{noteWords(note)}</span>
    </div>
  ));
}

function noteWords(note: NoteView): string {
  const at = `${dayHeading(note.at, Date.now())}, ${showClock(note.at)}`;
  return note.notOffered === null
    ? words.moved(at, note.company, note.formerBaseUrl, note.baseUrl)
    : words.notOffered(at, note.company, note.notOffered);
}
