# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies and runs in workspaces, what they reach, and what they are made of."""

from isolation.row import Row

_ONE = {"id": "{workspace}"}
_FILE = _ONE | {"path": "{directory}/file.txt"}
_PROCESS = _ONE | {"pid": "999999999"}

# The tests' runtime is the bare machine: it has no containers, and 409 says so.
ROWS = [
    Row("listWorkspaceFiles", path=_ONE),
    Row("readWorkspaceFile", path=_FILE),
    Row("writeWorkspaceFile", path=_FILE, destroys=True),
    Row("deleteWorkspaceFile", path=_FILE, destroys=True),
    Row("archiveWorkspace", path=_ONE, query={"path": "{directory}"}),
    Row("listWorkspaceProcesses", path=_ONE),
    Row("killWorkspaceProcess", path=_PROCESS, own=(404,)),
    Row("readWorkspaceLog", path=_ONE, own=(409,)),
    Row("saveWorkspaceImage", path=_ONE, body={"name": "kept"}, own=(409,)),
    Row("openWorkspaceTerminal", path=_ONE, needs="write"),
    Row("listEgressDecisions", query={"workspace": "{workspace}"}),
    Row("decideEgress", body={"workspace": "{workspace}", "host": "a.example", "answer": "deny", "scope": "workspace"}),
    Row("listEgressQuestions", foreign=200),
    Row("prolongEgressQuestion", path={"id": "none"}, body={"seconds": 60}, own=(404,)),
    Row("listEgressRules", foreign=200),
    Row("deleteEgressRule", path={"id": "{rule}"}, destroys=True),
    Row("listEgressHosts", foreign=200),
    Row("listImages", needs="admin", own=(409,)),
    Row("fetchImage", body={"reference": "none"}, needs="admin", own=(409,)),
    Row("readImage", path={"id": "none"}, needs="admin", own=(404, 409)),
    Row("deleteImage", path={"id": "none"}, needs="admin", own=(404, 409)),
    Row("cancelImageFetch", path={"id": "none"}, needs="admin", own=(404, 409)),
]
