-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE model_use (
    minute INTEGER NOT NULL, -- the first of five, since 1970
    user_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL, -- empty outside of one
    model TEXT NOT NULL,
    prompt INTEGER NOT NULL, -- tokens, as the next two
    completion INTEGER NOT NULL,
    cached INTEGER NOT NULL, -- of the prompt's
    cost REAL NOT NULL, -- US dollars
    PRIMARY KEY (minute, user_id, conversation_id, model)
) WITHOUT ROWID;
CREATE INDEX model_use_of_user ON model_use (user_id, minute);
