# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
from isolation.row import Row

_ONE = {"id": "{workspace}"}

# The tests' runtime has one workspace for each user, which cannot be stopped: 409 says so. It has no limits: 422.
ROWS = [
    Row("listWorkspaces", foreign=200),
    Row("createWorkspace", body={"name": "another"}, own=(409,), foreign=0),
    Row("readWorkspace", path=_ONE),
    Row("changeWorkspace", path=_ONE, body={"resource_limits": {"memory": "1g"}}, own=(422,)),
    Row("deleteWorkspace", path=_ONE, own=(409,), destroys=True),
    Row("executeInWorkspace", path=_ONE, body={"command": "true"}),
    Row("readWorkspaceUsage", path=_ONE),
    Row("startWorkspace", path=_ONE),
    Row("resumeWorkspace", path=_ONE),
    Row("pauseWorkspace", path=_ONE, own=(409,)),
    Row("stopWorkspace", path=_ONE, own=(409,)),
]
