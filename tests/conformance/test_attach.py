# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second program, or the same one later, on a conversation that is there already."""

import json
import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import httpx
import pytest
from openhands.sdk.conversation.impl.remote_conversation import RemoteConversation

from llm_peer import Turn, call, finish, say
from program import LLM_KEY, PATIENCE, Program, Running, kinds, outputs, status
from target import eventually

HERE = Path(__file__).parent


@pytest.fixture
def second(server, peer, programs, program):
    """Another program in the same directory."""
    programs.append(Program(server, peer, program.directory))
    return programs[-1]


def ids(conversation):
    return [event.id for event in conversation.state.events]


def stored_ids(program, conversation):
    return [event["id"] for event in program.stored_events(conversation)]


def test_a_conversation_is_created_with_the_id_that_the_program_chose(program):
    chosen = uuid.uuid4()
    conversation = program.ask(program.peer.play(say("Hello.")), conversation_id=chosen)

    assert conversation.id == chosen and status(conversation) == "finished"


def test_a_second_client_sees_the_same_events(program, second):
    script = program.peer.play(call("terminal", command="echo shared"), finish())
    first = program.ask(script)

    other = second.converse(script, conversation_id=first.id)

    assert ids(other)[: len(stored_ids(program, first))] == stored_ids(program, first)
    assert kinds(other) == kinds(first)
    assert outputs(other) == ["shared", "Done."]
    assert status(other) == "finished"


def test_both_clients_see_a_run_while_it_happens(program, second):
    gate = threading.Event()
    script = program.peer.play(say("Ready."), Turn(text="For both of you.", gate=gate))
    first = program.ask(script)
    other = second.converse(script, conversation_id=first.id)

    first.send_message("Once more.")
    running = Running(first)
    script.wait_for_request(2)
    eventually(lambda: status(other) == "running", 5, "the other client sees that it runs")
    gate.set()
    running.wait()

    eventually(lambda: kinds(other) == kinds(first), 5, "the other client has all events")
    eventually(lambda: status(other) == "finished", 5, "the other client sees the end")


def test_the_second_client_can_go_on(program, second):
    script = program.peer.play(say("One."), say("Two."))
    first = program.ask(script)

    other = second.converse(script, conversation_id=first.id)
    other.send_message("And now?")
    other.run(timeout=PATIENCE)

    assert status(other) == "finished"
    eventually(lambda: kinds(first) == kinds(other), 5, "the first client has the events of the second")


def test_attaching_changes_nothing(program, second):
    script = program.peer.play(say("Hello."))
    first = program.ask(script)
    before = program.stored_events(first)

    second.converse(script, conversation_id=first.id)

    assert second.stored_events(first) == before


def in_a_new_process(program, conversation, task):
    """Runs `later.py`, a program that knows nothing but the id."""
    environment = os.environ | {
        "SERVER_URL": program.server.url,
        "SERVER_KEY": program.server.api_key,
        "CONVERSATION": str(conversation.id),
        "DIRECTORY": str(program.directory),
        "LLM_URL": program.peer.url,
        "LLM_KEY_FOR_TEST": LLM_KEY,
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "later.py"), task],
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_program_that_was_restarted_finds_its_conversation(program):
    script = program.peer.play(call("terminal", command="echo before"), finish(), say("After."))
    conversation = program.ask(script)
    before = stored_ids(program, conversation)

    report = in_a_new_process(program, conversation, "go-on")

    assert report["found"] == before
    assert report["status"] == "finished"
    assert stored_ids(program, conversation)[: len(before)] == before
    assert len(script.requests) == 3


if hasattr(RemoteConversation, "attach"):

    def test_a_program_without_any_tools_attaches_by_id_alone(program):
        script = program.peer.play(call("terminal", command="echo before"), finish())
        conversation = program.ask(script)

        report = in_a_new_process(program, conversation, "attach")

        assert report["found"] == stored_ids(program, conversation)
        assert report["status"] == "finished"
        assert report["model"] == f"openai/{script.model}"

    def test_attaching_to_an_unknown_id_fails(program):
        with pytest.raises(httpx.HTTPStatusError, match="404"):
            RemoteConversation.attach(program.workspace(), uuid.uuid4(), visualizer=None)
