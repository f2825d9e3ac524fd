# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Idempotency-Key: a POST that is repeated is done once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

from client import Client
from llm_peer import Turn, say
from target import BerthServer


def test_a_repeated_request_gets_the_first_answer(
    own_server: BerthServer, client_of: Callable[[BerthServer], Client]
) -> None:
    client = client_of(own_server)
    key = str(uuid.uuid4())
    body = {"agent": client.agent(client.peer.play(say("Hi.")))}
    first = client.call("POST", "/conversations", body, Idempotency_Key=key)
    again = client.call("POST", "/conversations", body, Idempotency_Key=key)
    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert first.headers["Location"] == again.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    own_server.kill()
    own_server.start()
    assert client.call("POST", "/conversations", body, Idempotency_Key=key).content == first.content
    assert len(client.call("GET", "/conversations").json()["items"]) == 1
    other = client.call("POST", "/conversations", body | {"title": "Other"}, Idempotency_Key=key)
    assert other.status_code == 422 and "Idempotency-Key" in other.text
    path = f"/conversations/{first.json()['id']}/messages?wait=true"
    for _ in range(2):
        sent = client.call("POST", path, {"message": "Hello"}, Idempotency_Key=key)
        assert sent.status_code == 200 and sent.json()["reply"] == "Hi."
    said = [e for e in client.events(first.json()["id"]) if e["type"] == "message" and e["role"] == "user"]
    assert len(said) == 1


def test_a_request_that_is_still_answered_and_one_that_failed(client: Client) -> None:
    gate = threading.Event()
    script = client.peer.play(Turn(text="Done.", gate=gate))
    made = client.make(script)
    path, key = f"/conversations/{made['id']}/messages?wait=true", str(uuid.uuid4())
    answers: list[int] = []
    ask = lambda: answers.append(client.call("POST", path, {"message": "Go"}, Idempotency_Key=key).status_code)  # noqa: E731
    waiting = threading.Thread(target=ask)
    waiting.start()
    script.wait_for_request()
    ask()
    gate.set()
    waiting.join(30)
    assert answers == [409, 200]
    wrong = {"agent": {"llm": {}}, "id": "no"}
    for _ in range(2):
        failed = client.call("POST", "/conversations", wrong, Idempotency_Key=key)
        assert failed.status_code == 422 and "Idempotency-Replayed" not in failed.headers


def test_a_key_is_shown_once(client: Client) -> None:
    mark = str(uuid.uuid4())
    body = {"name": "once", "scopes": ["read"]}
    first = client.call("POST", "/keys", body, Idempotency_Key=mark)
    assert first.status_code == 201 and first.json()["key"]
    again = client.call("POST", "/keys", body, Idempotency_Key=mark)
    assert again.status_code == 409 and "shown once" in again.json()["detail"]
    assert first.json()["key"] not in again.text
    assert again.headers["Location"] == first.headers["Location"] and again.headers["Idempotency-Replayed"] == "true"
    path = f"/keys/{first.json()['id']}/rotate"
    assert client.call("POST", path, {}, Idempotency_Key=mark).status_code == 201
    assert client.call("POST", path, {}, Idempotency_Key=mark).status_code == 409
    made = [key for key in client.call("GET", "/keys").json()["items"] if key["name"] == "once"]
    assert len(made) == 2
