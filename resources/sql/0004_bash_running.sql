-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- The bash commands whose end is not among the events, and how far their events have brought them:
-- the next output's number and the bytes of each stream that are in outputs before it.
CREATE TABLE bash_running (
    command_id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    next_ordinal INTEGER NOT NULL,
    output_bytes INTEGER NOT NULL,
    error_bytes INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX bash_running_age ON bash_running (timestamp);
