-- The chain: SHA-256 over the former row's hash and the row, see chain.rs. Rows from before get theirs once.
ALTER TABLE journal ADD COLUMN hash TEXT;
-- The write that this one undoes.
ALTER TABLE journal ADD COLUMN undoes INTEGER;
-- Who made the change, where it came in a change file.
ALTER TABLE journal ADD COLUMN prepared_by TEXT;
-- The sender's id at the issuer, where it is known: two people can have one name.
ALTER TABLE journal ADD COLUMN sent_by_id TEXT;

DROP TRIGGER journal_keeps_entries;
CREATE TRIGGER journal_keeps_entries BEFORE UPDATE OF number, intent, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields,
    base, sent_by, outcome, status, words, request_id, undoes, prepared_by, sent_by_id ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_keeps_hashes BEFORE UPDATE OF hash ON journal WHEN old.hash IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
-- A row that takes the place of another is no update, and the triggers of deletes do not see it.
CREATE TRIGGER journal_replaces_nothing BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE number = new.number) OR EXISTS (SELECT 1 FROM journal WHERE intent = new.intent) BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE INDEX journal_not_chained ON journal (number) WHERE hash IS NULL;
CREATE INDEX journal_change ON journal (change_id) WHERE intent IS NULL;

-- One row for each write, of what it is looked for by. Made from the journal, so it proves nothing and can be made anew.
CREATE TABLE journal_write (
    number INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    sent_by TEXT NOT NULL,
    prepared_by TEXT,
    undoes INTEGER,
    -- 'waiting', 'saved', 'refused', 'unknown', 'not sent'; 'undone' where it was saved and undone since; 'again' where the same
    -- change was tried once more in the same run, so that it counts once
    result TEXT NOT NULL,
    -- the row with its outcome
    ended INTEGER,
    ended_at_ms INTEGER,
    -- it was saved, and the catalogue of that time said that it can be undone
    undoable INTEGER NOT NULL DEFAULT 0,
    -- the write that undid it
    undone_by INTEGER,
    undone_at_ms INTEGER
) STRICT;
CREATE INDEX journal_write_at ON journal_write (at_ms);
CREATE INDEX journal_write_run ON journal_write (run_id, result, undoable, at_ms, ended_at_ms, undone_at_ms);
CREATE INDEX journal_write_entity ON journal_write (entity_type, entity_id);
CREATE INDEX journal_write_kind ON journal_write (result, entity_type, sent_by, at_ms);
-- An index of one column alone has the writes in their order.
CREATE INDEX journal_write_result ON journal_write (result);
CREATE INDEX journal_write_type ON journal_write (entity_type);
CREATE INDEX journal_write_person ON journal_write (sent_by);
CREATE VIRTUAL TABLE journal_text USING fts5 (text, content = '', tokenize = 'trigram');
