-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What can be looked for in events. The rowid is the key of the conversation, shifted left by 32
-- bits, and the number of the event; the owner is one word made of the user's id.

CREATE VIRTUAL TABLE event_texts USING fts5 (
    owner, text, tokenize = 'unicode61 remove_diacritics 2');

-- Conversations with events that are not in there yet, and the first of them.
CREATE TABLE search_pending (
    conversation INTEGER PRIMARY KEY REFERENCES conversations(key) ON DELETE CASCADE,
    from_seq INTEGER NOT NULL
);

INSERT INTO search_pending SELECT key, 0 FROM conversations WHERE closed_at IS NULL;

-- Erased conversations whose words are still in old parts of the index.
CREATE TABLE search_tidying (
    conversation INTEGER PRIMARY KEY,
    is_begun INTEGER NOT NULL DEFAULT 0
);
