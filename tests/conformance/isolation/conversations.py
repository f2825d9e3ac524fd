# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
from isolation.row import Row

_ONE = {"id": "{conversation}"}
_EVENT = {"id": "{conversation}", "event_id": "{event}"}
_AGENT = {"kind": "Agent", "llm": {"model": "demo/berth", "usage_id": "agent"}, "tools": []}
_PLACE = {"kind": "LocalWorkspace", "working_dir": "{directory}"}
_SAY = {"role": "user", "content": [{"type": "text", "text": "hello"}], "run": False}

ROWS = [
    Row("startConversation", foreign=422,
        body={"agent": _AGENT, "workspace": _PLACE, "parent_conversation_id": "{conversation}"}),
    Row("batchGetConversations", query={"ids": "{conversation}"}, foreign=200),
    Row("searchConversations", query={"page_id": "{conversation}"}, foreign=200),
    Row("countConversations", foreign=200),
    Row("readConversation", path=_ONE),
    Row("updateConversation", path=_ONE, body={"title": "Another"}),
    Row("deleteConversation", path=_ONE, destroys=True),
    Row("eraseConversation", path=_ONE, destroys=True),
    Row("runConversation", path=_ONE, own=(409,)),
    Row("pauseConversation", path=_ONE),
    Row("interruptConversation", path=_ONE),
    Row("setSecrets", path=_ONE, body={"secrets": {"NAME": "value"}}),
    Row("setConfirmationPolicy", path=_ONE, body={"policy": {"kind": "NeverConfirm"}}),
    Row("setSecurityAnalyzer", path=_ONE, body={"security_analyzer": None}),
    Row("readFinalResponse", path=_ONE),
    Row("forkConversation", path=_ONE, body={}),
    Row("startChild", path=_ONE, body={"task": "Look.", "title": "Look", "isolation": "shared"}),
    Row("navigateConversation", path=_ONE, body={"event_id": "{event}"}, own=(400, 409)),
    Row("askAgent", path=_ONE, body={"question": "Well?"}),
    Row("startGoal", path=_ONE, body={"objective": "Be done."}, own=(409,)),
    Row("stopGoal", path=_ONE, own=(404, 409)),
    Row("resumeGoal", path=_ONE, own=(400, 404, 409)),
    Row("condense", path=_ONE, own=(400, 409)),
    Row("readRuntime", path=_ONE),
    Row("reprovisionRuntime", path=_ONE),
    Row("switchModel", path=_ONE, body={"llm": {"model": "demo/berth", "usage_id": "agent"}}, own=(409,)),
    Row("searchEvents", path=_ONE, query={"page_id": "{event}"}),
    Row("countEvents", path=_ONE),
    Row("readEvent", path=_EVENT),
    Row("batchGetEvents", path=_ONE, body=["{event}"]),
    Row("sendMessage", path=_ONE, body=_SAY),
    Row("respondToConfirmation", path=_ONE, body={"accept": False}, own=(409,)),
    Row("downloadTrajectory", path=_ONE),
    Row("streamEvents", path=_ONE, command=_SAY),
    Row("streamSession", path=_ONE, command=_SAY),
]
