-- A connection's tables as form 7 had them, with a row of each kind.
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
    made_at INTEGER NOT NULL, said TEXT,
    UNIQUE (entity_type, entity_id)
) STRICT;
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
CREATE INDEX journal_change ON journal (change_id);
CREATE TABLE action_word (action TEXT PRIMARY KEY, word TEXT NOT NULL) STRICT;
CREATE TABLE note (
            number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, former_base_url TEXT NOT NULL, base_url TEXT NOT NULL
        , plural TEXT, operation TEXT) STRICT;
CREATE TABLE saved_view (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, entity_type TEXT NOT NULL, name TEXT NOT NULL,
            pinned INTEGER NOT NULL DEFAULT 0, settings TEXT NOT NULL
        ) STRICT;
CREATE TABLE all_rows (entity_type TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT;

INSERT INTO draft VALUES ('c-edit', 'timeentry', 'e1', 'edit', '[{"field":"description","before":"Levels","after":"Mine"}]',
    '{"id":"e1","description":"Levels","version":"1"}', 0, 1700000000, '{"words":"No"}');
INSERT INTO draft VALUES ('c-create', 'project', 'new:0190b2f0-0000-7000-8000-000000000001', 'create',
    '[{"field":"name","before":null,"after":"Bridge"}]', NULL, 1, 1700000001, NULL);
INSERT INTO draft VALUES ('c-delete', 'timeentry', 'e2', 'delete', '[]', '{"id":"e2","description":"Levels","version":"1"}', 0, 1700000002, NULL);
INSERT INTO journal VALUES (1, NULL, 1700000000000, 'r0', 'c-done', 'timeentry', 'e3', 'Entry', 'edit',
    '[{"field":"description","before":"a","after":"b"}]', '{"id":"e3"}', 'Dana', NULL, NULL, NULL, NULL);
INSERT INTO journal VALUES (2, 1, 1700000000100, 'r0', 'c-done', 'timeentry', 'e3', 'Entry', 'edit', '[]', NULL, 'Dana', 'done', 200, NULL, NULL);
INSERT INTO journal VALUES (3, NULL, 1700000001000, 'r1', 'c-create', 'project', 'new:0190b2f0-0000-7000-8000-000000000001', 'Bridge', 'create',
    '[{"field":"name","before":null,"after":"Bridge"}]', NULL, 'Dana', NULL, NULL, NULL, NULL);
INSERT INTO journal VALUES (4, 3, 1700000001100, 'r1', 'c-create', 'project', 'new:0190b2f0-0000-7000-8000-000000000001', 'Bridge', 'create', '[]',
    NULL, 'Dana', 'unknown', 504, 'no answer in time', NULL);
INSERT INTO journal VALUES (5, NULL, 1700000002000, 'r2', 'c-edit', 'timeentry', 'e1', 'Entry', 'edit',
    '[{"field":"description","before":"Levels","after":"Mine"}]', '{"id":"e1"}', 'Dana', NULL, NULL, NULL, NULL);
INSERT INTO action_word VALUES ('submit', 'Submit');
INSERT INTO note VALUES (1, 1700000000000, 'https://one.example', 'https://two.example', NULL, NULL);
INSERT INTO saved_view (id, entity_type, name, settings) VALUES ('v1', 'timeentry', 'Mine', '{}');
INSERT INTO all_rows VALUES ('timeentry', '{}');
PRAGMA user_version = 7;
