# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that wait for their turn: where they are, how they are steered, and that they survive."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from client import PATIENCE, Client
from llm_peer import LlmPeer, Turn, say
from target import BerthServer, eventually

NEXT = "The server runs as many agents as it may; this one is the next."


@pytest.fixture
def wide(peer: LlmPeer, tmp_path: Path) -> Iterator[Client]:
    # The model made of paper is no public address.
    server = BerthServer(tmp_path / "own" / "data", "--outbound-allow", "127.0.0.1")
    server.start()
    yield Client(server, peer)
    server.stop()


@pytest.fixture
def narrow(wide: Client) -> Client:
    """A server on which one agent works at a time."""
    assert wide.call("PATCH", "/settings", {"max-runs": "1"}).status_code == 200
    return wide


def busy(client: Client) -> tuple[str, threading.Event]:
    """A run that goes on until the event comes."""
    gate = threading.Event()
    script = client.peer.play(Turn(text="At last.", gate=gate))
    made = client.make(script, message="go")
    script.wait_for_request()
    return made["id"], gate


def place(client: Client, identifier: str) -> int | None:
    found = client.read(identifier)
    return found["queue"]["place"] if found["queue"] else None


def test_what_waits_is_seen_everywhere_and_comes_in_order(narrow: Client) -> None:
    _, gate = busy(narrow)
    scripts = [narrow.peer.play(say(text)) for text in ("one", "two")]
    waiting = [narrow.make(script, message="go")["id"] for script in scripts]
    found = narrow.read(waiting[0])
    assert found["state"] == "running"
    assert found["queue"] == {"place": 1, "reason": "server", "message": NEXT}
    assert place(narrow, waiting[1]) == 2
    listed = {item["id"]: item["queue"] for item in narrow.call("GET", "/conversations").json()["items"]}
    assert listed[waiting[0]]["place"] == 1
    with connect(
        narrow.server.url.replace("http", "ws", 1) + "/feed", additional_headers={"Authorization": f"Bearer {narrow.key}"}
    ) as feed:
        assert waiting[0] in json.dumps(until_told(feed, waiting[0]))
    metrics = narrow.call("GET", "/metrics").text
    assert "\nberth_runs_waiting 2\n" in metrics and "\nberth_runs_active 1\n" in metrics
    limits = {(e["name"], e["scope"]): e for e in narrow.call("GET", "/limits").json()["items"]}
    assert limits["runs", "server"]["limit"] == 1 and limits["runs", "user"]["used"] == 1
    assert not scripts[0].requests
    gate.set()
    for identifier in waiting:
        narrow.becomes(identifier, "finished")
    told = [item for item in narrow.events(waiting[0]) if item["type"] == "state" and "queue" in item]
    assert [item["queue"] and item["queue"]["place"] for item in told] == [1, None]


def until_told(feed: Any, identifier: str) -> Any:
    while True:
        frame = json.loads(feed.recv(timeout=PATIENCE))
        text = json.dumps(frame)
        if identifier in text and '"place": 1' in text:
            return frame


def test_who_waits_can_be_paused_interrupted_and_deleted(narrow: Client) -> None:
    _, gate = busy(narrow)
    scripts = [narrow.peer.play(say(text)) for text in ("paused", "interrupted", "deleted", "last")]
    paused, interrupted, deleted, last = (narrow.make(script, message="go")["id"] for script in scripts)
    assert narrow.call("POST", f"/conversations/{paused}/pause").status_code == 200
    assert narrow.call("POST", f"/conversations/{interrupted}/interrupt").status_code == 200
    assert narrow.call("DELETE", f"/conversations/{deleted}").status_code == 204
    for identifier in (paused, interrupted):
        narrow.becomes(identifier, "paused")
        assert place(narrow, identifier) is None
    eventually(lambda: place(narrow, last) == 1, PATIENCE, "the last one is the next")
    assert narrow.call("POST", f"/conversations/{paused}/resume").status_code == 200
    assert place(narrow, paused) == 2
    gate.set()
    narrow.becomes(last, "finished")
    narrow.becomes(paused, "finished")
    assert narrow.read(interrupted)["state"] == "paused"
    assert not scripts[1].requests and not scripts[2].requests


@pytest.mark.parametrize("ends", ["killed", "stopped"])
def test_nobody_loses_a_place_by_a_restart(narrow: Client, ends: str) -> None:
    runs, gate = busy(narrow)
    scripts = [narrow.peer.play(say(text)) for text in ("one", "two")]
    waiting = [narrow.make(script, message="go")["id"] for script in scripts]
    assert place(narrow, waiting[1]) == 2
    if ends == "killed":
        narrow.server.kill()
    else:
        narrow.server.stop()
    gate.set()
    narrow.server.start()
    for identifier in waiting:
        narrow.becomes(identifier, "finished")
        assert not [item for item in narrow.events(identifier) if item["type"] == "error"]
    assert narrow.read(runs)["state"] == ("error" if ends == "killed" else "paused")


def test_a_user_has_a_number_of_their_own(wide: Client) -> None:
    wide.call("POST", "/users", {"id": "ann", "quotas": {"runs": 1}})
    assert wide.call("PATCH", "/users/ann", {"quotas": {"runs": 0}}).status_code == 422
    ann = Client(wide.server, wide.peer, wide.call("POST", "/keys", {"user_id": "ann"}).json()["key"])
    _, gate = busy(ann)
    made = ann.make(ann.peer.play(say("later")), message="go")["id"]
    assert ann.read(made)["queue"]["reason"] == "user"
    others, other_gate = busy(wide)
    assert wide.read(others)["queue"] is None
    gate.set()
    other_gate.set()
    ann.becomes(made, "finished")


def test_a_higher_number_lets_those_in_who_wait(wide: Client) -> None:
    wide.call("POST", "/users", {"id": "ann", "quotas": {"runs": 1}})
    ann = Client(wide.server, wide.peer, wide.call("POST", "/keys", {"user_id": "ann"}).json()["key"])
    first, gate = busy(ann)
    waiting = [ann.make(ann.peer.play(say(text)), message="go")["id"] for text in ("one", "two")]
    assert [place(ann, identifier) for identifier in waiting] == [1, 2]
    assert wide.call("PATCH", "/users/ann", {"quotas": {"runs": 2}}).status_code == 200
    for identifier in waiting:
        ann.becomes(identifier, "finished")
    assert ann.read(first)["state"] == "running"
    gate.set()
    ann.becomes(first, "finished")
