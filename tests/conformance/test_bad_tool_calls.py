# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A model that calls tools wrongly is told so, and may try again."""

import pytest
from openhands.sdk.event import ActionEvent, AgentErrorEvent

from llm_peer import Call, call, calls, finish
from program import kinds, of_kind, outputs, status


def refused(conversation):
    (error,) = of_kind(conversation, AgentErrorEvent)
    return error


def test_an_unknown_tool_is_refused_with_the_names_of_the_real_ones(program):
    script = program.peer.play(call("no_such_tool", x=1), call("terminal", command="echo ok"), finish())
    conversation = program.ask(script)

    error = refused(conversation)
    assert error.tool_name == "no_such_tool"
    assert error.error == (
        "Tool 'no_such_tool' not found. "
        "Available: ['terminal', 'file_editor', 'task_tracker', 'finish', 'think']"
    )
    assert status(conversation) == "finished"
    assert outputs(conversation)[0] == "ok"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param({"path": "/tmp"}, "command", id="a field is missing"),
        pytest.param({"command": "true", "surplus": 1}, "surplus", id="a field too many"),
        pytest.param({"command": "true", "is_input": "perhaps"}, "is_input", id="a field of the wrong type"),
        pytest.param("{not json", "", id="no JSON"),
    ],
)
def test_bad_arguments_are_refused_and_the_next_call_works(program, arguments, said):
    script = program.peer.play(
        calls(Call("terminal", arguments)), call("terminal", command="echo recovered"), finish()
    )
    conversation = program.ask(script)

    error = refused(conversation)
    assert error.tool_name == "terminal"
    assert error.error.startswith("Error validating tool 'terminal':") and said in error.error
    assert status(conversation) == "finished"
    assert outputs(conversation)[0] == "recovered"


def test_a_refused_call_is_an_action_without_an_action(program):
    script = program.peer.play(call("no_such_tool"), finish())
    conversation = program.ask(script)

    action = of_kind(conversation, ActionEvent)[0]
    assert action.action is None
    assert action.tool_call.name == "no_such_tool"
    assert refused(conversation).tool_call_id == action.tool_call_id
    assert kinds(conversation)[2:4] == ["ActionEvent", "AgentErrorEvent"]


def test_the_model_reads_why_its_call_was_refused(program):
    script = program.peer.play(call("no_such_tool"), finish())
    conversation = program.ask(script)

    assert script.tool_results() == [refused(conversation).error]


def test_good_calls_beside_a_bad_one_are_executed(program):
    script = program.peer.play(
        calls(
            Call("terminal", {"command": "echo before"}),
            Call("no_such_tool", {}),
            Call("terminal", {"command": "echo after"}),
        ),
        finish(),
    )
    conversation = program.ask(script)

    assert outputs(conversation)[:2] == ["before", "after"]
    assert len(of_kind(conversation, AgentErrorEvent)) == 1
    results = script.tool_results()
    assert len(results) == 3
    assert sum("not found" in text for text in results) == 1


def test_an_error_of_a_refused_call_says_what_the_program_can_do(program):
    conversation = program.ask(program.peer.play(call("no_such_tool"), finish()))

    classification = refused(conversation).classification
    assert classification is not None
    assert classification.kind == "agent_action" and classification.retryable
