-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What lists show of a conversation, as JSON text, so that they need not read its body.

ALTER TABLE conversations ADD COLUMN summary BLOB;

UPDATE conversations SET summary = json_object(
    'id', id, 'user', user_id, 'title', title, 'state', status, 'created_at', '', 'updated_at', '',
    'workspace', user_id,
    'directory', coalesce(json_extract(CAST(body AS TEXT), '$.directory'), ''),
    'model', coalesce(json_extract(CAST(body AS TEXT), '$.agent.llm.model'), ''),
    'cost', 0, 'tokens', 0, 'last_line', '',
    'tags', json(coalesce(json_extract(CAST(body AS TEXT), '$.tags'), '{}')))
WHERE json_valid(CAST(body AS TEXT));

CREATE INDEX conversations_everybody ON conversations (closed, created_at);
