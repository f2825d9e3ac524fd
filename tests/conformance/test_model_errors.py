# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program sees when the model fails, and that it may go on afterwards."""

import itertools

import pytest
from openhands.sdk.conversation.exceptions import ConversationRunError
from openhands.sdk.event import ConversationStateUpdateEvent, MessageEvent
from openhands.sdk.event.conversation_error import ConversationErrorEvent

from llm_peer import call, fail, say
from program import PATIENCE, of_kind, outputs, status
from target import eventually


def ended_with_error(event):
    """The snapshot after a failed run. The next run() may take it for its own when it asks too early."""
    return (
        isinstance(event, ConversationStateUpdateEvent)
        and event.key == "full_state"
        and event.value["execution_status"] == "error"
    )


@pytest.mark.parametrize(
    ("http_status", "words", "code"),
    [
        (400, "this request is bad", "LLMBadRequestError"),
        (401, "this key is bad", "LLMAuthenticationError"),
        (404, "this model is not there", "NotFoundError"),
        (429, "this is too much", "LLMRateLimitError"),
        (500, "this went wrong", "LLMServiceUnavailableError"),
    ],
)
def test_a_failing_model_ends_the_run_with_its_error(program, http_status, words, code):
    script = program.peer.play(fail(http_status, words))
    conversation = program.converse(script)
    conversation.send_message("Please do it.")

    with pytest.raises(ConversationRunError, match=code) as raised:
        conversation.run(timeout=PATIENCE)

    (error,) = of_kind(conversation, ConversationErrorEvent)
    assert error.code == code
    assert f"{code}: {error.detail}" in str(raised.value)
    assert http_status == 401 or words in error.detail
    assert status(conversation) == "error"


def test_the_error_is_classified_for_the_program(program):
    conversation = program.converse(program.peer.play(fail(401, "this key is bad")))
    conversation.send_message("Please do it.")
    with pytest.raises(ConversationRunError):
        conversation.run(timeout=PATIENCE)

    (error,) = of_kind(conversation, ConversationErrorEvent)
    assert error.classification.kind == "auth"
    assert error.classification.user_action == "settings"


def test_the_run_after_an_error_goes_on(program):
    script = program.peer.play(fail(400, "not now"), say("Here I am."))
    seen = []
    conversation = program.converse(script, callbacks=[seen.append])
    conversation.send_message("Please do it.")
    with pytest.raises(ConversationRunError):
        conversation.run(timeout=PATIENCE)
    eventually(lambda: any(ended_with_error(e) for e in seen), 10, "the server has ended the run")

    conversation.run(timeout=PATIENCE)

    assert status(conversation) == "finished"
    assert of_kind(conversation, MessageEvent)[-1].llm_message.content[0].text == "Here I am."


def test_a_run_that_takes_too_many_steps_is_stopped(program):
    numbers = itertools.count(1)
    script = program.peer.repeat(lambda: call("terminal", command=f"echo step {next(numbers)}"))
    conversation = program.converse(script, max_iteration_per_run=3)
    conversation.send_message("Count.")

    with pytest.raises(ConversationRunError, match="MaxIterationsReached"):
        conversation.run(timeout=PATIENCE)

    (error,) = of_kind(conversation, ConversationErrorEvent)
    assert error.code == "MaxIterationsReached" and "3" in error.detail
    assert status(conversation) == "error"
    assert outputs(conversation) == ["step 1", "step 2", "step 3"]


def test_the_limit_of_steps_counts_anew_in_the_next_run(program):
    numbers = itertools.count(1)
    script = program.peer.repeat(lambda: call("terminal", command=f"echo step {next(numbers)}"))
    seen = []
    conversation = program.converse(script, max_iteration_per_run=2, callbacks=[seen.append])
    conversation.send_message("Count.")
    for number in (1, 2):
        with pytest.raises(ConversationRunError, match="MaxIterationsReached"):
            conversation.run(timeout=PATIENCE)
        eventually(lambda: sum(map(ended_with_error, seen)) >= number, 10, "the server has ended the run")

    assert outputs(conversation) == ["step 1", "step 2", "step 3", "step 4"]
    assert len(of_kind(conversation, ConversationErrorEvent)) == 2
