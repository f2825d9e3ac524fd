# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations on the documented surface."""

from isolation.row import Row

_ONE = {"id": "{conversation}"}
_AGENT = {"kind": "Agent", "llm": {"model": "demo/berth", "usage_id": "agent"}, "tools": []}

ROWS = [
    Row("createConversation", body={"agent": _AGENT, "workspace": "{workspace}"}, foreign=422),
    Row("listConversations", query={"workspace": "{workspace}"}, foreign=200),
    Row("searchHistory", query={"text": "MARK", "conversation": "{conversation}"}, foreign=200),
    Row("getConversation", path=_ONE),
    Row("changeConversation", path=_ONE, body={"title": "Another"}),
    Row("removeConversation", path=_ONE, destroys=True),
    Row("postMessage", path=_ONE, body={"message": "hello", "run": False}),
    Row("pauseWork", path=_ONE),
    Row("resumeWork", path=_ONE, own=(409,)),
    Row("interruptWork", path=_ONE),
    Row("approveActions", path=_ONE, body={"actions": ["none"]}, own=(404, 409)),
    Row("rejectActions", path=_ONE, body={"actions": ["none"]}, own=(404, 409)),
    Row("listEvents", path=_ONE),
    Row("streamConversation", path=_ONE, streams=True, command={"message": "hello", "run": False}),
]
