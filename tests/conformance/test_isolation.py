# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route and socket, called by its owner, a stranger, an administrator, and keys that may not.

What a stranger is answered about another's things is what they are answered about things that never were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

import isolation
from isolation.row import Row
from isolation.world import NEVER_WERE, World, _filled
from issuer_peer import AUDIENCE, IssuerPeer
from llm_peer import LlmPeer, say
from target import eventually, make_server

pytestmark = pytest.mark.berth_only

SCOPES = {"GET": "read", "HEAD": "read"}
TABLE = isolation.rows()


@dataclass(frozen=True)
class Operation:
    method: str
    template: str
    is_socket: bool
    is_request: bool
    scopes: tuple[str, ...]
    row: Row


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    directory = tmp_path_factory.mktemp("isolation")
    login = IssuerPeer()
    server = make_server(
        directory / "data", "--log-format", "json", "--oidc-issuer", login.url, "--oidc-audience", AUDIENCE
    )
    server.start()
    (directory / "project").mkdir()
    yield World(server, directory / "project", login)
    server.stop()
    login.close()


def operations(world: World) -> list[Operation]:
    """All that the server offers; one without a row ends the test here."""
    found, missing = [], []
    for template, methods in world.operations.items():
        for method, described in methods.items():
            row = TABLE.get(described["operationId"])
            if row is None:
                missing.append(f"{method.upper()} {template} ({described['operationId']})")
                continue
            scopes = tuple(scope for each in described["security"][:1] for scope in each["key"])
            found.append(Operation(method.upper(), template, described.get("x-websocket", False),
                                   any(status.startswith("2") for status in described["responses"]), scopes, row))
    assert not missing, "no row in tests/conformance/isolation for " + ", ".join(missing)
    return found


def needed(operation: Operation) -> str:
    return operation.row.needs or SCOPES.get(operation.method, "write")


def requests(world: World) -> list[Operation]:
    return [each for each in operations(world) if each.is_request]


def sockets(world: World) -> list[Operation]:
    return [each for each in operations(world) if each.is_socket]


def seen(answer, things: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """An answer as it looks but for the names of the things it was asked about, and its own."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "x-request-id")}
    text = answer.text
    for kind, name in things.items():
        if kind != "directory":
            text = text.replace(name, f"<{kind}>").replace(name.replace("-", ""), f"<{kind}>")
            headers = {key: value.replace(name, f"<{kind}>") for key, value in headers.items()}
    headers.pop("content-length", None)
    return answer.status_code, headers, text


def test_every_row_belongs_to_a_route(world: World) -> None:
    known = {each.row.operation for each in operations(world)}
    assert set(TABLE) == known


def test_the_description_says_which_scope_is_needed(world: World) -> None:
    for each in operations(world):
        expected = () if each.row.needs == "public" else (needed(each),)
        assert each.scopes == expected, each


@pytest.mark.parametrize("who", ["none", "expired", "login expired"])
def test_nobody_gets_in_without_a_key_in_force(world: World, who: str) -> None:
    for each in requests(world):
        answer = world.call(who, each.template, each.method, each.row, world.things)
        if each.row.needs == "public":
            assert answer.status_code < 500, (each, answer.text)
        else:
            assert answer.status_code == 401, (each, answer.text)


@pytest.mark.parametrize("who", ["reader", "gauge", "bob", "login"])
def test_a_key_does_no_more_than_its_scope_says(world: World, who: str) -> None:
    allowed = {"reader": {"read"}, "gauge": {"metrics"}, "bob": {"read", "write"}, "login": {"read"}}[who]
    for each in requests(world):
        if each.row.needs == "public" or needed(each) in allowed:
            continue
        answer = world.call(who, each.template, each.method, each.row, world.things)
        assert answer.status_code == 403, (each, answer.text)
        assert needed(each) in answer.json()["detail"]
        assert world.mark not in answer.text


def test_a_stranger_cannot_tell_a_foreign_thing_from_none(world: World) -> None:
    wrong = []
    for each in requests(world):
        row = each.row
        if row.needs in ("public", "admin", "metrics"):
            continue
        foreign = world.call("bob", each.template, each.method, row, world.things)
        if world.mark in foreign.text and not row.shared:
            wrong.append(f"{row.operation} tells what is Alice's")
        if row.foreign and foreign.status_code != row.foreign:
            wrong.append(f"{row.operation} answers {foreign.status_code} {foreign.text}")
        if row.names_something and not row.shared:
            nothing = world.call("bob", each.template, each.method, row, NEVER_WERE)
            if seen(foreign, world.things) != seen(nothing, NEVER_WERE):
                wrong.append(f"{row.operation}: {foreign.text} is not {nothing.text}")
    assert not wrong, "\n".join(wrong)


def test_another_users_conversation_cannot_be_taken_over(world: World) -> None:
    body = world.start_body() | {"tags": {}, "conversation_id": world.things["conversation"]}
    with world.client("bob") as bob:
        answer = bob.post("/api/conversations", json=body)
    assert answer.status_code == 409
    assert world.mark not in answer.text and world.mark.lower() not in answer.text


def test_the_models_and_lookups_of_a_guest_stay_off_this_machine(world: World, peer: LlmPeer) -> None:
    script = peer.play(say("I was asked."))
    llm = {"model": f"openai/{script.model}", "base_url": peer.url, "api_key": "sk-paper", "usage_id": "agent"}
    llm["num_retries"] = 0
    body = world.start_body() | {"agent": {"kind": "Agent", "llm": llm, "tools": []}}
    hello = {"role": "user", "content": [{"type": "text", "text": "hello"}], "run": True}
    for who, ends in (("alice", "error"), ("admin", "finished")):
        with world.client(who) as client:
            one = client.post("/api/conversations", json=body).json()["id"]
            assert client.post(f"/api/conversations/{one}/events", json=hello).status_code == 200
            eventually(lambda: client.get(f"/api/conversations/{one}").json()["execution_status"] == ends, 15, ends)
        asked = len(script.requests) + len(script.side_requests)
        assert asked == (1 if who == "admin" else 0)


def test_a_key_cannot_make_a_stronger_one(world: World) -> None:
    with world.client("bob") as bob, world.client("alice") as alice:
        assert bob.post("/keys", json={"scopes": ["admin"]}).status_code == 403
        assert bob.post("/keys", json={"scopes": ["metrics"]}).status_code == 403
        assert bob.post("/keys", json={"user_id": "alice"}).status_code == 403
        assert bob.post("/keys", json={"user_id": "nobody"}).json() == \
            bob.post("/keys", json={"user_id": "alice"}).json()
        mine = alice.post("/keys", json={"scopes": ["read", "write"], "expires_in": 60}).json()
        assert mine["scopes"] == ["read", "write"] and mine["key"].startswith("berth_")
        assert alice.get(f"/keys/{mine['id']}").json()["key"] is None
        assert {key["user_id"] for key in alice.get("/keys").json()["items"]} == {"alice"}
        strong = {"user_id": "alice", "scopes": ["admin"]}
        with world.client("admin") as admin:
            admin_key = admin.post("/keys", json=strong).json()
        assert alice.post(f"/keys/{admin_key['id']}/rotate").status_code == 403
        assert alice.delete(f"/keys/{admin_key['id']}").status_code == 403
        assert alice.post("/keys", json={"scope": ["read"]}).json()["detail"][0]["loc"] == ["body", "scope"]


# --- sockets ------------------------------------------------------------------------------------


def address(world: World, each: Operation, things: dict[str, str]) -> str:
    path = re.sub(r"{(\w+)}", lambda found: _filled(each.row.path[found[1]], things), each.template)
    return world.server.url.replace("http", "ws", 1) + path


def opened(world: World, each: Operation, who: str, things: dict[str, str]):
    headers = {"X-Session-API-Key": world.keys[who]} if world.keys[who] else {}
    return connect(address(world, each, things), additional_headers=headers, open_timeout=10)


def end_of(socket) -> tuple[int, str, list[str]]:
    """How the server closes a socket, and what it says before."""
    frames: list[str] = []
    try:
        while True:
            frames.append(str(socket.recv(timeout=10)))
    except ConnectionClosed as closed:
        assert closed.rcvd is not None
        return closed.rcvd.code, closed.rcvd.reason, frames


def test_sockets_open_for_nobody_without_a_key_in_force(world: World) -> None:
    for each in sockets(world):
        for who in ("expired", "gauge"):
            with pytest.raises(InvalidStatus) as refused:
                opened(world, each, who, world.things)
            assert refused.value.response.status_code == 403, each
        for first in ({"type": "auth", "session_api_key": world.keys["expired"]}, {"anything": "else"}):
            with opened(world, each, "none", world.things) as socket:
                socket.send(json.dumps(first))
                code, _, frames = end_of(socket)
                assert (code, frames) == (4001, []), each


def test_a_stranger_cannot_tell_a_foreign_socket_from_none(world: World) -> None:
    for each in sockets(world):
        if not each.row.names_something:
            continue
        with opened(world, each, "bob", world.things) as foreign, opened(world, each, "bob", NEVER_WERE) as nothing:
            code, reason, frames = end_of(foreign)
            told = [frame.replace(world.things["workspace"], NEVER_WERE["workspace"]) for frame in frames]
            assert (code, reason, told) == end_of(nothing), each


def test_a_socket_tells_nothing_of_another_user(world: World) -> None:
    for each in sockets(world):
        if each.row.names_something or needed(each) == "admin":
            continue
        with opened(world, each, "bob", world.things) as socket, world.client("alice") as alice:
            if each.row.wish is not None:
                socket.send(json.dumps(each.row.wish))
            alice.post("/keys", json={"name": world.mark})
            alice.post("/egress/decisions", json={"host": f"{world.mark}.org", "answer": "deny", "scope": "always"})
            alice.post("/api/bash/execute_bash_command", json={"command": f"echo {world.mark}"})
            with world.client("bob") as bob:
                bob.post("/api/bash/execute_bash_command", json={"command": "echo mine"})
            frames = []
            try:
                while not frames or "mine" not in frames[-1]:
                    frames.append(str(socket.recv(timeout=1)))
            except TimeoutError:
                pass
            assert world.mark not in "".join(frames), each


def test_a_key_that_reads_watches_sockets_only(world: World) -> None:
    for each in sockets(world):
        if needed(each) != "read" or each.row.command is None:
            continue
        with opened(world, each, "reader", world.things) as socket:
            socket.send(json.dumps(each.row.command))
            frames = [str(socket.recv(timeout=10))]
            while "lacks the scope" not in frames[-1]:
                frames.append(str(socket.recv(timeout=10)))


def test_the_sockets_of_a_key_close_when_it_ends(world: World) -> None:
    with world.client("admin") as admin:
        made = admin.post("/keys", json={"user_id": "alice", "name": "for a while"}).json()
        world.keys["brief"] = made["key"]
        all_open = [
            opened(world, each, "brief", world.things) for each in sockets(world) if needed(each) != "admin"
        ]
        stream = f"/conversations/{world.things['conversation']}/stream"
        brief = world.client("brief")
        wanted = brief.build_request("GET", stream, headers={"Accept": "text/event-stream"})
        followed = brief.send(wanted, stream=True)
        assert followed.status_code == 200
        assert admin.delete(f"/keys/{made['id']}").status_code == 204
        for socket in all_open:
            assert end_of(socket)[0] == 4001
        with pytest.raises(httpx.RemoteProtocolError):
            followed.read()
        assert world.client("brief").get("/workspaces").status_code == 401


def test_a_disabled_user_is_out_at_once(world: World) -> None:
    with world.client("admin") as admin:
        user = admin.post("/users", json={"name": "Carol"}).json()["id"]
        world.keys["carol"] = admin.post("/keys", json={"user_id": user}).json()["key"]
        stream = next(each for each in sockets(world) if not each.row.names_something)
        with opened(world, stream, "carol", world.things) as socket:
            assert admin.patch(f"/users/{user}", json={"disabled": True}).status_code == 200
            assert end_of(socket)[0] == 4001
        assert world.client("carol").get("/workspaces").status_code == 401
        admin.patch(f"/users/{user}", json={"disabled": False})
        assert world.client("carol").get("/workspaces").status_code == 200
        assert admin.delete(f"/users/{user}").status_code == 204
        assert admin.get(f"/users/{user}").status_code == 404
        assert world.client("carol").get("/workspaces").status_code == 401


# --- the owner, last ----------------------------------------------------------------------------


def test_owners_and_administrators_are_let_in(world: World) -> None:
    wrong = []
    for each in sorted(requests(world), key=lambda each: each.row.destroys):
        if "{conversation}" in repr(each.row):
            world.renew()
        who = "admin" if each.row.needs in ("admin", "metrics") else "alice"
        answer = world.call(who, each.template, each.method, each.row, world.things)
        if answer.status_code >= 300 and answer.status_code not in each.row.own and each.row.needs != "public":
            wrong.append(f"{each.row.operation} answers {answer.status_code} {answer.text}")
    assert not wrong, "\n".join(wrong)


def test_changes_are_recorded(world: World) -> None:
    with world.client("admin") as admin:
        key = admin.post("/keys", json={"user_id": "bob", "scopes": ["read"]}).json()["id"]
        assert admin.delete(f"/keys/{key}").status_code == 204
        assert admin.delete(f"/keys/{key}").status_code == 404
        about = admin.get("/audit", params={"subject": key}).json()["items"]
        assert [(each["action"], each["user_id"]) for each in about] == \
            [("key.create", "default"), ("key.revoke", "default")]
        assert about[0]["details"] == {"user": "bob", "scopes": "read"}
        page = admin.get("/audit", params={"limit": 1}).json()
        after = admin.get("/audit", params={"limit": 1, "after": page["next"]}).json()
        assert after["items"][0]["seq"] > page["items"][0]["seq"]
        lines = admin.get("/audit", params={"format": "jsonl"}).text.splitlines()
        assert [json.loads(line)["seq"] for line in lines] == sorted(json.loads(line)["seq"] for line in lines)
        actions = {json.loads(line)["action"] for line in lines}
        assert {"user.create", "user.update", "policy.confirmation", "workspace.start"} <= actions
        assert not any(key in "".join(lines) for key in world.keys.values() if key)


def test_nothing_of_alice_is_in_what_is_logged(world: World) -> None:
    assert world.mark not in world.server.log()
    for line in world.server.log().splitlines():
        assert not any(key and key in line for key in world.keys.values())
