-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Every workspace that may have something in an engine. A row comes before what it stands for and
-- goes after it; leaving_at is set before its things are removed.
CREATE TABLE workspaces (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    leaving_at INTEGER,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX workspaces_user ON workspaces (user_id, created_at);
