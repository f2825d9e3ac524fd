# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listing, counting, naming and deleting conversations, and who may."""

import uuid

import httpx
import pytest

from llm_peer import fail, say
from program import PATIENCE, status
from target import eventually


def info(program, conversation_id):
    with program.http() as http:
        return http.get(f"/api/conversations/{conversation_id}")


@pytest.fixture
def conversation(program):
    return program.ask(program.peer.play(say("The answer is 42.")), tags={"env": "test"})


def test_a_conversation_is_found_by_search(program, conversation):
    with program.http() as http:
        page = http.get("/api/conversations/search", params={"limit": 100}).json()

    (found,) = [c for c in page["items"] if c["id"] == str(conversation.id)]
    assert found["execution_status"] == "finished"
    assert found["workspace"]["working_dir"] == str(program.directory)


def test_the_newest_conversation_comes_first(program):
    made = [program.converse(program.peer.play()).id for _ in range(3)]

    with program.http() as http:
        page = http.get("/api/conversations/search", params={"limit": 3}).json()
    assert [c["id"] for c in page["items"]] == [str(i) for i in reversed(made)]


def test_pages_of_conversations_do_not_overlap(program):
    made = {str(program.converse(program.peer.play()).id) for _ in range(3)}
    found, page_id = [], None
    with program.http() as http:
        while True:
            query = {"limit": 2} | ({"page_id": page_id} if page_id else {})
            page = http.get("/api/conversations/search", params=query).json()
            found += [c["id"] for c in page["items"]]
            page_id = page["next_page_id"]
            if not page_id:
                break
    assert len(found) == len(set(found)) and made <= set(found)


def test_conversations_are_counted_by_their_status(own_server, program_on):
    program = program_on(own_server)

    def count(**query):
        with program.http() as http:
            return http.get("/api/conversations/count", params=query).json()

    assert count() == 0
    program.ask(program.peer.play(say("Done.")))
    program.converse(program.peer.play())

    assert count() == 2
    assert count(status="finished") == 1
    assert count(status="idle") == 1
    assert count(status="running") == 0


def test_several_conversations_are_fetched_at_once(program, conversation):
    unknown = uuid.uuid4()
    with program.http() as http:
        answer = http.get("/api/conversations", params={"ids": [str(unknown), str(conversation.id)]}).json()

    assert answer[0] is None and answer[1]["id"] == str(conversation.id)


def test_title_and_tags_can_be_changed(program, conversation):
    assert info(program, conversation.id).json()["tags"] == {"env": "test"}
    with program.http() as http:
        change = {"title": "  A better title ", "tags": {"stage": "two"}}
        assert http.patch(f"/api/conversations/{conversation.id}", json=change).json() == {"success": True}

    changed = info(program, conversation.id).json()
    assert changed["title"] == "A better title"
    assert changed["tags"] == {"stage": "two"}


def test_a_conversation_gets_a_title_by_itself(program):
    conversation = program.ask(program.peer.play(say("Done.")), "Please rename the file a.txt to b.txt")

    eventually(
        lambda: info(program, conversation.id).json()["title"] == "A scripted title", 10, "there is a title"
    )


def test_the_final_response_is_the_last_text_of_the_agent(program, conversation):
    with program.http() as http:
        answer = http.get(f"/api/conversations/{conversation.id}/agent_final_response")
    assert answer.json() == {"response": "The answer is 42."}


def test_closing_deletes_a_conversation_that_says_so(program):
    conversation = program.ask(program.peer.play(say("Done.")), delete_on_close=True)
    conversation.close()

    assert info(program, conversation.id).status_code == 404


def test_closing_keeps_a_conversation_that_says_so(program):
    conversation = program.ask(program.peer.play(say("Done.")), delete_on_close=False)
    conversation.close()

    assert info(program, conversation.id).status_code == 200


def test_deleting_leaves_the_files_of_the_workspace(program, conversation):
    (program.directory / "kept.txt").write_text("kept")
    with program.http() as http:
        assert http.delete(f"/api/conversations/{conversation.id}").json() == {"success": True}
        assert http.get(f"/api/conversations/{conversation.id}/events/search").status_code == 404

    assert (program.directory / "kept.txt").read_text() == "kept"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("DELETE", "", None),
        ("PATCH", "", {"title": "x"}),
        ("POST", "/run", None),
        ("POST", "/pause", None),
        ("POST", "/interrupt", None),
        ("POST", "/events", {"role": "user", "content": []}),
        ("POST", "/secrets", {"secrets": {}}),
        ("POST", "/fork", None),
        ("POST", "/ask_agent", {"question": "Well?"}),
        ("GET", "/events/search", None),
        ("GET", "/events/count", None),
    ],
)
def test_an_unknown_conversation_is_not_found(program, method, path, body):
    with program.http() as http:
        answer = http.request(method, f"/api/conversations/{uuid.uuid4()}{path}", json=body)
    assert answer.status_code == 404 and answer.json()["detail"]


@pytest.mark.parametrize("key", [None, "", "not the key"])
def test_nobody_gets_in_without_the_key(program, conversation, key):
    headers = {} if key is None else {"X-Session-API-Key": key}
    with httpx.Client(base_url=program.server.url, headers=headers) as http:
        for path in ("/api/conversations/search", f"/api/conversations/{conversation.id}", "/api/tools/"):
            assert http.get(path).status_code == 401
        assert http.post(f"/api/conversations/{conversation.id}/run").status_code == 401
        assert http.post("/api/bash/start_bash_command", json={"command": "true"}).status_code == 401


def test_health_needs_no_key(program):
    with httpx.Client(base_url=program.server.url) as http:
        for path in ("/alive", "/health", "/ready", "/server_info"):
            assert http.get(path).status_code == 200
    assert program.workspace().alive


def test_the_server_tells_the_version_it_speaks(program):
    told = program.workspace().get_server_info()

    assert told["version"] and told["sdk_version"] and "terminal" in told["usable_tools"]


@pytest.mark.parametrize("limit", [0, 101, "many"])
def test_a_limit_out_of_bounds_is_refused(program, conversation, limit):
    with program.http() as http:
        for path in ("/api/conversations/search", f"/api/conversations/{conversation.id}/events/search"):
            answer = http.get(path, params={"limit": limit})
            assert answer.status_code == 422
            assert answer.json()["detail"][0]["loc"] == ["query", "limit"]


def test_a_start_request_without_a_workspace_is_refused(program):
    with program.http() as http:
        answer = http.post("/api/conversations", json={"agent": {"llm": {"model": "x"}}})

    assert answer.status_code == 422
    assert ["body", "workspace"] in [problem["loc"] for problem in answer.json()["detail"]]


def test_a_fork_goes_its_own_way(program, conversation):
    with program.http() as http:
        answer = http.post(f"/api/conversations/{conversation.id}/fork", json={"title": "Another way"})
    assert answer.status_code == 201
    fork = answer.json()

    assert fork["forked_from_conversation_id"] == str(conversation.id)
    assert fork["execution_status"] == "idle" and fork["title"] == "Another way"
    with program.http() as http:
        copied = http.get(f"/api/conversations/{fork['id']}/events/search").json()["items"]
    told = [e["id"] for e in program.stored_events(conversation) if e["kind"] != "ConversationStateUpdateEvent"]
    assert [e["id"] for e in copied if e["kind"] != "ConversationStateUpdateEvent"] == told


@pytest.mark.berth_only
def test_a_fork_can_run(program, conversation):
    script_model = conversation.agent.llm.model
    fork = conversation.fork()
    program.conversations.append(fork)
    fork.send_message("And now?")
    fork.run(timeout=PATIENCE)

    assert status(fork) == "finished"
    assert fork.state.agent.llm.model == script_model


def test_the_agent_answers_a_question_beside_the_conversation(program):
    script = program.peer.play(say("Done."), say("It went well."))
    conversation = program.ask(script)
    before = program.stored_events(conversation)

    assert conversation.ask_agent("How did it go?") == "It went well."
    assert "How did it go?" in str(script.requests[-1]["messages"])
    after = [e for e in program.stored_events(conversation) if e not in before]
    assert [e for e in after if e.get("key") != "stats"] == []


@pytest.mark.berth_only
@pytest.mark.parametrize(("status_of_model", "status_of_answer"), [(400, 400), (401, 502)], ids=["ours", "its"])
def test_a_question_without_an_answer_says_whose_fault_it_is(program, status_of_model, status_of_answer):
    script = program.peer.play(say("Done."), fail(status_of_model, "That cannot be done."))
    conversation = program.ask(script)

    with program.http() as http:
        answer = http.post(f"/api/conversations/{conversation.id}/ask_agent", json={"question": "Well?"})

    assert answer.status_code == status_of_answer
    assert "That cannot be done." in answer.text
