-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE figures (
    minute INTEGER PRIMARY KEY, -- since 1970
    body BLOB NOT NULL
);
