-- Lines of history are appended to their table, whichever run they are of: what is committed together then lies
-- together, and a commit of many runs writes few pages. A run names its latest line, and each line the one before it.
ALTER TABLE history RENAME TO history_of_schema_1;
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL,
    -- The line before it of the same run; null for the first.
    previous_id INTEGER,
    entry INTEGER NOT NULL,
    at INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    what TEXT NOT NULL
);
INSERT INTO history
SELECT
    row_number() OVER in_order,
    run_id,
    CASE WHEN lag(run_id) OVER in_order = run_id THEN row_number() OVER in_order - 1 END,
    entry,
    at,
    stage,
    what
FROM history_of_schema_1
WINDOW in_order AS (ORDER BY run_id, entry);

ALTER TABLE runs ADD COLUMN history_id INTEGER;
UPDATE runs SET history_id = latest.id
FROM (SELECT run_id, max(id) AS id FROM history GROUP BY run_id) AS latest
WHERE latest.run_id = runs.id;

-- The line of history that says what a letter is.
ALTER TABLE outbox ADD COLUMN history_id INTEGER;
UPDATE outbox SET history_id = history.id
FROM history
WHERE history.run_id = outbox.run_id AND history.entry = outbox.entry;

DROP TABLE history_of_schema_1;
