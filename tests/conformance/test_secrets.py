# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets work in commands and show up nowhere else."""

import secrets

import pytest

from llm_peer import Call, call, calls, finish, say
from program import LLM_KEY, PATIENCE, Program, outputs, status
from recorder import events_socket, session_socket


@pytest.fixture
def used(program):
    """A conversation whose commands used and printed a secret, and everything that was read from it."""
    value = f"value-{secrets.token_hex(12)}"
    script = program.peer.play(
        calls(
            Call("terminal", {"command": "printf %s $DEPLOY_TOKEN > used.txt"}),
            Call("terminal", {"command": "echo it is $DEPLOY_TOKEN now"}),
        ),
        call("terminal", command="cat used.txt"),
        finish(),
    )
    conversation = program.converse(script, secrets={"DEPLOY_TOKEN": value})
    reader = events_socket(program.server, conversation.id)
    cursor = session_socket(program.server, conversation.id, after_seq=-1)
    conversation.send_message("Please deploy.")
    conversation.run(timeout=PATIENCE)
    assert status(conversation) == "finished"
    yield conversation, script, value, [reader, cursor]
    reader.close()
    cursor.close()


def everything_rest_tells(program: Program, conversation) -> str:
    """The bodies of all answers about this conversation, as one text."""
    paths = [
        f"/api/conversations/{conversation.id}",
        f"/api/conversations/{conversation.id}?include_skills=true",
        f"/api/conversations?ids={conversation.id}",
        "/api/conversations/search",
        f"/api/conversations/{conversation.id}/events/search",
        f"/api/conversations/{conversation.id}/events/search?sort_order=TIMESTAMP_DESC",
        f"/api/conversations/{conversation.id}/agent_final_response",
        "/server_info",
    ]
    paths += [
        f"/api/conversations/{conversation.id}/events/{event['id']}"
        for event in program.stored_events(conversation)
    ]
    with program.http() as http:
        answers = [http.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    return "\n".join(answer.text for answer in answers)


def test_a_command_can_use_a_secret(program, used):
    _, _, value, _ = used

    assert (program.directory / "used.txt").read_text() == value


def test_a_secret_is_masked_in_the_output_of_a_command(program, used):
    conversation, _, _, _ = used

    assert outputs(conversation)[1] == "it is <secret-hidden> now"
    assert outputs(conversation)[2] == "<secret-hidden>"


def test_a_secret_is_in_no_answer_of_the_server(program, used):
    conversation, _, value, _ = used

    assert value not in everything_rest_tells(program, conversation)


def test_a_secret_is_in_no_frame_of_a_socket(program, used):
    _, _, value, readers = used

    for reader in readers:
        assert len(reader.frames) > 5
        assert value not in str(reader.frames)


def test_the_model_never_reads_a_secret(program, used):
    _, script, value, _ = used

    assert value not in str(script.requests) + str(script.side_requests)


def test_the_key_of_the_model_is_in_no_answer_and_no_frame(program, used):
    conversation, _, _, readers = used

    assert LLM_KEY not in everything_rest_tells(program, conversation)
    for reader in readers:
        assert LLM_KEY not in str(reader.frames)


def test_a_secret_can_be_added_later(program):
    value = f"value-{secrets.token_hex(12)}"
    script = program.peer.play(call("terminal", command="echo [$LATE_TOKEN] | tee used.txt"), finish())
    conversation = program.converse(script)
    conversation.update_secrets({"LATE_TOKEN": value})
    conversation.send_message("Please do it.")
    conversation.run(timeout=PATIENCE)

    assert (program.directory / "used.txt").read_text() == f"[{value}]\n"
    assert outputs(conversation)[0] == "[<secret-hidden>]"


def test_the_key_of_the_server_is_not_in_the_terminal_of_an_agent(program):
    script = program.peer.play(call("terminal", command="env"), finish())
    conversation = program.ask(script)

    lines = outputs(conversation)[0].splitlines()
    assert not [line for line in lines if line.startswith("SESSION_API_KEY=")]


@pytest.mark.berth_only
def test_a_secret_is_in_no_piece_of_a_streamed_answer(program):
    value = " ".join(secrets.token_hex(4) for _ in range(4))  # the model streams it word by word
    script = program.peer.play(say(f"It was {value} all the time."))
    conversation = program.converse(
        script, llm=program.llm(script, stream=True), secrets={"PHRASE": value}
    )
    reader = events_socket(program.server, conversation.id)
    cursor = session_socket(program.server, conversation.id, after_seq=-1)
    conversation.send_message("What was it?")
    conversation.run(timeout=PATIENCE)
    for frames in (reader.frames, cursor.frames):
        pieces = [frame for frame in frames if "delta" in str(frame.get("type", frame.get("kind"))).lower()]
        text = "".join(piece["content"] for piece in pieces)
        assert len(pieces) > 3
        assert text == "It was <secret-hidden> all the time."
        assert not any(word in str(frames) for word in value.split())
    reader.close()
    cursor.close()
