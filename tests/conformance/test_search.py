# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that was said and done is found by its words, by whom it belongs to, also after a restart."""

import uuid

import httpx
import pytest

from target import eventually

pytestmark = pytest.mark.berth_only

AGENT = {"kind": "Agent", "llm": {"model": "demo/berth", "usage_id": "agent"}, "tools": []}


class User:
    """Somebody with a key of their own."""

    def __init__(self, server, name="", key=""):
        self.http = httpx.Client(
            base_url=server.url, headers={"X-Session-API-Key": key or server.api_key}, timeout=30
        )
        self.name = name

    def say(self, text, conversation=None, **wishes):
        """Says something and returns the id of the conversation."""
        if conversation is None:
            body = {"agent": AGENT, "message": text, "run": False} | wishes
            made = self.http.post("/conversations", json=body)
            assert made.status_code == 201, made.text
            return made.json()["id"]
        said = self.http.post(f"/conversations/{conversation}/messages", json={"message": text, "run": False})
        assert said.status_code == 200, said.text
        return conversation

    def search(self, text, **wishes):
        answer = self.http.get("/search", params={"text": text} | wishes)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def finds(self, text, count=1, **wishes):
        """Waits until so much is found: the index follows a moment later."""
        eventually(lambda: len(self.search(text, **wishes)["items"]) == count, 20, f"{count} of {text} found")
        return self.search(text, **wishes)["items"]


@pytest.fixture
def admin(server):
    return User(server)


@pytest.fixture
def maria(server, admin):
    name = f"maria-{uuid.uuid4().hex[:8]}"
    admin.http.post("/users", json={"id": name, "name": "Maria"})
    return User(server, name, admin.http.post("/keys", json={"user_id": name, "name": "test"}).json()["key"])


def word():
    return "w" + uuid.uuid4().hex


def test_what_was_said_is_found_with_its_place(maria):
    needle = word()
    conversation = maria.say(f"Please look for the {needle} in <b>server/store</b>.", title="A needle")
    [hit] = maria.finds(needle)
    assert (hit["conversation"], hit["title"], hit["user"]) == (conversation, "A needle", maria.name)
    assert (hit["kind"], hit["source"]) == ("MessageEvent", "user")
    assert [part["text"] for part in hit["snippet"] if part["match"]] == [needle]
    assert "".join(part["text"] for part in hit["snippet"]) == f"Please look for the {needle} in <b>server/store</b>."
    items = maria.http.get(f"/conversations/{conversation}/events").json()["items"]
    assert next(item["seq"] for item in items if item["id"] == hit["event"]) == hit["seq"]


def test_what_the_agent_did_is_found(server_with, program_on, peer):
    from llm_peer import call, say
    from program import PATIENCE

    server = server_with()
    command, answer = word(), word()
    program = program_on(server)
    script = peer.play(call("terminal", command=f"printf '%s' {command} | tr w x"), say(f"It is {answer}."))
    conversation = program.converse(script, delete_on_close=False)
    conversation.send_message("Do it.")
    conversation.run(timeout=PATIENCE)
    user = User(server)
    assert [hit["kind"] for hit in user.finds(command)] == ["ActionEvent"]
    assert [hit["kind"] for hit in user.finds("x" + command[1:])] == ["ObservationEvent"]
    assert [hit["kind"] for hit in user.finds(answer)] == ["MessageEvent"]


def test_a_user_finds_nothing_of_another(admin, maria):
    needle = word()
    conversation = maria.say(needle)
    maria.finds(needle)
    for wishes in ({}, {"conversation": conversation}, {"after": f"{conversation}.99"}):
        assert admin.search(needle, **wishes)["items"] == []
    assert len(admin.search(needle, user=maria.name)["items"]) == 1
    assert len(admin.search(needle, user="*")["items"]) == 1
    for user in (maria.name, "*", "nobody"):
        assert maria.http.get("/search", params={"text": needle, "user": user}).status_code == 403


def test_pages_hold_everything_once(maria):
    needle = word()
    for _ in range(3):
        conversation = maria.say(needle)
        for number in range(4):
            maria.say(f"{needle} {number}", conversation)
    maria.finds(needle, 15)
    places, after = [], {}
    while after is not None:
        page = maria.search(needle, limit=4, **after)
        places += [(hit["conversation"], hit["seq"]) for hit in page["items"]]
        after = page["next"] and {"after": page["next"]}
    assert len(places) == len(set(places)) == 15
    few = maria.search(needle, per_conversation=2)["items"]
    assert len(few) == 6
    assert len(maria.search(needle, conversation=conversation)["items"]) == 5


@pytest.mark.parametrize("text", ['"', '""', "a AND", "NOT", "text:", "owner : x", "(", "*", "NEAR(a b)", "^", "{text} : a", "-", "\x00", "'; DROP TABLE events; --", "%", "\\"])
def test_signs_are_only_text(maria, text):
    needle = word()
    maria.say(needle)
    maria.finds(needle)
    assert maria.search(text)["items"] == []
    assert len(maria.search(needle)["items"]) == 1


@pytest.mark.parametrize(
    "wishes, field",
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"text": "x", "limit": "0"}, "limit"),
        ({"text": "x", "limit": "101"}, "limit"),
        ({"text": "x", "per_conversation": "0"}, "per_conversation"),
        ({"text": "x", "conversation": "none"}, "conversation"),
        ({"text": "x", "after": "none"}, "after"),
        ({"text": "x", "after": f"{uuid.uuid4()}.-1"}, "after"),
        ({"text": "x", "colour": "red"}, "colour"),
    ],
)
def test_a_wrong_wish_is_named(maria, wishes, field):
    answer = maria.http.get("/search", params=wishes)
    assert answer.status_code == 422
    assert field in answer.json()["detail"][0]["loc"]


def test_what_is_deleted_is_not_found(maria):
    needle = word()
    conversation = maria.say(needle)
    maria.finds(needle)
    assert maria.http.delete(f"/conversations/{conversation}").status_code == 204
    assert maria.search(needle)["items"] == []


def test_the_index_goes_on_after_a_crash(own_server):
    user, needle = User(own_server), word()
    for number in range(20):
        user.say(f"{needle} {number}")
    own_server.kill()
    own_server.start()
    user = User(own_server)
    user.finds(needle, 20)
    eventually(lambda: user.search(needle)["complete"], 20, "everything was looked at")
