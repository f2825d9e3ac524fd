# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of conversations."""

from differ.scenario import scenario
from differ.side import Side
from llm_peer import call, finish, say

ROOT = "/api/conversations"


def source(side: Side) -> str:
    script = side.peer.play(call("terminal", command="echo one"), finish("Done."), say("Two."))
    return side.chat(script, tags={"env": "test"}, name="source")


@scenario
def a_plain_fork(side: Side) -> None:
    made = source(side)
    side.log(made, "source")
    answer = side.post(f"{ROOT}/{made}/fork")
    side.know(answer.json()["id"], "fork")
    side.log(answer.json()["id"], "fork")


@scenario
def a_fork_with_everything_chosen(side: Side) -> None:
    made, chosen = source(side), side.unknown_id()
    body = {"id": chosen, "title": "The copy", "tags": {"copy": "yes"}, "reset_metrics": False}
    side.post(f"{ROOT}/{made}/fork", json=body)
    side.log(chosen, "fork")
    side.post(f"{ROOT}/{made}/fork", json={"id": chosen}, label="the id exists")
    side.post(f"{ROOT}/{made}/fork", json={"id": made}, label="the id of the source")


@scenario
def a_fork_from_an_event(side: Side) -> None:
    made = source(side)
    events = side.log(made, "source")
    (action,) = [e for e in events if e["kind"] == "ActionEvent" and e["tool_name"] == "terminal"]
    answer = side.post(
        f"{ROOT}/{made}/fork", json={"from_event_id": action["id"]}, label="at an action"
    )
    if answer.status_code == 201:
        side.log(answer.json()["id"], "fork at an action")
    (message,) = [e for e in events if e["kind"] == "MessageEvent"]
    answer = side.post(
        f"{ROOT}/{made}/fork", json={"from_event_id": message["id"]}, label="at a message"
    )
    side.log(answer.json()["id"], "fork at a message")


@scenario
def forks_that_are_refused(side: Side) -> None:
    made = source(side)
    for name, body in (
        ("unknown event", {"from_event_id": side.unknown_id()}),
        ("bad id", {"id": "nothing"}),
        ("long title", {"title": "x" * 201}),
        ("bad tags", {"tags": {"A": "b"}}),
        ("a list", []),
    ):
        side.post(f"{ROOT}/{made}/fork", json=body, label=name)
    side.post(f"{ROOT}/{side.unknown_id()}/fork", label="unknown source")


@scenario
def a_fork_by_the_client(side: Side) -> None:
    conversation = side.ask(side.peer.play(say("One.")))
    fork = conversation.fork(title="By the client")
    side.program.conversations.append(fork)
    side.know(fork.id, "fork")
    side.log(fork.id, "fork")
