# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files, commands and git: in the caller's own workspace, and in that of a conversation."""

from dataclasses import replace

from isolation.row import Row

_WHERE = {"path": "{directory}/file.txt"}
_FOLDER = {"path": "{directory}"}

# The tests' runtime is the bare machine, whose files all users share.
_OWN = [
    Row("startBashCommand", body={"command": "true"}, foreign=200),
    Row("executeBashCommand", body={"command": "true"}, foreign=200),
    Row("searchBashEvents", query={"page_id": "{bash_event}"}, foreign=200),
    Row("batchGetBashEvents", body=["{bash_event}"], foreign=200),
    Row("readBashEvent", path={"event_id": "{bash_event}"}),
    Row("stopBashCommand", path={"command_id": "{bash_command}"}, own=(404, 409)),
    Row("clearBashEvents", foreign=200, destroys=True),
    Row("uploadFile", query=_WHERE, files={"file": ("file.txt", b"x")}, foreign=200, shared=True, destroys=True),
    Row("downloadFile", query=_WHERE, foreign=200, shared=True),
    Row("createDirectory", query={"path": "{directory}/new"}, foreign=200, shared=True, destroys=True),
    Row("archiveDirectory", query=_FOLDER, foreign=200, shared=True),
    Row("gitChanges", query=_FOLDER, own=(400, 404, 500), foreign=0, shared=True),
    Row("gitDiff", query=_WHERE, own=(400, 404, 500), foreign=0, shared=True),
    Row("gitCommits", query=_FOLDER, own=(400, 404, 500), foreign=0, shared=True),
    Row("gitCommitChanges", path={"sha": "{sha}"}, query=_FOLDER, own=(400, 404, 500), foreign=0, shared=True),
]

_ONLY_OWN = [
    Row("readHome", foreign=200, shared=True),
    Row("searchSubdirectories", query=_FOLDER, foreign=200, shared=True),
    Row("streamBashEvents", foreign=101, command={"command": "true"}),
]


def _of_conversation(row: Row) -> Row:
    path = row.path | {"runtime_conversation_id": "{conversation}"}
    return replace(row, operation=f"{row.operation}OfConversation", path=path, foreign=404, shared=False)


ROWS = _OWN + _ONLY_OWN + [_of_conversation(row) for row in _OWN] + [
    _of_conversation(Row("downloadTrajectory", path={"id": "{conversation}"})),
]
