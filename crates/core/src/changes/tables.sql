CREATE TABLE draft (
    change_id TEXT PRIMARY KEY,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'create', 'delete')),
    -- [{"field": …, "before": …, "after": …}] in the order they were made; "action" where one stands for an action
    fields TEXT NOT NULL,
    -- the record as it was when it was first touched
    base TEXT,
    -- a create was sent and no answer came
    in_doubt INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    UNIQUE (entity_type, entity_id)
) STRICT;

-- An intent is written before anything is sent, its outcome afterwards as a row of its own.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    intent INTEGER REFERENCES journal (number),
    at_ms INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL,
    base TEXT,
    sent_by TEXT NOT NULL,
    outcome TEXT,
    status INTEGER,
    words TEXT,
    request_id TEXT,
    CHECK ((intent IS NULL) = (outcome IS NULL))
) STRICT;
CREATE UNIQUE INDEX journal_outcome ON journal (intent) WHERE intent IS NOT NULL;
CREATE INDEX journal_entity ON journal (entity_type, entity_id);

CREATE TRIGGER journal_keeps_entries BEFORE UPDATE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
