# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models and agents that are kept on the server."""

from isolation.row import Row

_MODEL = {"name": "{model}"}
_AGENT = {"name": "{agent}"}
_OTHER = {"name": "another"}

ROWS = [
    Row("listModels", foreign=200),
    Row("readModel", path=_MODEL),
    Row("putModel", path=_OTHER, body={"model": "demo/berth"}, foreign=200),
    Row("testModel", path=_MODEL),
    Row("removeModel", path=_MODEL, destroys=True),
    Row("listAgents", foreign=200),
    Row("readAgent", path=_AGENT),
    Row("putAgent", path=_OTHER, body={}, foreign=0, own=(422,)),
    Row("removeAgent", path=_AGENT, destroys=True),
    Row("listProfiles", foreign=200),
    Row("readProfile", path=_MODEL),
    Row("saveProfile", path=_OTHER, body={"llm": {"model": "demo/berth"}}, foreign=201),
    Row("renameProfile", path=_MODEL, body={"new_name": "{model}"}),
    Row("activateProfile", path=_MODEL),
    Row("deleteProfile", path=_OTHER, foreign=200, destroys=True),
    Row("switchProfile", path={"id": "{conversation}"}, body={"profile_name": "{model}"}),
]
