# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server answers while it starts and while it ends."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from client import Client
from llm_peer import LlmPeer, Turn
from target import BerthServer, eventually, free_port


@pytest.fixture
def client(peer: LlmPeer, tmp_path: Path) -> Iterator[Client]:
    server = BerthServer(tmp_path / "own" / "data", "--port", str(free_port()))
    server.start()
    yield Client(server, peer)
    if server.running:
        server.stop()


def busy(client: Client) -> tuple[str, threading.Event]:
    """A run that goes on until the event comes."""
    gate = threading.Event()
    script = client.peer.play(Turn(text="At last.", gate=gate))
    made = client.make(script, title="Busy", message="go")
    script.wait_for_request()
    return made["id"], gate


def ready(client: Client) -> tuple[int, str]:
    try:
        answer = client.call("GET", "/ready")
    except httpx.TransportError:
        return 0, ""
    return answer.status_code, answer.json()["status"]


def check_held_back(client: Client, sentence: str) -> None:
    answer = client.call("GET", "/conversations")
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["exception"]) == (503, "1", sentence)
    assert client.call("GET", "/health").status_code == 200


def test_a_server_that_starts_says_so(client: Client) -> None:
    run, gate = busy(client)
    key = client.key
    client.server.kill()
    gate.set()
    # What ran is marked in the database before anything else, and that has to wait.
    database = sqlite3.connect(client.server.data_dir / "berth.db", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    starting = threading.Thread(target=client.server.start)
    starting.start()
    try:
        eventually(lambda: ready(client) == (503, "initializing"), 20, "the server says that it starts")
        check_held_back(client, "503: The server is still starting.")
    finally:
        database.execute("ROLLBACK")
        database.close()
        starting.join()
    assert ready(client) == (200, "ready") and client.key == key
    assert client.read(run)["state"] == "error"


def test_a_server_that_ends_says_so_while_it_waits_for_an_answer(client: Client) -> None:
    run, gate = busy(client)
    answers: list[httpx.Response] = []
    path = f"/conversations/{run}/messages?wait=true"
    waiting = threading.Thread(target=lambda: answers.append(client.call("POST", path, {"message": "And?"})))
    waiting.start()
    eventually(lambda: len([e for e in client.events(run) if e["type"] == "message"]) == 2, 20, "it is asked")
    client.server.process.send_signal(signal.SIGTERM)
    eventually(lambda: ready(client) == (503, "draining"), 20, "the server says that it ends")
    check_held_back(client, "503: The server is shutting down.")
    gate.set()
    waiting.join()
    assert answers[0].status_code == 200 and answers[0].json()["state"] == "finished"
    assert client.server.process.wait(timeout=10) == 0
    assert ready(client) == (0, "")
