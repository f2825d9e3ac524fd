# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route of a conversation with an unknown id, with no id, and with wrong bodies."""

from differ.scenario import scenario, variant
from differ.side import Side

ROOT = "/api/conversations"
ROUTES: list[tuple[str, str, object]] = [
    ("GET", "", None),
    ("PATCH", "", {"title": "x"}),
    ("DELETE", "", None),
    ("POST", "/run", None),
    ("POST", "/pause", None),
    ("POST", "/interrupt", None),
    ("POST", "/secrets", {"secrets": {"A": "b"}}),
    ("POST", "/confirmation_policy", {"policy": {"kind": "NeverConfirm"}}),
    ("POST", "/security_analyzer", {"security_analyzer": None}),
    ("POST", "/ask_agent", {"question": "x"}),
    ("POST", "/fork", None),
    ("GET", "/agent_final_response", None),
    ("GET", "/events/search", None),
    ("GET", "/events/count", None),
    ("GET", "/events/00000000-0000-4000-8000-000000000001", None),
    ("GET", "/events", []),
    ("POST", "/events", {"content": [{"type": "text", "text": "x"}]}),
    ("POST", "/events/respond_to_confirmation", {"accept": True}),
    ("POST", "/condense", None),
    ("POST", "/navigate", {"event_id": None}),
    ("POST", "/goal", {"objective": "x"}),
    ("POST", "/goal/stop", None),
    ("POST", "/goal/resume", None),
    ("POST", "/switch_profile", {"profile_name": "x"}),
    ("POST", "/load_plugin", {"plugin_ref": "x"}),
    ("POST", "/switch_acp_model", {"model": "x"}),
    ("GET", "/runtime", None),
    ("POST", "/runtime/reprovision", None),
    ("POST", "/children", {}),
    ("GET", "/workspace", None),
]
BODIES = [route for route in ROUTES if route[0] in ("POST", "PATCH") and route[2] is not None]


def on_every_route(identity):
    def scenario_of(side: Side) -> None:
        value = identity(side)
        for method, path, body in ROUTES:
            options = {} if body is None else {"json": body}
            side.call(method, f"{ROOT}/{value}{path}", label=f"{method} {path}", **options)

    return scenario_of


variant("an_unknown_conversation", on_every_route(lambda side: side.unknown_id()))
variant(
    "an_unknown_conversation_without_dashes",
    on_every_route(lambda side: side.unknown_id().replace("-", "")),
)
variant("an_id_that_is_none", on_every_route(lambda side: "nothing"))


@scenario
def bodies_that_are_wrong(side: Side) -> None:
    made = side.start()
    for method, path, _ in BODIES:
        for name, content in {
            "broken": b"{",
            "empty": b"",
            "list": b"[1]",
            "text": b'"x"',
            "null": b"null",
            "not UTF-8": b'{"a": "\xff"}',
        }.items():
            headers = {"Content-Type": "application/json"}
            side.call(
                method,
                f"{ROOT}/{made}{path}",
                content=content,
                headers=headers,
                label=f"{method} {path} {name}",
            )


@scenario
def bodies_of_other_types(side: Side) -> None:
    made = side.start()
    content = b'{"title": "x"}'
    for kind in (
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/problem+json",
        "application/json; charset=utf-8",
        "Application/JSON",
    ):
        headers = {"Content-Type": kind} if kind else {}
        side.call("PATCH", f"{ROOT}/{made}", content=content, headers=headers, label=f"type {kind}")


@scenario
def start_requests_that_are_wrong(side: Side) -> None:
    def without(*names: str) -> dict[str, object]:
        return {k: v for k, v in side.request(side.peer.play()).items() if k not in names}

    agent = side.request(side.peer.play())["agent"]
    for name, body in {
        "nothing": {},
        "no workspace": without("workspace"),
        "no agent": without("agent"),
        "agent is null": without() | {"agent": None},
        "agent is empty": without() | {"agent": {}},
        "agent of another kind": without() | {"agent": agent | {"kind": "Spy"}},
        "agent without a model": without()
        | {"agent": {k: v for k, v in agent.items() if k != "llm"}},
        "model without a name": without() | {"agent": agent | {"llm": {"usage_id": "x"}}},
        "unknown tool": without()
        | {"agent": agent | {"tools": [{"name": "no_such_tool", "params": {}}]}},
        "another workspace": without()
        | {"workspace": {"kind": "RemoteWorkspace", "working_dir": "/tmp"}},
        "workspace without a kind": without() | {"workspace": {"working_dir": str(side.directory)}},
        "workspace without a directory": without() | {"workspace": {"kind": "LocalWorkspace"}},
        "workspace is text": without() | {"workspace": "here"},
        "no steps": without() | {"max_iterations": 0},
        "steps are text": without() | {"max_iterations": "many"},
        "bad id": without() | {"conversation_id": "nothing"},
        "bad policy": without() | {"confirmation_policy": {"kind": "Sometimes"}},
        "bad analyzer": without() | {"security_analyzer": {"kind": "Oracle"}},
        "bad secret": without() | {"secrets": {"A": "plain text"}},
        "bad message": without() | {"initial_message": {"content": 5}},
        "unknown profile": without("agent") | {"agent_profile_id": side.unknown_id()},
        "agent and profile": without() | {"agent_profile_id": side.unknown_id()},
        "runtime": without() | {"conversation_runtime": "docker"},
        "client tool without a name": without() | {"client_tools": [{"description": "x"}]},
        "client tool of a wrong schema": without()
        | {"client_tools": [{"name": "x", "description": "x", "parameters": {"type": "array"}}]},
        "client tools of one name": without()
        | {"client_tools": [{"name": "x", "description": "x"}, {"name": "x", "description": "y"}]},
        "client tool of a taken name": without()
        | {"client_tools": [{"name": "terminal", "description": "x"}]},
        "launch additions": without() | {"agent_launch_additions": {"surplus": 1}},
        "unknown fields": without() | {"surplus": 1},
    }.items():
        answer = side.post(ROOT, json=body, body="all", label=name)
        if answer.status_code == 201:
            side.know(answer.json()["id"], "conversation")
