-- A run of the sender, kept so that it goes on after the app ended.
CREATE TABLE run (
    run_id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'parked', 'finished', 'cancelled')),
    waits_for TEXT,
    waiting TEXT,
    started_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER,
    sent_by TEXT NOT NULL DEFAULT '',
    sent_by_id TEXT NOT NULL DEFAULT '',
    slowed_times INTEGER NOT NULL DEFAULT 0,
    slowed_ms INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A change of a run, in the order of sending. Its outcome is written with the journal, the mirror and the draft.
CREATE TABLE run_change (
    run_id TEXT NOT NULL REFERENCES run (run_id),
    place INTEGER NOT NULL,
    -- all of a level may be sent at once, after all of the levels before it
    level INTEGER NOT NULL,
    change_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- the fields of the draft as they were reviewed; nothing else is sent
    reviewed TEXT NOT NULL,
    prepared_by TEXT,
    outcome TEXT NOT NULL DEFAULT 'waiting',
    status INTEGER,
    -- the service's no, as JSON
    refusal TEXT,
    reason TEXT,
    -- the same without what names the record: changes that were not done for the same reason have the same
    why TEXT,
    held_back INTEGER NOT NULL DEFAULT 0,
    -- its intent in the journal
    number INTEGER,
    undoable INTEGER NOT NULL DEFAULT 0,
    ended_at_ms INTEGER,
    took_ms INTEGER,
    PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_change_by_outcome ON run_change (run_id, outcome, level, place);
CREATE INDEX run_change_of_draft ON run_change (change_id);

-- What was found when a create without an answer was looked for.
CREATE TABLE doubt (
    change_id TEXT PRIMARY KEY,
    looked_at_ms INTEGER NOT NULL,
    -- everything that could be it was seen
    is_whole INTEGER NOT NULL,
    -- records that could be it, as JSON
    candidates TEXT NOT NULL
) STRICT;

-- The few drafts that point at new records, which get the service's ids when those are made.
-- A column rather than a function in the index: a delete that calls none cannot fail and needs no savepoint, at which a full-text
-- index would write what it holds.
ALTER TABLE draft ADD COLUMN points_at_new INTEGER NOT NULL DEFAULT 0;
UPDATE draft SET points_at_new = 1 WHERE instr(fields, '"new:') > 0;
CREATE INDEX draft_pointing_at_new ON draft (change_id) WHERE points_at_new;
CREATE TRIGGER draft_came_pointing AFTER INSERT ON draft WHEN instr(NEW.fields, '"new:') > 0 BEGIN
    UPDATE draft SET points_at_new = 1 WHERE change_id = NEW.change_id;
END;
CREATE TRIGGER draft_points_elsewhere AFTER UPDATE OF fields ON draft WHEN (instr(NEW.fields, '"new:') > 0) <> NEW.points_at_new BEGIN
    UPDATE draft SET points_at_new = NOT NEW.points_at_new WHERE change_id = NEW.change_id;
END;
CREATE INDEX draft_in_doubt ON draft (made_at) WHERE in_doubt;
