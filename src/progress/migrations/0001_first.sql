CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    prompt TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT,
    at INTEGER NOT NULL,
    used_ms INTEGER NOT NULL,
    limit_ms INTEGER NOT NULL,
    words INTEGER NOT NULL,
    scorer TEXT NOT NULL,
    pauses TEXT NOT NULL,
    hints TEXT NOT NULL,
    text TEXT NOT NULL,
    notes TEXT NOT NULL,
    report TEXT NOT NULL,
    session TEXT
) STRICT;
CREATE INDEX attempts_by_time ON attempts (at, id);
CREATE INDEX attempts_by_prompt ON attempts (prompt, at, id);
CREATE INDEX attempts_by_kind ON attempts (kind, prompt, used_ms);

-- The levels of an attempt, laid out so that the latest per prompt and dimension is one walk along the key.
CREATE TABLE levels (
    prompt TEXT NOT NULL,
    revision INTEGER NOT NULL,
    dimension TEXT NOT NULL,
    at INTEGER NOT NULL,
    attempt INTEGER NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    level INTEGER NOT NULL,
    -- 0 for answers to a changed question, which say nothing about the original one.
    counts INTEGER NOT NULL,
    PRIMARY KEY (prompt, revision, dimension, at, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX levels_by_attempt ON levels (attempt);

CREATE TABLE drafts (
    prompt TEXT NOT NULL,
    mode TEXT NOT NULL,
    owner TEXT NOT NULL,
    revision INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    line INTEGER NOT NULL,
    col INTEGER NOT NULL,
    parent TEXT,
    timer TEXT NOT NULL,
    hints TEXT NOT NULL,
    text TEXT NOT NULL,
    notes TEXT NOT NULL,
    session TEXT,
    PRIMARY KEY (prompt, mode)
) STRICT;

CREATE TABLE moves (
    scope TEXT NOT NULL,
    item TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (scope, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading (
    chapter TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    section INTEGER NOT NULL,
    block INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
    id TEXT PRIMARY KEY,
    front TEXT NOT NULL,
    back TEXT NOT NULL,
    due INTEGER NOT NULL,
    memory TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_by_due ON cards (due);

CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    card TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    due_before INTEGER NOT NULL,
    memory_before TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_by_card ON reviews (card, at);

CREATE TABLE places (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
