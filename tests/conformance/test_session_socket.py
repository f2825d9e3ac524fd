# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The socket with a cursor: a reader that comes back loses nothing and sees nothing twice."""

import threading
import uuid

import pytest
from websockets.exceptions import InvalidStatus

from llm_peer import Turn, call, finish, say
from program import PATIENCE, Running
from recorder import durable, events_socket, session_socket
from target import eventually


@pytest.fixture
def finished(program):
    script = program.peer.play(call("terminal", command="echo one"), finish())
    conversation = program.ask(script)
    return conversation, program.stored_events(conversation)


def test_the_whole_log_is_replayed_in_order(program, finished):
    conversation, stored = finished
    reader = session_socket(program.server, conversation.id, after_seq=-1)
    reader.wait_for(len(stored) + 1)
    reader.close()

    assert reader.frames[0] == {"type": "sync", "from_seq": -1, "through_seq": len(stored) - 1}
    assert durable(reader.frames) == list(enumerate(stored))


def test_a_cursor_asks_for_what_comes_after_it(program, finished):
    conversation, stored = finished
    reader = session_socket(program.server, conversation.id, after_seq=3)
    reader.wait_for(len(stored) - 4 + 1)
    reader.close()

    assert durable(reader.frames) == list(enumerate(stored))[4:]


def test_without_a_cursor_nothing_is_replayed(program, finished):
    conversation, stored = finished
    reader = session_socket(program.server, conversation.id)
    reader.wait_for(2)
    reader.close()

    assert reader.frames[0] == {"type": "sync", "through_seq": len(stored) - 1}
    assert durable(reader.frames) == []
    assert reader.frames[1]["type"] == "transient"
    assert reader.frames[1]["event"]["key"] == "full_state"


def test_a_cursor_beyond_the_end_replays_nothing_and_hears_what_follows(program):
    script = program.peer.play(say("One."), say("Two."))
    conversation = program.ask(script)
    before = len(program.stored_events(conversation))
    reader = session_socket(program.server, conversation.id, after_seq=1000)
    reader.wait_for(2)
    conversation.send_message("And now?")
    conversation.run(timeout=PATIENCE)
    stored = program.stored_events(conversation)
    eventually(lambda: len(durable(reader.frames)) >= len(stored) - before, 10, "what follows arrives")
    reader.close()

    assert reader.frames[0] == {"type": "sync", "from_seq": 1000, "through_seq": before - 1}
    assert durable(reader.frames) == list(enumerate(stored))[before:]


def test_a_cursor_that_is_no_number_is_refused_before_the_upgrade(program, finished):
    with pytest.raises(InvalidStatus) as refusal:
        session_socket(program.server, finished[0].id, after_seq="soon")

    assert refusal.value.response.status_code == 403


def test_replay_goes_over_into_live_without_a_gap(program):
    script = program.peer.play(say("One."), say("Two."))
    conversation = program.ask(script)
    reader = session_socket(program.server, conversation.id, after_seq=-1)
    conversation.send_message("And now?")
    conversation.run(timeout=PATIENCE)
    stored = program.stored_events(conversation)
    eventually(lambda: len(durable(reader.frames)) >= len(stored), 10, "all stored events arrive")
    reader.close()

    assert durable(reader.frames) == list(enumerate(stored))


def test_a_streamed_answer_opens_an_item_that_its_event_closes(program):
    gate = threading.Event()
    script = program.peer.play(Turn(text="Word by word.", gate=gate))
    conversation = program.converse(script, llm=program.llm(script, stream=True))
    conversation.send_message("Please do it.")
    reader = session_socket(program.server, conversation.id)
    reader.wait_for(2)
    running = Running(conversation)
    script.wait_for_request(1)
    gate.set()
    running.wait()
    eventually(
        lambda: any(e.get("source") == "agent" for _, e in durable(reader.frames)), 10, "the answer arrives"
    )
    reader.close()

    (started,) = [f for f in reader.frames if f["type"] == "item_started"]
    deltas = [f for f in reader.frames if f["type"] == "delta"]
    (answer,) = [e for _, e in durable(reader.frames) if e["kind"] == "MessageEvent"]
    assert "".join(f["content"] for f in deltas) == "Word by word."
    assert [f["order"] for f in deltas] == sorted(f["order"] for f in deltas)
    assert {f["item_id"] for f in deltas} == {started["item_id"]} == {answer["id"]}


@pytest.mark.parametrize("open_socket", [events_socket, session_socket])
def test_an_unknown_conversation_is_refused_by_its_code(program, open_socket):
    reader = open_socket(program.server, uuid.uuid4())
    reader.wait_until_closed()

    assert reader.close_code == 4004


@pytest.mark.parametrize("open_socket", [events_socket, session_socket])
def test_a_wrong_key_is_refused_by_its_code(program, finished, open_socket):
    class Stranger:
        url = program.server.url
        api_key = "not the key"

    reader = open_socket(Stranger(), finished[0].id)
    reader.wait_until_closed()

    assert reader.close_code == 4001 and reader.frames == []


def test_the_events_socket_begins_with_the_whole_state(program, finished):
    reader = events_socket(program.server, finished[0].id)
    reader.wait_for(1)
    reader.close()

    first = reader.frames[0]
    assert (first["kind"], first["key"]) == ("ConversationStateUpdateEvent", "full_state")
    assert first["value"]["execution_status"] == "finished"
    assert first["value"]["agent"]["kind"] == "Agent"


def test_the_events_socket_can_replay_everything(program, finished):
    conversation, stored = finished
    reader = events_socket(program.server, conversation.id, "?resend_mode=all")
    reader.wait_for(len(stored) + 1)
    reader.close()

    assert [f for f in reader.frames if f.get("key") != "full_state"] == stored
