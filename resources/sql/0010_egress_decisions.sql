-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE egress_decisions (
    user_id TEXT NOT NULL,
    id INTEGER NOT NULL, -- grows
    workspace_id TEXT NOT NULL,
    at INTEGER NOT NULL, -- milliseconds since 1970
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    address TEXT NOT NULL,
    allowed INTEGER NOT NULL,
    accepts_writes INTEGER NOT NULL,
    reason TEXT NOT NULL,
    bytes_up INTEGER NOT NULL,
    bytes_down INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
CREATE INDEX egress_decisions_at ON egress_decisions (at);
