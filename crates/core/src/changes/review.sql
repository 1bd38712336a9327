-- What the last check found, apart from its text in `checked`, [place, is a conflict, has a problem, is there twice, why it cannot
-- be undone]: a review of many reads one index and no record. The place is 0 with an open conflict, 1 with a problem, 2 where
-- what both changed is settled, 3 else. Of a draft that changed since, it stands until it was checked again.
ALTER TABLE draft ADD COLUMN place INTEGER NOT NULL DEFAULT 3;
ALTER TABLE draft ADD COLUMN is_conflict INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN has_problem INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN not_undoable TEXT;
CREATE INDEX draft_review ON draft (entity_type, place, made_at, change_id, kind, left_out, in_doubt, is_conflict, has_problem, not_undoable);
CREATE INDEX draft_unchecked ON draft (change_id) WHERE checked IS NULL;
CREATE INDEX draft_prepared ON draft (prepared_by) WHERE prepared_by IS NOT NULL;

-- Which drafts came, changed or went since others were last looked at that may depend on them. The triggers look first,
-- since an upsert's own way with a row that is there already overrules theirs.
CREATE TABLE draft_moved (
    entity_type TEXT NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (entity_type, what)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER draft_came AFTER INSERT ON draft BEGIN
    INSERT INTO draft_moved SELECT NEW.entity_type, 'came ' || NEW.kind
    WHERE NOT EXISTS (SELECT 1 FROM draft_moved WHERE entity_type = NEW.entity_type AND what = 'came ' || NEW.kind);
END;
CREATE TRIGGER draft_changed AFTER UPDATE OF kind, fields, in_doubt ON draft BEGIN
    INSERT INTO draft_moved SELECT NEW.entity_type, 'changed ' || NEW.kind
    WHERE NOT EXISTS (SELECT 1 FROM draft_moved WHERE entity_type = NEW.entity_type AND what = 'changed ' || NEW.kind);
END;
CREATE TRIGGER draft_went AFTER DELETE ON draft BEGIN
    -- A trigger that cannot fail needs no savepoint, at which a full-text index would write what it holds.
    INSERT OR IGNORE INTO draft_moved VALUES (OLD.entity_type, 'went ' || OLD.kind);
    DELETE FROM draft_lost WHERE entity_type = OLD.entity_type AND entity_id = OLD.entity_id;
END;

-- Against what drafts were last checked: how the copy and the description of an entity type stood.
CREATE TABLE draft_checked_against (
    entity_type TEXT PRIMARY KEY,
    standing TEXT NOT NULL
) STRICT;
-- Entity types all of whose drafts are checked once more, and the last record that was; what was found before stands until then.
CREATE TABLE draft_check_again (
    entity_type TEXT PRIMARY KEY,
    after TEXT NOT NULL
) STRICT;
-- Records with drafts that the service said it does not have.
CREATE TABLE draft_lost (
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    PRIMARY KEY (entity_type, entity_id)
) STRICT, WITHOUT ROWID;
