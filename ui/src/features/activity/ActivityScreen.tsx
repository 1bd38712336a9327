import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loading } from '../../components/State';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { dayHeading, showClock } from '../../format/dates';
import { has } from '../../format/fold';
import {
  commands,
  type JournalEntryView,
  type NoteView,
  type OutcomeKindView,
} from '../../ipc/client';
import { keys } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { Changed } from './Changed';

const words = messages.activity;
const SHOWN = 500;
type Kept = 'everything' | 'saved' | 'refused' | 'unknown';
const KEPT: Record<Kept, (outcome: OutcomeKindView) => boolean> = {
  everything: () => true,
  saved: (outcome) => outcome === 'done',
  refused: (outcome) => outcome === 'refused' || outcome === 'conflict' || outcome === 'notSent',
  unknown: (outcome) => outcome === 'unknown' || outcome === 'waiting',
};
const DOTS: Record<OutcomeKindView, string> = {
  done: 'ok',
  refused: 'bad',
  conflict: 'bad',
  notSent: 'off',
  unknown: 'warn',
  waiting: 'warn',
};

/** Every write, newest first, by day. */
export function ActivityScreen() {
  const [, go] = useLocation();
  const journal = useQuery({ queryKey: keys.journal, queryFn: () => commands.journal(SHOWN) });
  const notes = useQuery({ queryKey: keys.notes, queryFn: () => commands.notes(SHOWN) });
  const [kept, setKept] = useState<Kept>('everything');
  const [search, setSearch] = useState('');
  const entries = (journal.data ?? []).filter(
    (entry) => KEPT[kept](entry.outcome) && has(textOf(entry), search),
  );
  return (
    <>
      <nav className="nav" aria-label={words.title} data-pane="nav">
        <div className="nav-head">
          <span style={{ fontWeight: 600 }}>{words.title}</span>
        </div>
        <div className="nav-body">
          <div className="nav-g">{words.result}</div>
          {(Object.keys(KEPT) as Kept[]).map((one) => (
            <button
              type="button"
              key={one}
              className={`nav-i${one === kept ? ' on' : ''}`}
              style={{ width: '100%' }}
              aria-pressed={one === kept}
              onClick={() => setKept(one)}
            >
              <span className="trunc">{words[one]}</span>
              <span className="n">
                {(journal.data ?? []).filter((entry) => KEPT[one](entry.outcome)).length}
              </span>
            </button>
          ))}
        </div>
      </nav>
      <main className="main" data-pane="main">
        <header className="topbar">
          <h1 className="t2">{words.title}</h1>
          <span className="dim3 trunc">{words.lead}</span>
        </header>
        <div className="toolbar" style={{ paddingTop: 8 }}>
          <label className="input" style={{ width: 260 }}>
            <Icon name="search" size={14} />
            <input
              value={search}
              placeholder={words.search}
              aria-label={words.search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
        </div>
        {journal.isPending && <Loading label={messages.common.loading} />}
        {journal.isError && (
          <ErrorNotice error={journal.error} onStep={() => void journal.refetch()} />
        )}
        {journal.data?.length === 0 && (
          <Empty icon="clock" title={words.empty} text={words.emptyText}>
            <Button look="pri" onClick={() => go(paths.home)}>
              {words.emptyAction}
            </Button>
          </Empty>
        )}
        {kept === 'everything' && search === '' && <Notes notes={notes.data ?? []} />}
        {entries.length > 0 && <Entries entries={entries} />}
        <footer className="statusbar">
          <span>{words.writes(entries.length)}</span>
        </footer>
      </main>
    </>
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

function textOf(entry: JournalEntryView): string {
  const values = entry.fields.flatMap((field) => [field.title, field.before, field.after]);
  return JSON.stringify([entry.title, entry.entityTypeTitle, entry.company, ...values]);
}

function Entries({ entries }: { entries: JournalEntryView[] }) {
  const now = Date.now();
  let day = '';
  return (
    <div
      className="scroll"
      style={{ borderTop: '1px solid var(--line)' }}
      tabIndex={0}
      role="group"
      aria-label={words.lead}
    >
      <table className="tbl">
        <colgroup>
          <col style={{ width: 86 }} />
          <col style={{ width: '28%' }} />
          <col />
          <col style={{ width: 176 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.change}</th>
            <th scope="col">{words.answer}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const heading = dayHeading(entry.at, now);
            const isNew = heading !== day;
            day = heading;
            return (
              <Fragment key={entry.company + entry.number}>
                {isNew && (
                  <tr>
                    <td colSpan={4} style={{ background: 'var(--bg-subtle)' }}>
                      <b>{heading}</b>
                    </td>
                  </tr>
                )}
                <tr data-journal={entry.outcome}>
                  <td className="dim nowrap">{showClock(entry.at)}</td>
                  <td>
                    <span style={{ fontWeight: 550 }}>{entry.title}</span>
                    <div className="sm dim3">
                      {words.where(entry.entityTypeTitle, entry.company)}
                    </div>
                  </td>
                  <td>
                    <Changed entry={entry} />
                  </td>
                  <td className="nowrap">
                    <span className="st-l">
                      <span className={`dot ${DOTS[entry.outcome]}`} />
                      {entry.status} {messages.outcomes[entry.outcome]}
                    </span>
                  </td>
                </tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
