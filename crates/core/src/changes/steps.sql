-- Not ticked in the review.
ALTER TABLE draft ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
-- Who made it, where a change file brought it.
ALTER TABLE draft ADD COLUMN prepared_by TEXT;
-- What the last check found; nothing where it was not checked since it changed.
ALTER TABLE draft ADD COLUMN checked TEXT;
-- The number of the write in the journal that it is the opposite of.
ALTER TABLE draft ADD COLUMN undoes INTEGER;

-- The record as it was when its draft was begun: apart from what is looked through often, and there as long as a step may
-- bring the draft back.
CREATE TABLE draft_base (change_id TEXT PRIMARY KEY, base TEXT NOT NULL) STRICT;
INSERT INTO draft_base SELECT change_id, base FROM draft WHERE base IS NOT NULL;
ALTER TABLE draft DROP COLUMN base;

-- What a person did to drafts in one go. Those that were taken back come after those that were not.
CREATE TABLE draft_step (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    is_undone INTEGER NOT NULL DEFAULT 0,
    -- how many drafts it changed; those that were sent since have no row any more
    records INTEGER NOT NULL DEFAULT 0,
    -- the same of all steps up to this one
    upto INTEGER NOT NULL DEFAULT 0,
    -- nothing where they are of several
    entity_type TEXT,
    entity_id TEXT,
    field TEXT
) STRICT;
CREATE INDEX draft_step_upto ON draft_step (upto);

-- What a draft was before a step and after it; no kind where there was none.
CREATE TABLE draft_step_row (
    step INTEGER NOT NULL REFERENCES draft_step (number) ON DELETE CASCADE,
    change_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    in_doubt INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    prepared_by TEXT,
    kind_before TEXT,
    fields_before TEXT,
    said_before TEXT,
    undoes_before INTEGER,
    -- the record that it began with, where the step gave it another
    base_before TEXT,
    kind_after TEXT,
    fields_after TEXT,
    said_after TEXT,
    undoes_after INTEGER,
    base_after TEXT,
    PRIMARY KEY (step, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_step_row_change ON draft_step_row (change_id);

CREATE TRIGGER draft_base_goes_with_its_steps AFTER DELETE ON draft_step_row BEGIN
    DELETE FROM draft_base WHERE change_id = OLD.change_id
    AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.change_id = OLD.change_id)
    AND NOT EXISTS (SELECT 1 FROM draft_step_row WHERE draft_step_row.change_id = OLD.change_id);
END;
