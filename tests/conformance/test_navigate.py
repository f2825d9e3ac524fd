# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Going back to an earlier event of a conversation and on from there."""

import uuid

import pytest

from llm_peer import say
from program import PATIENCE, status


@pytest.fixture
def script(program):
    return program.peer.play(say("Answer one."), say("Answer two."), say("Answer three."))


@pytest.fixture
def conversation(program, script):
    talk = program.ask(script, "one")
    ask(talk, "two")
    return talk


def ask(conversation, text):
    conversation.send_message(text)
    conversation.run(timeout=PATIENCE)


def said(program, conversation, text):
    """The event in which somebody says this."""
    for event in program.stored_events(conversation):
        if event["kind"] == "MessageEvent" and event["llm_message"]["content"][0]["text"] == text:
            return event
    raise AssertionError(f"nobody said {text}")


def prompt(script):
    """What the last request told the model, without its instructions."""
    return str([m["content"] for m in script.requests[-1]["messages"] if m["role"] != "system"])


def test_the_agent_goes_on_from_an_earlier_event(program, script, conversation):
    target = said(program, conversation, "Answer one.")
    conversation.navigate_to(target["id"])
    ask(conversation, "three")

    assert status(conversation) == "finished"
    assert "one" in prompt(script) and "three" in prompt(script)
    assert "two" not in prompt(script)
    assert said(program, conversation, "three")["parent_id"] == target["id"]


def test_no_event_is_lost(program, conversation):
    before = program.stored_events(conversation)
    target = said(program, conversation, "Answer one.")
    conversation.navigate_to(target["id"])

    assert program.stored_events(conversation) == before
    with program.http() as http:
        assert http.get(f"/api/conversations/{conversation.id}/events/count").json() == len(before)
    ask(conversation, "three")
    assert program.stored_events(conversation)[: len(before)] == before


def test_the_answer_is_the_conversation_with_its_new_head(program, conversation):
    target = said(program, conversation, "Answer one.")
    with program.http() as http:
        path = f"/api/conversations/{conversation.id}"
        answer = http.post(f"{path}/navigate", json={"event_id": target["id"]})
        assert answer.status_code == 200
        assert answer.json()["leaf_event_id"] == target["id"]
        assert answer.json()["execution_status"] == "finished"
        assert http.get(path).json()["leaf_event_id"] == target["id"]
        assert http.get(f"{path}/agent_final_response").json() == {"response": "Answer one."}


def test_without_an_event_the_agent_knows_nothing(program, script, conversation):
    conversation.navigate_to(None)
    with program.http() as http:
        path = f"/api/conversations/{conversation.id}"
        assert http.get(path).json()["leaf_event_id"] is None
        assert http.get(f"{path}/agent_final_response").json() == {"response": ""}
    ask(conversation, "three")

    assert "three" in prompt(script)
    assert "one" not in prompt(script) and "two" not in prompt(script)
    with program.http() as http:
        assert http.get(f"{path}/agent_final_response").json() == {"response": "Answer three."}


@pytest.mark.berth_only
def test_an_agent_that_knows_nothing_still_has_its_instructions(program, script, conversation):
    conversation.navigate_to(None)
    ask(conversation, "three")

    assert script.requests[-1]["messages"][0]["role"] == "system"


def test_what_was_left_can_be_returned_to(program, conversation, script):
    newest = said(program, conversation, "Answer two.")
    conversation.navigate_to(said(program, conversation, "Answer one.")["id"])
    conversation.navigate_to(newest["id"])
    ask(conversation, "three")

    assert "two" in prompt(script) and "three" in prompt(script)


@pytest.mark.parametrize("event_id", ["nowhere", str(uuid.uuid4())])
def test_an_unknown_event_is_not_found(program, conversation, event_id):
    with program.http() as http:
        path = f"/api/conversations/{conversation.id}"
        before = http.get(path).json()["leaf_event_id"]
        answer = http.post(f"{path}/navigate", json={"event_id": event_id})
        assert answer.status_code == 404
        assert answer.json() == {"detail": f"Unknown event_id: {event_id}"}
        assert http.get(path).json()["leaf_event_id"] == before


def test_an_unknown_conversation_is_not_found(program):
    with program.http() as http:
        answer = http.post(f"/api/conversations/{uuid.uuid4()}/navigate", json={"event_id": None})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Conversation not found"}


def test_an_event_id_is_a_text(program, conversation):
    with program.http() as http:
        answer = http.post(f"/api/conversations/{conversation.id}/navigate", json={"event_id": 3})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "event_id"]


def test_a_fork_from_an_event_ends_there(program, conversation):
    target = said(program, conversation, "Answer one.")
    conversation.navigate_to(target["id"])
    ask(conversation, "three")
    with program.http() as http:
        path = f"/api/conversations/{conversation.id}"
        event = said(program, conversation, "Answer three.")
        fork = http.post(f"{path}/fork", json={"from_event_id": event["id"]}).json()
        copied = http.get(f"/api/conversations/{fork['id']}/events/search").json()["items"]
    texts = [e["llm_message"]["content"][0]["text"] for e in copied if e["kind"] == "MessageEvent"]
    assert texts == ["one", "Answer one.", "three", "Answer three."]


@pytest.mark.berth_only
def test_the_head_survives_a_crash(own_server, program_on, peer):
    program = program_on(own_server)
    script = peer.play(say("Answer one."), say("Answer two."), say("Answer three."))
    talk = program.ask(script, "one", delete_on_close=False)
    ask(talk, "two")
    target = said(program, talk, "Answer one.")["id"]
    talk.navigate_to(target)
    own_server.kill()
    own_server.start()
    with program.http() as http:
        path = f"/api/conversations/{talk.id}"
        assert http.get(path).json()["leaf_event_id"] == target
        message = {"role": "user", "content": [{"type": "text", "text": "three"}]}
        assert http.post(f"{path}/events", json=message).status_code == 200
    assert said(program, talk, "three")["parent_id"] == target
