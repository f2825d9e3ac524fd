# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pause, resume, interrupt, and messages that arrive while the agent works."""

import secrets
import threading
import time
from pathlib import Path

import pytest
from openhands.sdk.event import (
    ActionEvent,
    AgentErrorEvent,
    InterruptEvent,
    MessageEvent,
    ObservationEvent,
    PauseEvent,
)

from llm_peer import Call, Turn, call, finish, say
from program import (
    PROMPTLY,
    Running,
    kinds,
    of_kind,
    outputs,
    run_to_the_end,
    status,
    wait_for_status,
)
from target import eventually


def held(gate, *calls, text=None):
    return Turn(text=text, calls=calls, gate=gate)


def shell(command):
    return Call("terminal", {"command": command})


def test_a_paused_run_returns_and_resumes_where_it_stopped(program):
    gate = threading.Event()
    script = program.peer.play(held(gate, shell("echo one")), call("terminal", command="echo two"), finish())
    conversation = program.converse(script)
    conversation.send_message("Please do it.")
    running = Running(conversation)
    script.wait_for_request(1)

    conversation.pause()
    gate.set()
    running.wait(PROMPTLY)
    wait_for_status(conversation, "paused")
    assert len(of_kind(conversation, PauseEvent)) == 1

    run_to_the_end(conversation)
    assert outputs(conversation) == ["one", "two", "Done."]
    assert len(script.requests) == 3


def test_the_step_in_flight_ends_before_the_pause(program):
    gate = threading.Event()
    script = program.peer.play(held(gate, shell("echo still done")), finish())
    conversation = program.converse(script)
    conversation.send_message("Please do it.")
    running = Running(conversation)
    script.wait_for_request(1)

    conversation.pause()
    gate.set()
    running.wait(PROMPTLY)

    eventually(lambda: outputs(conversation) == ["still done"], 10, "the step in flight ends")
    assert len(script.requests) == 1


def test_a_message_and_a_run_while_the_paused_step_still_ends_are_not_lost(program):
    started = program.directory / "started"
    script = program.peer.play(
        call("terminal", command=f"touch {started} && sleep 0.7"), say("Back from the pause.")
    )
    conversation = program.converse(script)
    conversation.send_message("Please do it.")
    running = Running(conversation)
    eventually(started.exists, 15, "the command runs")
    conversation.pause()
    running.wait(PROMPTLY)

    conversation.send_message("Go on.")
    run_to_the_end(conversation)

    assert len(script.requests) == 2
    assert "Go on." in str(script.requests[1]["messages"])
    assert len(script.tool_results()) == len(outputs(conversation)) == 1


def test_pausing_an_idle_conversation_pauses_it(program):
    conversation = program.converse(program.peer.play(say("Hello.")))
    conversation.send_message("Please do it.")

    conversation.pause()
    wait_for_status(conversation, "paused")
    run_to_the_end(conversation)

    assert kinds(conversation) == ["SystemPromptEvent", "MessageEvent", "PauseEvent", "MessageEvent"]


def interrupted_sleep(program, *later):
    """A conversation whose command sleeps for a minute, interrupted once the command runs."""
    length = f"60.{secrets.randbelow(10**6):06}"
    started = program.directory / "started"
    sleep = call("terminal", command=f"touch {started} && sleep {length}")
    script = program.peer.play(sleep, *later)
    conversation = program.converse(script)
    conversation.send_message("Please sleep.")
    running = Running(conversation)
    eventually(started.exists, 15, "the command runs")
    asked = time.monotonic()
    conversation.interrupt()
    running.wait(PROMPTLY)
    return conversation, length, time.monotonic() - asked


def sleepers(length):
    """Processes that sleep for this very time."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if words[:2] == [b"sleep", length.encode()]:
            found.append(entry)
    return found


def test_interrupting_a_sleeping_command_returns_promptly(program):
    conversation, _, seconds = interrupted_sleep(program)

    assert seconds < PROMPTLY
    wait_for_status(conversation, "paused")
    assert len(of_kind(conversation, InterruptEvent)) == 1


def test_an_interrupted_command_is_answered_with_an_error(program):
    conversation, _, _ = interrupted_sleep(program)

    (action,) = of_kind(conversation, ActionEvent)
    (error,) = of_kind(conversation, AgentErrorEvent)
    assert error.tool_call_id == action.tool_call_id
    assert "interrupted" in error.error.lower()
    assert of_kind(conversation, ObservationEvent) == []


@pytest.mark.berth_only
def test_an_interrupted_command_does_not_run_on(program):
    _, length, _ = interrupted_sleep(program)

    eventually(lambda: sleepers(length) == [], 10, "the command has ended")


def test_an_interrupted_conversation_runs_again(program):
    conversation, _, _ = interrupted_sleep(program, call("think", thought="Where was I?"), finish("Here."))

    run_to_the_end(conversation)
    assert outputs(conversation) == ["Your thought has been logged.", "Here."]


@pytest.mark.berth_only
def test_the_terminal_works_again_after_an_interrupt(program):
    conversation, _, _ = interrupted_sleep(program, call("terminal", command="echo alive"), finish())

    run_to_the_end(conversation)
    assert outputs(conversation) == ["alive", "Done."]


def test_interrupting_a_slow_model_returns_promptly_and_runs_again(program):
    never = threading.Event()
    script = program.peer.play(Turn(text="Too late.", gate=never), say("In time."))
    conversation = program.converse(script)
    conversation.send_message("Please do it.")
    running = Running(conversation)
    script.wait_for_request(1)

    asked = time.monotonic()
    conversation.interrupt()
    running.wait(PROMPTLY)
    assert time.monotonic() - asked < PROMPTLY
    wait_for_status(conversation, "paused")
    assert len(of_kind(conversation, InterruptEvent)) == 1

    run_to_the_end(conversation)
    never.set()
    answers = [m.llm_message.content[0].text for m in of_kind(conversation, MessageEvent)]
    assert answers == ["Please do it.", "In time."]


def test_a_message_during_a_tool_call_is_handled_in_the_same_run(program):
    gate = threading.Event()
    script = program.peer.play(held(gate, shell("echo one")), say("Both are done."))
    conversation = program.converse(script)
    conversation.send_message("Do the first thing.")
    running = Running(conversation)
    script.wait_for_request(1)

    conversation.send_message("And the second.")
    gate.set()
    running.wait()

    assert status(conversation) == "finished"
    assert len(script.requests) == 2
    assert "And the second." in str(script.requests[1]["messages"])


def test_a_message_during_the_last_answer_is_handled_in_the_same_run(program):
    gate = threading.Event()
    script = program.peer.play(held(gate, text="The first is done."), say("The second too."))
    conversation = program.converse(script)
    conversation.send_message("Do the first thing.")
    running = Running(conversation)
    script.wait_for_request(1)

    conversation.send_message("And the second.")
    gate.set()
    running.wait()

    assert status(conversation) == "finished"
    assert len(script.requests) == 2
    texts = [m.llm_message.content[0].text for m in of_kind(conversation, MessageEvent)]
    assert texts == ["Do the first thing.", "And the second.", "The first is done.", "The second too."]


def test_a_second_run_waits_for_the_one_that_is_going_on(program):
    gate = threading.Event()
    script = program.peer.play(held(gate, text="One answer for both."))
    conversation = program.converse(script)
    conversation.send_message("Please do it.")
    first = Running(conversation)
    script.wait_for_request(1)
    with program.http() as http:
        assert http.post(f"/api/conversations/{conversation.id}/run").status_code == 409

    gate.set()
    first.wait()
    assert status(conversation) == "finished" and len(script.requests) == 1


def test_run_without_blocking_returns_before_the_end(program):
    gate = threading.Event()
    script = program.peer.play(held(gate, text="Done at last."))
    conversation = program.converse(script)
    conversation.send_message("Please do it.")

    conversation.run(blocking=False)
    script.wait_for_request(1)
    assert status(conversation) in ("idle", "running")
    gate.set()

    wait_for_status(conversation, "finished")
