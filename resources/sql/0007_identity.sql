-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later

ALTER TABLE users ADD COLUMN disabled_at INTEGER;

-- The key that a key gave way to.
ALTER TABLE keys ADD COLUMN rotated_to TEXT;

CREATE INDEX keys_user ON keys (user_id, id);

-- What was changed, and by whom: rows are added and read, never changed.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    request_id TEXT NOT NULL,
    body BLOB NOT NULL
);

CREATE INDEX audit_user ON audit (user_id, seq);
CREATE INDEX audit_action ON audit (action, seq);
