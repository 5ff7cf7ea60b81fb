CREATE TABLE identity (store_id TEXT NOT NULL);

-- What can be run. A run keeps to its definition, whatever is taken up later.
CREATE TABLE definitions (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    json TEXT NOT NULL,
    taken_up_at INTEGER NOT NULL
);

-- Which definition a new run of a workflow goes through.
CREATE TABLE workflows (
    name TEXT PRIMARY KEY,
    definition_id INTEGER NOT NULL REFERENCES definitions (id)
) WITHOUT ROWID;

CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    is_chargeable INTEGER NOT NULL,
    fields TEXT NOT NULL,
    set_at INTEGER NOT NULL
) WITHOUT ROWID;

-- What was asked for calls that are not chargeable: nothing follows on it.
CREATE TABLE not_followed (
    call_id TEXT NOT NULL,
    workflow TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (call_id, workflow)
) WITHOUT ROWID;

-- `state` is the run; the columns after it say the same once more, for questions.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL,
    workflow TEXT NOT NULL,
    definition_id INTEGER NOT NULL REFERENCES definitions (id),
    state TEXT NOT NULL,
    stage INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    due INTEGER,
    ended_at INTEGER,
    -- What it has on the alerter; null for nothing.
    alerts TEXT,
    -- Who works on it.
    claimed_by TEXT,
    claimed_at INTEGER,
    UNIQUE (call_id, workflow)
);
CREATE INDEX runs_due ON runs (due) WHERE due IS NOT NULL;
CREATE INDEX runs_waiting ON runs (id) WHERE ended_at IS NULL;
CREATE INDEX runs_ended ON runs (ended_at) WHERE ended_at IS NOT NULL;

-- What has happened: for each stage that was entered the effects of it, in order. Those that leave the house have a
-- letter besides, which names their place in the list.
CREATE TABLE history (
    run_id INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    at INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (run_id, entry)
) WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    number INTEGER NOT NULL,
    -- When it may be tried next; null once it is performed, or dead.
    not_before INTEGER,
    try_count INTEGER NOT NULL DEFAULT 0,
    -- While somebody is at it.
    leased_by TEXT,
    leased_until INTEGER,
    performed_at INTEGER,
    -- When it was given up.
    dead_at INTEGER,
    last_error TEXT,
    UNIQUE (run_id, entry, number)
);
CREATE INDEX outbox_pending ON outbox (not_before) WHERE not_before IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
