# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""/conversations: made, told, steered, read and removed."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from client import PATIENCE, Client, Json
from llm_peer import LlmPeer, Turn, call, finish, say
from target import BerthServer


def test_a_message_is_answered_in_one_request(client: Client) -> None:
    made = client.make(client.peer.play(say("Four.")), tags={"team": "sums"}, title="Sums")
    assert made["state"] == "idle" and made["title"] == "Sums" and made["tags"] == {"team": "sums"}
    sent = client.say(made["id"], "What is two and two?")
    assert (sent["state"], sent["reply"]) == ("finished", "Four.")
    found = client.read(made["id"])
    assert found["last_line"] == "Four." and found["tokens"] == 120 and found["seq"] == sent["seq"]
    assert found["model"].startswith("openai/scripted") and found["pending"] == []
    assert found["steps"] == 1 and found["model_seconds"] > 0 and found["tool_seconds"] == 0
    assert found["sees_images"] is False


def test_a_conversation_can_begin_with_its_message(client: Client) -> None:
    made = client.make(client.peer.play(say("Hi.")), message="Hello")
    client.becomes(made["id"], "finished")
    told = [(e["role"], e["content"]) for e in client.events(made["id"]) if e["type"] == "message"]
    assert told == [("user", "Hello"), ("agent", "Hi.")]


def test_waiting_has_an_end_and_the_run_goes_on(client: Client) -> None:
    gate = threading.Event()
    made = client.make(client.peer.play(Turn(text="At last.", gate=gate)))
    path = f"/conversations/{made['id']}/messages"
    answer = client.call("POST", f"{path}?wait=true&timeout=1", {"message": "Take your time."})
    assert answer.status_code == 202 and answer.json()["state"] == "running"
    gate.set()
    client.becomes(made["id"], "finished")


def test_who_waits_and_leaves_ends_only_the_wait(client: Client) -> None:
    gate = threading.Event()
    script = client.peer.play(Turn(text="Still here.", gate=gate))
    made = client.make(script)
    url = f"{client.server.url}/conversations/{made['id']}/messages?wait=true"
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(url, json={"message": "Hello"}, headers={"Authorization": f"Bearer {client.key}"}, timeout=0.5)
    script.wait_for_request()
    gate.set()
    client.becomes(made["id"], "finished")
    assert client.read(made["id"])["last_line"] == "Still here."


def test_pausing_resuming_and_interrupting(client: Client) -> None:
    gate = threading.Event()
    script = client.peer.play(Turn(text="", calls=call("terminal", command="true").calls, gate=gate), say("Done."))
    made = client.make(script, message="Begin")
    script.wait_for_request()
    assert client.call("POST", f"/conversations/{made['id']}/resume").status_code == 409
    paused = client.call("POST", f"/conversations/{made['id']}/pause")
    assert paused.status_code == 200 and paused.json()["state"] == "paused"
    gate.set()
    assert client.call("POST", f"/conversations/{made['id']}/resume").status_code == 200
    client.becomes(made["id"], "finished")
    held = threading.Event()
    script = client.peer.play(Turn(text="Never.", gate=held))
    second = client.make(script, message="Begin")
    script.wait_for_request()
    answer = client.call("POST", f"/conversations/{second['id']}/interrupt")
    assert answer.status_code == 200 and answer.json()["state"] == "paused"
    held.set()


def test_a_rule_about_risk_asks_about_what_the_model_calls_risky(client: Client) -> None:
    script = client.peer.play(
        call("terminal", command="echo low", security_risk="LOW"),
        call("terminal", command="echo high", security_risk="HIGH"), finish("Done."),
    )
    made = client.make(script, confirmation_policy={"kind": "ConfirmRisky"}, message="Go")
    client.becomes(made["id"], "waiting_for_confirmation")
    pending = client.read(made["id"])["pending"]
    assert [p["arguments"]["command"] for p in pending] == ["echo high"]
    assert len(script.requests) == 2


def test_actions_wait_for_those_who_saw_them(client: Client) -> None:
    script = client.peer.play(
        call("terminal", command="echo one"), call("terminal", command="echo two"), finish("Done.")
    )
    made = client.make(script, confirmation_policy={"kind": "AlwaysConfirm"}, message="Go")
    path = f"/conversations/{made['id']}"
    client.becomes(made["id"], "waiting_for_confirmation")
    pending = client.read(made["id"])["pending"]
    assert [(p["tool"], p["arguments"]["command"]) for p in pending] == [("terminal", "echo one")]
    stale = client.call("POST", f"{path}/approve", {"actions": [str(uuid.uuid4())]})
    assert stale.status_code == 409
    assert client.call("POST", f"{path}/resume").status_code == 409
    assert client.call("POST", f"{path}/approve", {"actions": []}).status_code == 409
    first = [p["id"] for p in pending]
    assert client.call("POST", f"{path}/approve", {"actions": first}).status_code == 200
    script.wait_for_request(2)
    client.becomes(made["id"], "waiting_for_confirmation")
    assert client.call("POST", f"{path}/approve", {"actions": first}).status_code == 409
    second = [p["id"] for p in client.read(made["id"])["pending"]]
    rejected = client.call("POST", f"{path}/reject", {"actions": second, "reason": "Not that."})
    assert rejected.status_code == 200
    told = [e for e in client.events(made["id"]) if e["type"] == "observation"]
    assert told[-1]["rejected"] and told[-1]["content"] == "Not that." and told[-1]["action"] == second[0]


def test_single_things_have_tags_and_unknown_fields_are_named(client: Client) -> None:
    made = client.make(client.peer.play())
    path = f"/conversations/{made['id']}"
    tag = client.call("GET", path).headers["ETag"]
    same = client.call("GET", path, If_None_Match=tag)
    assert same.status_code == 304 and not same.content
    client.say(made["id"], "Hello")
    assert client.call("GET", path, If_None_Match=tag).status_code == 200
    wrong = client.call("POST", "/conversations", {"agnet": {}})
    assert wrong.status_code == 422 and wrong.json()["detail"][0]["loc"] == ["body", "agnet"]
    wrong = client.call("POST", f"{path}/messages", {"message": "x", "wiat": True})
    assert wrong.status_code == 422 and wrong.json()["detail"][0]["loc"] == ["body", "wiat"]


def test_an_id_of_ones_own_is_used_once_and_removal_is_final(client: Client) -> None:
    identifier = str(uuid.uuid4())
    made = client.make(client.peer.play(), id=identifier)
    assert made["id"] == identifier
    again = client.call("POST", "/conversations", {"agent": client.agent(client.peer.play()), "id": identifier})
    assert again.status_code == 409
    path = f"/conversations/{identifier}"
    assert client.call("DELETE", path).status_code == 204
    answers = {client.call(method, path).text for method in ("GET", "DELETE")}
    answers |= {client.call("GET", f"/conversations/{uuid.uuid4()}").text, client.call("GET", "/conversations/x").text}
    assert answers == {'{"detail":"Not Found"}'}


def test_events_come_in_pages_after_a_number(client: Client) -> None:
    made = client.make(client.peer.play(call("terminal", command="echo hi"), finish("Done.")), message="Go")
    client.becomes(made["id"], "finished")
    whole = client.events(made["id"])
    assert whole == client.events(made["id"], limit=1)
    assert whole[2:] == client.events(made["id"], after=whole[1]["seq"])
    assert [e["type"] for e in whole] == ["message", "state", "action", "observation", "message", "state"]
    assert whole[2]["arguments"]["command"] == "echo hi" and "hi" in whole[3]["content"]


def test_a_relative_directory_lies_below_the_data_directory(client: Client) -> None:
    """The folder that the server was started in is nobody's workspace."""
    made = client.make(client.peer.play(say("Hi.")), directory="some/where")
    place = client.server.data_dir / "workspaces" / "default" / "some" / "where"
    assert made["directory"] == str(place) and place.is_dir()
    body = {"agent": client.agent(client.peer.play(say("Hi."))), "directory": "a/../../b"}
    refused = client.call("POST", "/conversations", body)
    assert refused.status_code == 422 and refused.json()["detail"][0]["loc"] == ["body", "directory"]


def test_a_user_has_no_more_conversations_than_may_be(tmp_path: Path, peer: LlmPeer) -> None:
    server = BerthServer(tmp_path / "few" / "data", "--max-conversations", "2")
    server.start()
    try:
        client = Client(server, peer)
        made = [client.make(peer.play())["id"] for _ in range(2)]
        body = {"agent": client.agent(peer.play())}
        on_sdk_route = body | {"workspace": {"kind": "LocalWorkspace", "working_dir": str(tmp_path / "place")}}
        fork = f"/api/conversations/{made[0]}/fork"
        for path, wanted in [("/conversations", body), ("/api/conversations", on_sdk_route), (fork, {})]:
            refused = client.call("POST", path, wanted)
            assert refused.status_code == 409 and "2 conversations" in refused.json()["detail"], path
        limits = {(row["name"], row["scope"]): row for row in client.call("GET", "/limits").json()["items"]}
        assert limits["conversations", "user"]["limit"] == 2
        assert client.call("DELETE", f"/conversations/{made[1]}").status_code == 204
        client.make(peer.play())
    finally:
        server.stop()


def test_a_fork_is_told_at_once(client: Client, peer: LlmPeer) -> None:
    source = client.make(peer.play(say("Here I am.")), title="The source")["id"]
    client.say(source, "Hello.")
    with connect(
        client.server.url.replace("http", "ws", 1) + "/feed", additional_headers={"Authorization": f"Bearer {client.key}"}
    ) as feed:
        until(feed, lambda frame: frame["type"] == "live")
        fork = client.call("POST", f"/api/conversations/{source}/fork", {"title": "The other way"}).json()["id"]
        told = until(feed, lambda frame: frame.get("topic") == "conversations" and fork in json.dumps(frame))
    assert told["type"] == "change"
    assert told["item"]["title"] == "The other way"


def until(feed: ClientConnection, matches: Callable[[Json], bool]) -> Json:
    while True:
        frame: Json = json.loads(feed.recv(timeout=PATIENCE))
        if matches(frame):
            return frame
