# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Agents whose workspace is taken away in the middle of their work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openhands.sdk import Event
from openhands.sdk.event import ConversationStateUpdateEvent

from client import Client
from engine import Engine
from llm_peer import LlmPeer, call, finish
from program import Program
from target import BerthServer, eventually


@pytest.fixture
def program(server_with: Callable[..., BerthServer], peer: LlmPeer) -> Program:
    return Program(server_with(), peer, Path("/workspace/project"))


def observations(program: Program, conversation: object) -> str:
    return "\n".join(str(event) for event in conversation.state.events)  # type: ignore[attr-defined]


def status(program: Program, identifier: str) -> str:
    answer = Client(program.server).call("GET", f"/api/conversations/{identifier}")
    found: str = answer.json()["execution_status"]
    return found


def test_a_run_goes_on_after_its_container_was_killed(program: Program, engine: Engine, peer: LlmPeer) -> None:
    script = peer.play(
        call("terminal", command="echo kept > kept; echo $$"),
        call("terminal", command="touch /workspace/started; sleep 120"),
        call("terminal", command="cat kept"),
        finish(),
    )
    conversation = program.converse(script)
    conversation.send_message("Work.")
    runner = threading.Thread(target=conversation.run)
    runner.start()
    client = Client(program.server)
    [default] = client.all()
    eventually(lambda: "started" in client.say(default["id"], "ls /workspace"), 60, "the command runs")
    engine.docker("kill", engine.containers()[0]["ID"])
    runner.join(timeout=60)
    assert not runner.is_alive()
    assert status(program, str(conversation.id)) == "finished"
    text = observations(program, conversation)
    assert "workspace was lost" in text or "The container has ended" in text
    assert len(script.requests) == 4


def test_a_client_hears_how_its_workspace_starts(program: Program, peer: LlmPeer) -> None:
    seen: list[Event] = []
    script = peer.play(finish())
    conversation = program.converse(script, callbacks=[seen.append])
    client = Client(program.server)
    [default] = client.all()
    assert client.call("POST", f"/workspaces/{default['id']}/stop").json()["state"] == "stopped"
    conversation.send_message("Work.")
    conversation.run()
    news: list[dict[str, Any]] = [
        event.value for event in seen
        if isinstance(event, ConversationStateUpdateEvent) and event.key == "workspace_state"
    ]
    stages = ["queued", "creating", "starting", "connecting"]
    assert [each["state"] for each in news] == [*stages, "ready"]
    assert [stage["state"] for stage in news[-1]["stages"]] == stages
    assert sum(stage["milliseconds"] for stage in news[-1]["stages"]) > 0
    kept = client.call("GET", f"/api/conversations/{conversation.id}/events/search?limit=100").text
    assert "workspace_state" not in kept


def test_runs_pause_while_the_engine_is_away_and_continue(program: Program, engine: Engine, peer: LlmPeer) -> None:
    work = [call("terminal", command=f"echo {number} >> log; sleep 0.4") for number in range(12)]
    scripts = [peer.play(*work, finish()) for _ in range(4)]
    conversations = [program.converse(script) for script in scripts]
    for conversation in conversations:
        conversation.send_message("Work.")
        conversation.run(blocking=False)
    identifiers = [str(conversation.id) for conversation in conversations]
    eventually(lambda: all(len(script.requests) >= 3 for script in scripts), 60, "all work")
    engine.stop()
    try:
        eventually(
            lambda: {status(program, identifier) for identifier in identifiers} == {"paused"}, 30, "all are paused"
        )
        for identifier in identifiers:
            events = Client(program.server).call(
                "GET", f"/api/conversations/{identifier}/events/search?kind=ConversationErrorEvent&limit=100"
            )
            assert "WorkspaceUnavailable" in events.text and "goes on by itself" in events.text
    finally:
        engine.start()
    eventually(
        lambda: {status(program, identifier) for identifier in identifiers} == {"finished"}, 90, "all are finished"
    )


def test_a_person_can_stop_what_waits_for_its_workspace(program: Program, engine: Engine, peer: LlmPeer) -> None:
    script = peer.play(*[call("terminal", command="sleep 0.4") for _ in range(9)], finish())
    conversation = program.converse(script)
    conversation.send_message("Work.")
    conversation.run(blocking=False)
    identifier = str(conversation.id)
    eventually(lambda: len(script.requests) >= 2, 60, "it works")
    engine.stop()
    try:
        eventually(lambda: status(program, identifier) == "paused", 30, "it is paused")
        assert Client(program.server).call("POST", f"/api/conversations/{identifier}/pause").status_code == 200
    finally:
        engine.start()
    client = Client(program.server)
    eventually(
        lambda: client.call("POST", "/workspaces/{}/start".format(client.all()[0]["id"])).status_code == 200,
        30, "the workspace is back",
    )
    made = len(script.requests)
    threading.Event().wait(4)
    assert status(program, identifier) == "paused" and len(script.requests) == made
