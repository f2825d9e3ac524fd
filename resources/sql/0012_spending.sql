-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE spending (
    day INTEGER NOT NULL, -- since 1970 in UTC
    user_id TEXT NOT NULL,
    cost REAL NOT NULL, -- US dollars
    tokens INTEGER NOT NULL,
    PRIMARY KEY (day, user_id)
) WITHOUT ROWID;
