# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a start request may add to an agent, and what it may not."""

import uuid

import pytest

from llm_peer import say
from program import PATIENCE
from target import eventually
from test_family import start


def look(name=None, **fields):
    return {"name": name or f"look_{uuid.uuid4().hex}", "description": "Looks."} | fields


def test_two_client_tools_need_two_names(program):
    tool = look()
    answer = start(program, program.peer.play(), client_tools=[tool, tool])

    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], str) and tool["name"] in answer.json()["detail"]


def test_a_client_tool_cannot_take_the_name_of_a_tool(program):
    answer = start(program, program.peer.play(), client_tools=[look("terminal")])

    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], str) and "terminal" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("tool", "place"),
    [
        (look(parameters={"type": "array"}), "parameters"),
        ({"name": "look_without"}, "description"),
        ({"description": "Looks."}, "name"),
    ],
)
def test_a_wrong_client_tool_is_refused(program, tool, place):
    answer = start(program, program.peer.play(), client_tools=[tool])

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "client_tools", 0, place]


def test_client_tools_are_told(program):
    tool = look()
    made = start(program, program.peer.play(), client_tools=[tool]).json()

    assert made["client_tools"][0]["name"] == tool["name"]
    assert made["agent"]["tools"][-1]["name"] == tool["name"]


@pytest.mark.berth_only
def test_client_tools_of_two_conversations_are_strangers(program):
    tool = look()
    schema = {"type": "object", "properties": {"where": {"type": "string"}}}
    assert start(program, program.peer.play(), client_tools=[tool]).status_code == 201
    other = tool | {"parameters": schema}
    assert start(program, program.peer.play(), client_tools=[other]).status_code == 201


def test_a_suffix_is_added_to_the_instructions(program):
    script = program.peer.play(say("Done."))
    additions = {"system_message_suffix_append": "  Speak like a sailor. "}
    llm = program.llm(script).model_dump(mode="json", context={"expose_secrets": True})
    context = {"system_message_suffix": "Be brief."}
    agent = {"kind": "Agent", "llm": llm, "tools": [], "agent_context": context}
    made = start(program, script, agent=agent, agent_launch_additions=additions).json()
    suffix = made["agent"]["agent_context"]["system_message_suffix"]
    assert suffix == "Be brief.\n\nSpeak like a sailor."
    conversation = program.converse(script, conversation_id=made["id"])
    conversation.send_message("Hello.")
    conversation.run(timeout=PATIENCE)

    assert "Speak like a sailor." in str(script.requests[0]["messages"][0])


@pytest.mark.parametrize(
    ("additions", "place"),
    [
        ({"colour": 1}, ["agent_launch_additions", "colour"]),
        (
            {"system_message_suffix_append": "x" * 32769},
            ["agent_launch_additions", "system_message_suffix_append"],
        ),
    ],
)
def test_wrong_additions_are_refused(program, additions, place):
    answer = start(program, program.peer.play(), agent_launch_additions=additions)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", *place]


def test_another_llm_profile_needs_an_agent_profile(program):
    additions = {"llm_profile_ref": "fast"}
    assert start(program, program.peer.play(), agent_launch_additions=additions).status_code == 422


def test_tool_modules_come_back(program):
    modules = {"terminal": "openhands.tools.terminal.definition"}
    made = start(program, program.peer.play(), tool_module_qualnames=modules)

    assert made.json()["tool_module_qualnames"] == modules
    wrong = start(program, program.peer.play(), tool_module_qualnames={"terminal": 3})
    assert wrong.status_code == 422
    assert wrong.json()["detail"][0]["loc"] == ["body", "tool_module_qualnames", "terminal"]


def test_a_title_may_be_asked_for_in_other_words(program):
    script = program.peer.play()
    wish = "Name this in {max_length}: {conversation_content}"
    llm = program.llm(script).model_dump(mode="json", context={"expose_secrets": True})
    agent = {"kind": "Agent", "llm": llm, "tools": []}
    made = start(program, script, agent=agent, autotitle=True, prompt=wish).json()
    with program.http() as http:
        message = {"role": "user", "content": [{"type": "text", "text": "Paint the hull."}]}
        http.post(f"/api/conversations/{made['id']}/events", json=message)
    eventually(lambda: bool(script.side_requests), 10, "the model is asked for a title")

    assert "Name this in 50: Paint the hull." in str(script.side_requests[0]["messages"])


def test_only_local_conversations_are_served(program):
    answer = start(program, program.peer.play(), conversation_runtime="docker")
    assert answer.status_code == 422 and isinstance(answer.json()["detail"], str)
    assert start(program, program.peer.play(), conversation_runtime="local").status_code == 201
    assert start(program, program.peer.play(), prompt="x" * 2001).status_code == 422
