# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person decides what the agent may do."""

import pytest
from openhands.sdk.event import ConversationStateUpdateEvent, ObservationEvent, UserRejectObservation
from openhands.sdk.security.confirmation_policy import AlwaysConfirm, NeverConfirm

from llm_peer import Call, call, calls, finish, say
from program import PATIENCE, of_kind, outputs, status, wait_for_status
from target import eventually


@pytest.fixture
def waiting(program):
    """A conversation with a command that waits for its approval."""
    script = program.peer.play(call("terminal", command="echo approved > made.txt"), finish())
    conversation = program.converse(script)
    conversation.set_confirmation_policy(AlwaysConfirm())
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)
    return conversation, script


def test_a_new_policy_is_seen_in_the_state(program):
    conversation = program.converse(program.peer.play())
    assert isinstance(conversation.state.confirmation_policy, NeverConfirm)

    conversation.set_confirmation_policy(AlwaysConfirm())

    eventually(
        lambda: isinstance(conversation.state.confirmation_policy, AlwaysConfirm), 5, "the policy is news"
    )
    keys = [e.key for e in of_kind(conversation, ConversationStateUpdateEvent)]
    assert "confirmation_policy" in keys


def test_a_run_returns_when_an_action_waits_for_approval(program, waiting):
    conversation, _ = waiting

    assert status(conversation) == "waiting_for_confirmation"
    assert not (program.directory / "made.txt").exists()
    assert of_kind(conversation, ObservationEvent) == []


def test_running_again_approves_the_action(program, waiting):
    conversation, _ = waiting
    conversation.run(timeout=PATIENCE)

    assert status(conversation) == "finished"
    assert (program.directory / "made.txt").read_text() == "approved\n"


def test_a_rejected_action_is_not_executed(program, waiting):
    conversation, script = waiting
    script.turns = iter([say("Then I leave it.")])

    conversation.reject_pending_actions("Not in this directory")
    wait_for_status(conversation, "idle")
    conversation.run(timeout=PATIENCE)

    (rejection,) = of_kind(conversation, UserRejectObservation)
    assert rejection.rejection_reason == "Not in this directory"
    assert not (program.directory / "made.txt").exists()
    assert status(conversation) == "finished"
    assert "Not in this directory" in script.tool_results()[0]


def test_all_actions_of_a_response_wait_together(program):
    script = program.peer.play(
        calls(Call("terminal", {"command": "echo one"}), Call("terminal", {"command": "echo two"})), finish()
    )
    conversation = program.converse(script)
    conversation.set_confirmation_policy(AlwaysConfirm())
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)
    assert status(conversation) == "waiting_for_confirmation" and outputs(conversation) == []

    conversation.run(timeout=PATIENCE)
    assert outputs(conversation) == ["one", "two", "Done."]


def test_finishing_needs_no_approval(program):
    conversation = program.converse(program.peer.play(finish("All done.")))
    conversation.set_confirmation_policy(AlwaysConfirm())
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)

    assert status(conversation) == "finished"
