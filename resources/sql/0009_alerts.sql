-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE alerts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT, -- the server's own when null
    rule TEXT NOT NULL,
    state TEXT NOT NULL,
    silenced_until INTEGER NOT NULL, -- microseconds since 1970
    body BLOB NOT NULL
);
CREATE INDEX alerts_user ON alerts (user_id, seq);
CREATE INDEX alerts_state ON alerts (state, seq);
