-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Answers that a client may ask for again by its Idempotency-Key. The id is a hash of user, key and
-- path, the request one of its body; the answer is sealed.

CREATE TABLE answers (
    id BLOB NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    request BLOB NOT NULL,
    answer TEXT NOT NULL
);

CREATE INDEX answers_age ON answers (created_at);
CREATE INDEX answers_user ON answers (user_id, created_at);
