-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE egress_rules (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    workspace_id TEXT, -- all of the user's when null
    host TEXT NOT NULL,
    port INTEGER, -- 80 and 443 when null
    allowed INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX egress_rules_user ON egress_rules (user_id, created_at);
