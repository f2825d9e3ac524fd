# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an agent does, and what is kept of it."""

import itertools

from differ.scenario import scenario, variant
from differ.side import Side
from llm_peer import Call, Turn, call, calls, finish, say
from recorder import durable, events_socket, session_socket


def shell(command: str, **more: object) -> Call:
    return Call("terminal", {"command": command, **more})


def play(*turns: Turn):
    """A scenario: the client asks once, and the log is compared."""

    def scenario_of(side: Side) -> None:
        here = str(side.directory)
        placed = [
            Turn(turn.text, tuple(_placed(one, here) for one in turn.calls)) for turn in turns
        ]
        conversation = side.ask(side.peer.play(*placed))
        side.log(conversation.id)

    return scenario_of


def _placed(one: Call, here: str) -> Call:
    if isinstance(one.arguments, str):
        return one
    return Call(
        one.tool,
        {k: v.replace("HERE", here) if isinstance(v, str) else v for k, v in one.arguments.items()},
    )


def edit(command: str, **more: object) -> Call:
    return Call("file_editor", {"command": command, "path": "HERE/file.txt", **more})


for name, turns in {
    "a_text_answer": [say("Just an answer.")],
    "a_finish": [finish("All done.")],
    "a_run_with_tools": [
        calls(shell("echo hello"), text="I look around."),
        call("think", thought="That was easy."),
        finish("All done."),
    ],
    "several_calls_in_one_response": [
        calls(
            shell("echo one"), Call("think", {"thought": "two"}), shell("echo three"), text="Three."
        ),
        finish(),
    ],
    "a_finish_among_other_calls": [calls(shell("echo one"), Call("finish", {"message": "End."}))],
    "calls_with_risk_and_summary": [
        calls(shell("echo one", security_risk="LOW", summary="says one")),
        finish(),
    ],
    "an_unknown_tool": [call("no_such_tool", x=1), finish()],
    "another_name_for_a_tool": [call("execute_bash", command="echo alias"), finish()],
    "a_call_without_a_field": [call("terminal", path="/tmp"), finish()],
    "a_call_with_a_field_too_many": [call("terminal", command="true", surplus=1), finish()],
    "a_call_with_a_wrong_type": [call("terminal", command="true", is_input="perhaps"), finish()],
    "a_call_that_is_not_json": [calls(Call("terminal", "{not json")), finish()],
    "a_call_that_is_a_list": [calls(Call("terminal", "[1, 2]")), finish()],
    "a_call_without_arguments": [calls(Call("terminal", "")), finish()],
    "a_bad_call_beside_a_good_one": [
        calls(shell("echo good"), Call("terminal", {"x": 1})),
        finish(),
    ],
    "a_command_that_fails": [
        calls(shell("ls /absent")),
        calls(shell("exit_code() { return 3; }; exit_code")),
        finish(),
    ],
    "commands_share_a_shell": [calls(shell("cd / && X=5")), calls(shell("pwd; echo $X")), finish()],
    "a_command_without_output": [calls(shell("true")), calls(shell("")), finish()],
    "two_statements_in_one_command": [calls(shell("echo one\necho two")), finish()],
    "a_command_that_times_out": [
        calls(shell("sleep 30", timeout=1)),
        calls(shell("C-c", is_input=True)),
        calls(shell("echo after")),
        finish(),
    ],
    "a_shell_that_is_reset": [
        calls(shell("X=5")),
        calls(shell("", reset=True)),
        calls(shell("echo [$X]")),
        finish(),
    ],
    "input_without_a_command": [calls(shell("y", is_input=True)), finish()],
    "the_task_list": [
        call("task_tracker", command="view"),
        call(
            "task_tracker",
            command="plan",
            task_list=[
                {"title": "one", "status": "in_progress"},
                {"title": "two", "notes": "later"},
            ],
        ),
        call("task_tracker", command="view"),
        finish(),
    ],
    "files_are_edited": [
        calls(edit("create", file_text="one\ntwo\nthree\n")),
        calls(edit("view")),
        calls(edit("view", view_range=[2, 3])),
        calls(edit("str_replace", old_str="two", new_str="zwei")),
        calls(edit("insert", insert_line=1, new_str="one and a half")),
        calls(edit("undo_edit")),
        calls(edit("view")),
        finish(),
    ],
    "edits_that_fail": [
        calls(edit("view")),
        calls(edit("create", file_text="a\na\n")),
        calls(edit("create", file_text="again")),
        calls(edit("str_replace", old_str="a", new_str="b")),
        calls(edit("str_replace", old_str="absent", new_str="b")),
        calls(edit("insert", insert_line=99, new_str="b")),
        calls(edit("view", view_range=[5, 2])),
        calls(edit("str_replace", new_str="b")),
        calls(Call("file_editor", {"command": "view", "path": "relative.txt"})),
        calls(Call("file_editor", {"command": "jump", "path": "HERE/file.txt"})),
        finish(),
    ],
    "a_directory_is_viewed": [
        calls(shell("mkdir -p sub/deep && touch sub/a.txt sub/deep/b.txt .hidden")),
        calls(Call("file_editor", {"command": "view", "path": "HERE"})),
        finish(),
    ],
    "an_empty_answer": [say(""), say("Now a real one.")],
}.items():
    variant(name, play(*turns))


@scenario
def the_steps_are_limited(side: Side) -> None:
    numbers = itertools.count(1)
    script = side.peer.repeat(lambda: call("terminal", command=f"echo step {next(numbers)}"))
    conversation = side.converse(script, max_iteration_per_run=2)
    conversation.send_message("Count.")
    side.run(conversation)
    side.log(conversation.id)


def stuck(turns):
    def scenario_of(side: Side) -> None:
        conversation = side.converse(side.peer.repeat(turns()), max_iteration_per_run=12)
        conversation.send_message("Go on for ever.")
        side.run(conversation)
        side.log(conversation.id)

    return scenario_of


def alternating():
    numbers = itertools.count()
    return lambda: call("terminal", command=f"echo {next(numbers) % 2}")


variant("stuck_in_the_same_action", stuck(lambda: lambda: call("terminal", command="echo same")))
variant("stuck_in_the_same_error", stuck(lambda: lambda: call("no_such_tool", x=1)))
variant("stuck_in_two_actions", stuck(alternating))
variant("stuck_in_empty_answers", stuck(lambda: lambda: say("")))


@scenario
def repetition_without_stuck_detection(side: Side) -> None:
    script = side.peer.repeat(lambda: call("terminal", command="echo same"))
    conversation = side.converse(script, max_iteration_per_run=5, stuck_detection=False)
    conversation.send_message("Go on.")
    side.run(conversation)
    side.log(conversation.id)


@scenario
def a_second_message_after_the_end(side: Side) -> None:
    conversation = side.ask(side.peer.play(finish("One."), say("Two.")))
    conversation.send_message("And now?")
    side.run(conversation)
    side.log(conversation.id)


@scenario
def a_run_without_a_message(side: Side) -> None:
    made = side.start(side.peer.play(say("Nobody asked.")))
    side.post(f"/api/conversations/{made}/run")
    side.rest(made)
    side.log(made)


@scenario
def a_run_of_a_finished_conversation(side: Side) -> None:
    made = side.chat(side.peer.play(say("One."), say("Two.")))
    side.post(f"/api/conversations/{made}/run")
    side.rest(made)
    side.log(made)


@scenario
def what_is_streamed(side: Side) -> None:
    script = side.peer.play(calls(shell("echo x"), text="I look."), say("Three short words."))
    conversation = side.converse(script, llm=side.program.llm(script, stream=True))
    events, session = (
        events_socket(side.server, conversation.id),
        session_socket(side.server, conversation.id),
    )
    conversation.send_message("Please do it.")
    side.run(conversation)
    side.log(conversation.id)
    deltas = [f for f in events.frames if f["kind"] == "StreamingDeltaEvent"]
    side.note("texts", "".join(f.get("content") or "" for f in deltas))
    side.note("fields of a delta", sorted(deltas[0]) if deltas else None)
    side.note("kinds of frames", sorted({f["kind"] for f in events.frames}))
    side.note("types of frames", sorted({f["type"] for f in session.frames}))
    side.note(
        "text by items", "".join(f["content"] for f in session.frames if f["type"] == "delta")
    )
    first = {f["type"]: sorted(f) for f in reversed(session.frames)}
    side.note("fields of frames", first)
    side.note(
        "durable", [seq for seq, event in durable(session.frames) if event["kind"] != "X"][:3]
    )
    events.close()
    session.close()


@scenario
def an_image_in_a_message(side: Side) -> None:
    pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA"
    made = side.start(side.peer.play(say("A pixel.")))
    content = [{"type": "text", "text": "What is it?"}, {"type": "image", "image_urls": [pixel]}]
    side.post(f"/api/conversations/{made}/events", json={"content": content, "run": True})
    side.rest(made, "finished")
    side.log(made)


@scenario
def secrets_in_commands(side: Side) -> None:
    script = side.peer.play(calls(shell("echo it is $TOKEN now")), finish())
    conversation = side.ask(script, secrets={"TOKEN": "hush-hush-1234"})
    side.log(conversation.id)
    path = f"/api/conversations/{conversation.id}/secrets"
    for name, body in {
        "a text": {"secrets": {"A": "text"}},
        "an object": {"secrets": {"B": {"value": "v"}}},
        "a source": {"secrets": {"C": {"kind": "StaticSecret", "value": "v", "description": "d"}}},
        "nothing": {},
        "an unknown source": {"secrets": {"D": {"kind": "Nothing", "value": "v"}}},
        "a number": {"secrets": {"E": 5}},
        "a list": {"secrets": []},
    }.items():
        side.post(path, json=body, label=name)
    side.note("registry", side.info(str(conversation.id))["secret_registry"])


@scenario
def the_request_to_the_model(side: Side) -> None:
    script = side.peer.play(calls(shell("echo one"), text="I look."), finish())
    side.ask(script)
    last = script.requests[-1]
    side.note("fields", sorted(last))
    side.note("messages", last["messages"][1:])
    side.note(
        "parts of the system message", [sorted(part) for part in last["messages"][0]["content"]]
    )
    side.note("tools", [tool["function"]["name"] for tool in last["tools"]])
    side.note(
        "parameters",
        {
            tool["function"]["name"]: tool["function"]["parameters"].get("required")
            for tool in last["tools"]
        },
    )
    side.note(
        "properties",
        {
            tool["function"]["name"]: sorted(tool["function"]["parameters"]["properties"])
            for tool in last["tools"]
        },
    )
