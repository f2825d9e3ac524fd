-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are microseconds since 1970 in UTC unless a column says otherwise.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users(id),
    hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at INTEGER,
    revoked_at INTEGER
) WITHOUT ROWID;

CREATE TABLE settings (
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (user_id, name)
) WITHOUT ROWID;

CREATE TABLE conversations (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    title TEXT,
    parent_id TEXT,
    body BLOB NOT NULL,
    closed_at INTEGER,
    closed INTEGER GENERATED ALWAYS AS (closed_at IS NOT NULL) VIRTUAL
);

CREATE INDEX conversations_created ON conversations (user_id, closed, created_at);
CREATE INDEX conversations_updated ON conversations (user_id, closed, updated_at);
CREATE INDEX conversations_status_created ON conversations (user_id, closed, status, created_at);
CREATE INDEX conversations_status_updated ON conversations (user_id, closed, status, updated_at);
CREATE INDEX conversations_status ON conversations (closed, status);

-- The timestamp is the event's own text; within a conversation it grows with seq.
CREATE TABLE events (
    conversation INTEGER NOT NULL REFERENCES conversations(key) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (conversation, seq),
    UNIQUE (conversation, id)
);

CREATE INDEX events_kind ON events (conversation, kind, seq);
CREATE INDEX events_source ON events (conversation, source, seq);
CREATE INDEX events_timestamp ON events (conversation, timestamp);

CREATE TABLE bash_events (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    command_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    body BLOB NOT NULL
);

CREATE INDEX bash_events_user ON bash_events (user_id, timestamp);
CREATE INDEX bash_events_kind ON bash_events (user_id, kind, timestamp);
CREATE INDEX bash_events_command ON bash_events (user_id, command_id, kind, timestamp);
CREATE INDEX bash_events_age ON bash_events (timestamp);
