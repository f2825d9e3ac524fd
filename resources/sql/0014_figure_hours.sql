-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE figure_hours (
    minute INTEGER PRIMARY KEY, -- the first of the hour, since 1970
    body BLOB NOT NULL
);
