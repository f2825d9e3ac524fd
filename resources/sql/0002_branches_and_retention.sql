-- SPDX-FileCopyrightText: The Berth authors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- The folder of the git worktree that a conversation works in; forks share it.
ALTER TABLE conversations ADD COLUMN worktree TEXT;

CREATE INDEX conversations_parent ON conversations (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX conversations_worktree ON conversations (worktree) WHERE worktree IS NOT NULL;
CREATE INDEX conversations_closed ON conversations (closed_at) WHERE closed_at IS NOT NULL;
