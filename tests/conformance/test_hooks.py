# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that another program knows, and requests that it lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from hook_peer import Answer, HookPeer
from target import Server

pytestmark = pytest.mark.berth_only

TOKENS = {
    "token-of-ann": {"user": "ann"},
    "token-of-ben": {"user": "ben", "scopes": ["read"], "expires_in": 0},
    "token-of-nobody": {"user": "../etc"},
}


def who(question: dict[str, Any]) -> Answer:
    known = TOKENS.get(question["key"])
    return (200, known) if known else (404, {})


def whether(question: dict[str, Any]) -> Answer:
    if question["path"] == "/broken":
        return 500, {}
    if question["user"] == "ann" and question["method"] == "DELETE":
        return 200, {"allow": False, "message": "Ann deletes nothing."}
    return 200, {"allow": question["path"] != "/sockets/bash-events", "notes": {"ticket": "T-1"}}


@pytest.fixture
def peer_of_operator() -> Iterator[HookPeer]:
    peer = HookPeer(who, whether)
    yield peer
    peer.close()


def asked(server: Server, key: str, method: str = "GET", path: str = "/workspaces", **more: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.request(method, server.url + path, headers=headers, timeout=20, **more)


def socket(server: Server, key: str) -> Any:
    address = server.url.replace("http", "ws", 1) + "/sockets/bash-events"
    return connect(address, additional_headers={"X-Session-API-Key": key} if key else {})


def test_another_program_knows_whose_a_key_is(
    peer_of_operator: HookPeer, server_with: Callable[..., Server]
) -> None:
    server = server_with("--auth-hook", peer_of_operator.url + "/who")
    mine = asked(server, "token-of-ann").json()["items"][0]
    assert mine["user_id"] == "ann"
    for _ in range(3):
        assert asked(server, "token-of-ann").status_code == 200
    assert peer_of_operator.questions == [{"key": "token-of-ann"}]  # the answer is remembered
    assert asked(server, "token-of-ben").status_code == 200
    assert asked(server, "token-of-ben", "POST", "/keys", json={}).status_code == 403
    assert asked(server, "wrong").status_code == 401
    assert asked(server, "token-of-nobody").status_code == 503
    assert asked(server, server.api_key, path="/users").status_code == 200
    with socket(server, "token-of-ann"):
        pass
    with pytest.raises(InvalidStatus):
        socket(server, "wrong")
    with socket(server, "token-of-ann") as open_socket:
        asked(server, server.api_key, "PATCH", "/users/ann", json={"disabled": True})
        with pytest.raises(ConnectionClosed) as closed:
            open_socket.recv(timeout=10)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    assert asked(server, "token-of-ann").status_code == 401
    peer_of_operator.close()
    assert asked(server, "token-of-ben").status_code == 503
    assert asked(server, server.api_key).status_code == 200
    assert "token-of" not in server.log()


def test_another_program_lets_requests_through(
    peer_of_operator: HookPeer, server_with: Callable[..., Server]
) -> None:
    server = server_with("--request-hook", peer_of_operator.url + "/whether")
    assert asked(server, "", path="/health").status_code == 200
    assert peer_of_operator.questions == []
    key = asked(server, server.api_key, "POST", "/keys", json={"name": "one"}).json()
    assert peer_of_operator.questions[0] | {"request_id": ""} == {
        "method": "POST", "path": "/keys", "user": "default", "request_id": "",
        "key_id": peer_of_operator.questions[0]["key_id"],
    }
    change = asked(server, server.api_key, path="/audit").json()["items"][-1]
    assert change["subject"] == key["id"] and change["details"]["ticket"] == "T-1"
    asked(server, server.api_key, "POST", "/users", json={"id": "ann"})
    anns = asked(server, server.api_key, "POST", "/keys", json={"user_id": "ann"}).json()
    refused = asked(server, anns["key"], "DELETE", f"/keys/{anns['id']}")
    assert (refused.status_code, refused.json()["detail"]) == (403, "Ann deletes nothing.")
    with pytest.raises(InvalidStatus):
        socket(server, server.api_key)
    with socket(server, "") as late:
        with pytest.raises(ConnectionClosed) as closed:
            late.recv(timeout=10)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    peer_of_operator.close()
    assert asked(server, server.api_key).status_code == 503
