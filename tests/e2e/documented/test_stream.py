# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""/conversations/{id}/stream: WebSockets and server-sent events, without a gap or a repetition."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from client import Client, numbers, received, said, until
from llm_peer import LlmPeer, Turn, call, finish, say
from target import BerthServer


def test_both_kinds_of_listeners_hear_the_same(client: Client) -> None:
    made = client.make(client.peer.play(call("terminal", command="echo hi"), finish("Done.")))
    with client.socket(made["id"]) as socket, client.listening(made["id"]) as events:
        assert next(events) == {"type": "state", "state": "idle"}
        assert received(socket) == {"type": "state", "state": "idle"}
        socket.send(json.dumps({"message": "Go"}))
        by_socket = until(said(socket), "finished")
        by_events = until(events, "finished")
        for item in by_events:
            assert item.pop("sse", None) == item.get("seq")
        assert by_socket == by_events
    assert by_socket == client.events(made["id"])


def test_pieces_of_an_answer_come_before_it(client: Client) -> None:
    script = client.peer.play(say("one two three"))
    made = client.make(script, agent=client.agent(script, stream=True))
    with client.socket(made["id"]) as socket:
        socket.send(json.dumps({"message": "Count"}))
        heard = until(said(socket), "finished")
    pieces = [item for item in heard if item["type"] == "delta"]
    answer = next(item for item in heard if item["type"] == "message" and item["role"] == "agent")
    assert "".join(piece["content"] for piece in pieces) == answer["content"] == "one two three"
    assert {piece["id"] for piece in pieces} == {answer["id"]}


def test_the_socket_takes_commands_and_explains_refusals(client: Client) -> None:
    script = client.peer.play(call("terminal", command="echo hi"), finish("Done."))
    made = client.make(script, confirmation_policy={"kind": "AlwaysConfirm"})
    with client.socket(made["id"]) as socket:
        received(socket)
        for wrong in ("[1]", '{"type": "dance"}', '{"mesage": "x"}', '{"type": "approve", "actions": []}'):
            socket.send(wrong)
            refusal = received(socket)
            assert refusal["type"] == "error" and refusal["content"] and "seq" not in refusal
        socket.send(json.dumps({"message": "Go"}))
        heard = until(said(socket), "waiting_for_confirmation")
        action = next(item for item in heard if item["type"] == "action")
        socket.send(json.dumps({"type": "approve", "actions": [action["id"]]}))
        until(said(socket), "finished")


@pytest.mark.parametrize("by", ["query", "header"])
def test_events_resume_where_the_client_was(client: Client, by: str) -> None:
    made = client.make(client.peer.play(call("terminal", command="echo hi"), finish("Done.")), message="Go")
    client.becomes(made["id"], "finished")
    whole = client.events(made["id"])
    for cut in range(len(whole)):
        last = whole[cut]["seq"]
        place = {"after": last} if by == "query" else {"Last_Event_ID": str(last), "after": 0}
        with client.listening(made["id"], **place) as events:
            rest = [next(events) for _ in whole[cut + 1 :]]
            assert numbers(rest) == numbers(whole[cut + 1 :])
            assert next(events) == {"type": "state", "state": "finished"}


def test_a_killed_server_leaves_neither_gap_nor_repetition(
    own_server: BerthServer, client_of: Callable[[BerthServer], Client], peer: LlmPeer
) -> None:
    client = client_of(own_server)
    gate = threading.Event()
    turns = [call("terminal", command=f"echo {number}") for number in range(5)]
    script = peer.play(*turns, Turn(text="Never.", gate=gate), say("Again."))
    made = client.make(script)
    heard = []
    with client.socket(made["id"], after=-1) as socket:
        socket.send(json.dumps({"message": "Go"}))
        script.wait_for_request(6)
        own_server.kill()
        with pytest.raises(ConnectionClosed):
            for item in said(socket):
                heard.append(item)
    gate.set()
    own_server.start()
    last = max(numbers(heard))
    with client.socket(made["id"], after=last) as socket:
        socket.send(json.dumps({"message": "Go on"}))
        heard += until(said(socket), "finished")
    assert numbers(heard) == numbers(client.events(made["id"]))


def test_a_revoked_key_hears_nothing_more(client: Client) -> None:
    made = client.make(client.peer.play())
    key = client.call("POST", "/keys", {"scopes": ["read"]})
    assert key.status_code == 201, key.text
    mine = {"Authorization": f"Bearer {key.json()['key']}"}
    with client.listening(made["id"], **mine) as events:
        assert next(events)["type"] == "state"
        assert client.call("DELETE", f"/keys/{key.json()['id']}").status_code == 204
        with pytest.raises(httpx.RemoteProtocolError):
            list(events)


def test_the_path_says_what_it_speaks(client: Client) -> None:
    made = client.make(client.peer.play())
    answer = client.call("GET", f"/conversations/{made['id']}/stream")
    assert answer.status_code == 426 and "event-stream" in answer.json()["detail"]
    assert client.call("GET", "/conversations/x/stream").status_code == 404


def test_a_removed_conversation_ends_its_streams(client: Client) -> None:
    made = client.make(client.peer.play())
    with client.socket(made["id"]) as socket, client.listening(made["id"]) as events:
        next(events)
        received(socket)
        assert client.call("DELETE", f"/conversations/{made['id']}").status_code == 204
        assert list(events) == []
        with pytest.raises(ConnectionClosed):
            received(socket)


@pytest.mark.parametrize(("newest", "first"), [(0, 1 << 62), (2, -2), (10_000, 0)])
def test_a_session_begins_with_the_newest_events(client: Client, newest: int, first: int) -> None:
    made = client.make(client.peer.play(call("terminal", command="echo hi"), finish("Done.")), message="Go")
    client.becomes(made["id"], "finished")
    last = client.read(made["id"])["seq"]
    address = f"{client.server.url.replace('http', 'ws', 1)}/sockets/session/{made['id']}?newest={newest}"
    with connect(address, additional_headers={"Authorization": f"Bearer {client.key}"}, max_size=None) as socket:
        assert received(socket) == {"type": "sync", "through_seq": last}
        heard = [received(socket) for _ in range(min(newest, last + 1) + 1)]
    assert [item["seq"] for item in heard[:-1]] == list(range(last + 1))[first:]
    assert heard[-1]["type"] == "transient"  # the whole state, as after every replay
