# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens of an OpenID Connect issuer as keys."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from hook_peer import HookPeer
from issuer_peer import AUDIENCE, IssuerPeer
from target import Server

pytestmark = pytest.mark.berth_only
HOUR = 3600


@pytest.fixture(scope="module")
def issuer() -> Iterator[IssuerPeer]:
    peer = IssuerPeer()
    yield peer
    peer.close()


@pytest.fixture(scope="module")
def trusting(issuer: IssuerPeer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from target import make_server

    server = make_server(tmp_path_factory.mktemp("oidc") / "data", *flags(issuer), "--oidc-users", "all")
    server.start()
    yield server
    server.stop()


def flags(issuer: IssuerPeer) -> list[str]:
    return ["--oidc-issuer", issuer.url, "--oidc-audience", AUDIENCE]


def asked(server: Server, key: str, method: str = "GET", path: str = "/workspaces", **more: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.request(method, server.url + path, headers=headers, timeout=20, **more)


def socket(server: Server, key: str | None) -> Any:
    address = server.url.replace("http", "ws", 1) + "/sockets/bash-events"
    return connect(address, additional_headers={"X-Session-API-Key": key} if key else {})


@pytest.mark.parametrize("key", ["rsa", "curve", "edwards"])
def test_a_token_is_a_key_of_its_user(issuer: IssuerPeer, trusting: Server, key: str) -> None:
    mine = asked(trusting, issuer.token("ann", key)).json()["items"][0]
    assert mine["user_id"] == "ann"
    assert asked(trusting, issuer.token("ann", key), "POST", "/users", json={"id": "x"}).status_code == 403


def test_claims_say_who_and_what(issuer: IssuerPeer, trusting: Server) -> None:
    def user(token: str) -> str:
        return str(asked(trusting, token).json()["items"][0]["user_id"])

    stranger = user(issuer.token("auth0|Ann@example.com"))
    assert stranger.startswith("oidc-") and user(issuer.token("auth0|Ann@example.com")) == stranger
    assert user(issuer.token("default")).startswith("oidc-")  # nobody becomes the owner by their name
    assert user(issuer.token(stranger)) != stranger
    reader = issuer.token("ann", scope="openid berth:read")
    assert asked(trusting, reader).status_code == 200
    assert asked(trusting, reader, "POST", "/keys", json={}).status_code == 403
    assert asked(trusting, issuer.token("ann", scope=["admin"]), path="/users").status_code == 200
    assert asked(trusting, issuer.token("ann", aud=["other", AUDIENCE])).status_code == 200


def wrong_tokens(issuer: IssuerPeer) -> dict[str, str]:
    now = int(time.time())
    good = issuer.token()
    other = IssuerPeer()
    other.close()
    ours = {"iss": issuer.url}
    return {
        "no signature": issuer.token(head={"alg": "none"}),
        "a public key as secret": issuer.token(head={"alg": "HS256"}),
        "another algorithm's name": issuer.token(head={"alg": "ES256"}),
        "another key's name": issuer.token(head={"kid": "curve"}),
        "somebody else's key": other.token(**ours),
        "somebody else's key under no name": other.token(**ours, head={"kid": None}),
        "another issuer": other.token(),
        "another audience": issuer.token(aud="elsewhere"),
        "no audience": issuer.token(aud=None),
        "expired": issuer.token(exp=now - 61),
        "never expires": issuer.token(exp=None),
        "expires in words": issuer.token(exp="tomorrow"),
        "not yet valid": issuer.token(nbf=now + HOUR),
        "made tomorrow": issuer.token(iat=now + 24 * HOUR),
        "nobody": issuer.token(sub=None),
        "a number": issuer.token(sub=7),
        "too long": issuer.token(sub="a" * 20_000),
        "for something else": issuer.token(head={"typ": "logout+jwt"}),
        "with what must be understood": issuer.token(head={"crit": ["x"], "x": 1}),
        "cut short": good[:-10],
        "changed": good[: good.index(".") + 2] + "A" + good[good.index(".") + 3 :],
        "three words": "eyJ.a.b",
        "three dots": good + ".x",
    }


def test_no_other_token_opens_anything(issuer: IssuerPeer, trusting: Server) -> None:
    for what, token in wrong_tokens(issuer).items():
        answer = asked(trusting, token)
        assert answer.status_code == 401, (what, answer.text)
        detail = answer.json()["detail"]
        assert detail.endswith(".") or detail == "Unauthorized", (what, detail)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert token[-40:] not in answer.text + trusting.log()
        with pytest.raises(InvalidStatus):
            socket(trusting, token)
    assert asked(trusting, trusting.api_key).status_code == 200


def test_a_little_time_between_two_clocks_is_forgiven(issuer: IssuerPeer, trusting: Server) -> None:
    now = int(time.time())
    assert asked(trusting, issuer.token(exp=now - 30)).status_code == 200
    assert asked(trusting, issuer.token(nbf=now + 30, iat=now + 30)).status_code == 200


def test_a_socket_takes_a_token_in_its_first_frame_and_ends_with_it(issuer: IssuerPeer, trusting: Server) -> None:
    short = issuer.token("short", exp=int(time.time()) - 58)
    long = issuer.token("long")
    with socket(trusting, None) as early, socket(trusting, short) as late, socket(trusting, None) as stays:
        early.send(json.dumps({"type": "auth", "session_api_key": short}))
        stays.send(json.dumps({"type": "auth", "session_api_key": long}))
        for ended in (early, late):
            with pytest.raises(ConnectionClosed) as closed:
                ended.recv(timeout=20)
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
        stays.ping().wait(10)
        assert asked(trusting, short).status_code == 401
    with socket(trusting, None) as wrong:
        wrong.send(json.dumps({"type": "auth", "session_api_key": issuer.token(aud="elsewhere")}))
        with pytest.raises(ConnectionClosed) as closed:
            wrong.recv(timeout=20)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001


def test_only_users_who_are_known_and_not_disabled_come_in(
    issuer: IssuerPeer, server_with: Callable[..., Server]
) -> None:
    server = server_with(*flags(issuer))
    answer = asked(server, issuer.token("cat"))
    assert (answer.status_code, answer.json()["detail"]) == (401, "The user of the token is not known to this server.")
    assert asked(server, server.api_key, "POST", "/users", json={"id": "cat"}).status_code == 201
    token = issuer.token("cat")
    with socket(server, token) as open_socket:
        assert asked(server, token).status_code == 200
        asked(server, server.api_key, "PATCH", "/users/cat", json={"disabled": True})
        with pytest.raises(ConnectionClosed) as closed:
            open_socket.recv(timeout=10)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    assert asked(server, token).status_code == 401
    assert asked(server, issuer.token("cat")).json()["detail"] == "The user of the token is disabled."


def test_a_program_is_asked_about_the_tokens_of_others_only(
    issuer: IssuerPeer, server_with: Callable[..., Server]
) -> None:
    other = IssuerPeer()
    foreign, odd = other.token("ann"), issuer.token(head={"alg": "HS256"})
    program = HookPeer(lambda question: (200, {"user": "hooked"}), lambda question: (200, {"allow": True}))
    server = server_with(*flags(issuer), "--oidc-users", "all", "--auth-hook", f"{program.url}/who")

    def user(key: str) -> str:
        return str(asked(server, key).json()["items"][0]["user_id"])

    assert [user(key) for key in (foreign, odd, "plain", issuer.token("ben"))] == ["hooked"] * 3 + ["ben"]
    assert asked(server, issuer.token(aud="elsewhere")).status_code == 401
    assert [question["key"] for question in program.questions] == [foreign, odd, "plain"]
    other.close()
    program.close()


def test_keys_of_an_issuer_change_and_it_is_not_asked_too_often(server_with: Callable[..., Server]) -> None:
    peer = IssuerPeer()
    server = server_with(*flags(peer), "--oidc-users", "all")
    first = peer.token()
    assert asked(server, first).status_code == 200
    before = len(peer.asked)
    peer.keys["newer"] = rsa.generate_private_key(65537, 2048)
    for _ in range(5):
        assert asked(server, peer.token(head={"kid": "unheard"})).status_code == 401
    assert len(peer.asked) == before  # the keys were fetched a moment ago
    peer.close()
    assert asked(server, first).status_code == 200
    assert asked(server, peer.token("ben")).status_code == 200  # the keys are remembered


def test_an_issuer_that_does_not_answer_is_no_reason_to_open(server_with: Callable[..., Server]) -> None:
    impostor, gone = IssuerPeer(), IssuerPeer()
    impostor.calls_itself = "https://issuer.example"
    gone.close()
    for peer in (impostor, gone):
        server = server_with(*flags(peer), "--oidc-users", "all")
        assert asked(server, peer.token()).status_code == 503
        assert asked(server, server.api_key).status_code == 200
    impostor.close()
