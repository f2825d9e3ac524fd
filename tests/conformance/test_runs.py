# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run from the first message to its end."""

import pytest
from openhands.sdk.event import (
    ActionEvent,
    ConversationStateUpdateEvent,
    MessageEvent,
    ObservationEvent,
    StreamingDeltaEvent,
    SystemPromptEvent,
)

from llm_peer import Call, Turn, call, calls, finish, say
from program import (
    COST_PER_CALL,
    LLM_KEY,
    PATIENCE,
    kinds,
    of_kind,
    outputs,
    status,
    stored_events,
    told,
)
from target import eventually


def three_calls(program, text):
    return calls(
        Call("terminal", {"command": "echo out of the shell && pwd"}),
        Call(
            "file_editor",
            {"command": "create", "path": str(program.directory / "made.txt"), "file_text": "by the agent\n"},
        ),
        Call(
            "task_tracker",
            {"command": "plan", "task_list": [{"title": "look around", "status": "in_progress"}]},
        ),
        text=text,
    )


def test_several_tool_calls_in_one_response_run_to_finished(program):
    script = program.peer.play(three_calls(program, "I look around."), finish("All done."))
    conversation = program.ask(script)

    assert status(conversation) == "finished"
    assert (program.directory / "made.txt").read_text() == "by the agent\n"
    assert kinds(conversation) == [
        "SystemPromptEvent",
        "MessageEvent",
        *["ActionEvent"] * 3,
        *["ObservationEvent"] * 3,
        "ActionEvent",
        "ObservationEvent",
    ]


def test_actions_of_one_response_belong_together(program):
    script = program.peer.play(three_calls(program, "I look around."), finish())
    conversation = program.ask(script)

    first, second, third, last = of_kind(conversation, ActionEvent)
    assert [a.tool_name for a in (first, second, third, last)] == [
        "terminal",
        "file_editor",
        "task_tracker",
        "finish",
    ]
    assert first.llm_response_id == second.llm_response_id == third.llm_response_id
    assert last.llm_response_id != first.llm_response_id
    assert [part.text for part in first.thought] == ["I look around."]
    assert list(second.thought) == [] and list(third.thought) == []
    assert len({a.tool_call_id for a in (first, second, third, last)}) == 4


def test_every_action_is_answered_in_its_order(program):
    script = program.peer.play(three_calls(program, None), finish())
    conversation = program.ask(script)

    actions = of_kind(conversation, ActionEvent)
    observations = of_kind(conversation, ObservationEvent)
    assert [o.action_id for o in observations] == [a.id for a in actions]
    assert [o.tool_call_id for o in observations] == [a.tool_call_id for a in actions]
    assert [type(o.observation).__name__ for o in observations] == [
        "TerminalObservation",
        "FileEditorObservation",
        "TaskTrackerObservation",
        "FinishObservation",
    ]


def test_tool_outputs_reach_the_program_and_the_model(program):
    script = program.peer.play(three_calls(program, None), finish("All done."))
    conversation = program.ask(script)

    shell, editor, tracker, done = outputs(conversation)
    assert shell == f"out of the shell\n{program.directory}"
    assert editor == f"File created successfully at: {program.directory / 'made.txt'}"
    assert tracker == "Task list has been updated with 1 item(s)."
    assert done == "All done."
    terminal = of_kind(conversation, ObservationEvent)[0].observation
    assert terminal.exit_code == 0 and not terminal.is_error
    assert terminal.metadata.working_dir == str(program.directory)

    told_model = script.tool_results()
    assert len(told_model) == 3
    assert told_model[0].startswith(f"out of the shell\n{program.directory}\n[The command completed with exit code 0.]")
    assert told_model[1:] == [editor, tracker]


def test_the_model_gets_the_messages_tools_and_key_of_the_program(program):
    script = program.peer.play(say("Hello."))
    program.ask(script, "What is this?")

    request = script.requests[0]
    assert [m["role"] for m in request["messages"]] == ["system", "user"]
    assert "What is this?" in str(request["messages"][1]["content"])
    assert [t["function"]["name"] for t in request["tools"]] == [
        "terminal",
        "file_editor",
        "task_tracker",
        "finish",
        "think",
    ]
    assert {headers["authorization"] for headers in script.headers} == {f"Bearer {LLM_KEY}"}


def test_a_reply_of_text_alone_finishes(program):
    conversation = program.ask(program.peer.play(say("There is nothing to do.")))

    assert status(conversation) == "finished"
    assert kinds(conversation) == ["SystemPromptEvent", "MessageEvent", "MessageEvent"]
    answer = of_kind(conversation, MessageEvent)[-1]
    assert answer.source == "agent" and answer.llm_message.role == "assistant"
    assert answer.llm_message.content[0].text == "There is nothing to do."


def test_an_empty_reply_is_nudged_until_there_is_an_answer(program):
    script = program.peer.play(Turn(text=""), say("Sorry. Here I am."))
    conversation = program.ask(script)

    assert status(conversation) == "finished"
    user, empty, nudge, answer = of_kind(conversation, MessageEvent)
    assert [m.source for m in (user, empty, nudge, answer)] == ["user", "agent", "environment", "agent"]
    assert nudge.llm_message.role == "user" and nudge.llm_message.content[0].text
    assert answer.llm_message.content[0].text == "Sorry. Here I am."
    assert len(script.requests) == 2


def test_a_second_message_goes_on_where_the_first_run_ended(program):
    script = program.peer.play(say("One."), say("Two."))
    conversation = program.ask(script, "First question")
    conversation.send_message("Second question")
    conversation.run(timeout=PATIENCE)

    assert status(conversation) == "finished"
    roles = [m["role"] for m in script.requests[-1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert kinds(conversation) == ["SystemPromptEvent", *["MessageEvent"] * 4]


def test_the_status_news_follow_the_run(program):
    conversation = program.ask(program.peer.play(say("Done.")))

    news = [
        e.value
        for e in of_kind(conversation, ConversationStateUpdateEvent)
        if e.key == "execution_status"
    ]
    assert news == ["running", "finished"]
    user = of_kind(conversation, MessageEvent)[0]
    last_message = [
        e.value
        for e in of_kind(conversation, ConversationStateUpdateEvent)
        if e.key == "last_user_message_id"
    ]
    assert last_message == [user.id]


def test_the_first_event_is_the_system_prompt_with_the_tools(program):
    conversation = program.ask(program.peer.play(say("Done.")))

    first = told(conversation)[0]
    assert isinstance(first, SystemPromptEvent)
    assert first.system_prompt.text
    assert [type(t).__name__ for t in first.tools] in (
        [],
        ["TerminalTool", "FileEditorTool", "TaskTrackerTool", "FinishTool", "ThinkTool"],
    )


def test_events_form_one_chain_in_the_order_of_their_times(program):
    script = program.peer.play(call("terminal", command="true"), finish())
    conversation = program.ask(script)

    chain = told(conversation)
    assert chain[0].parent_id is None
    assert [e.parent_id for e in chain[1:]] == [e.id for e in chain[:-1]]
    times = [e["timestamp"] for e in program.stored_events(conversation)]
    assert times == sorted(times)


def test_stats_count_the_calls_and_their_cost(program):
    script = program.peer.play(call("terminal", command="true"), finish())
    conversation = program.ask(script)

    def calls_counted():
        usage = conversation.state.stats.get_combined_metrics().accumulated_token_usage
        return usage is not None and usage.prompt_tokens == 100 * calls_made()

    def calls_made():
        return len(script.requests) + len(script.side_requests)

    eventually(calls_counted, 10, "every call is counted, the title's too")
    metrics = conversation.state.stats.get_combined_metrics()
    assert len(script.requests) == 2
    assert metrics.accumulated_cost == pytest.approx(calls_made() * COST_PER_CALL)
    assert metrics.accumulated_token_usage.completion_tokens == 20 * calls_made()


def test_a_streaming_model_is_shown_word_by_word_and_stored_once(program):
    words = "These are quite a few words."
    script = program.peer.play(say(words))
    seen = []
    conversation = program.ask(script, llm=program.llm(script, stream=True), callbacks=[seen.append])

    deltas = [e for e in seen if isinstance(e, StreamingDeltaEvent)]
    assert len(deltas) > 3
    assert "".join(e.content or "" for e in deltas) == words
    answer = of_kind(conversation, MessageEvent)[-1]
    assert answer.llm_message.content[0].text == words
    with program.http() as http:
        stored = stored_events(http, str(conversation.id))
    assert "StreamingDeltaEvent" not in [e["kind"] for e in stored]


def test_a_streamed_tool_call_is_put_together(program):
    script = program.peer.play(
        Turn(text="I write.", calls=(Call("terminal", {"command": "echo streamed > file"}),)), finish()
    )
    conversation = program.ask(script, llm=program.llm(script, stream=True))

    assert status(conversation) == "finished"
    assert (program.directory / "file").read_text() == "streamed\n"


def test_the_default_view_of_the_sdk_prints_the_run(program, capsys):
    from openhands.sdk.conversation.visualizer import DefaultConversationVisualizer

    script = program.peer.play(call("terminal", command="echo visible"), finish("It is visible."))
    program.ask(script, visualizer=DefaultConversationVisualizer)

    printed = capsys.readouterr().out
    assert "echo visible" in printed and "It is visible." in printed
