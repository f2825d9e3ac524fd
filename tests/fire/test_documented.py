# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented routes: wrong types, unknown fields, injections and too much of everything are refused, and nothing has
changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from target import BerthServer
from wire import Answer, Wire, ask, request

type Json = dict[str, Any]

LISTS = ["/users", "/keys", "/conversations", "/llms", "/agents", "/workspaces", "/egress/rules", "/egress/decisions",
         "/settings"]
MOMENTS = {"last_used_at", "used", "usage"}  # change by looking
WRONG = [[["x"]], {"kind": "Nobody"}]
INJECTIONS = ["a\r\nX-Injected: yes", '","level":"critical","injected":"', "$(touch injected)", "`touch injected`",
              ";touch injected", "|touch injected", "../../injected", "..\\injected", "\x1b]0;injected\x07", "a\0injected",
              "' OR 1=1; DROP TABLE users; --", "{{injected}}", "%0d%0ainjected", "\u2028injected", "x" * 6000]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BerthServer]:
    running = BerthServer(tmp_path_factory.mktemp("documented") / "data", "--log-format", "json")
    running.start()
    yield running
    running.stop()


def is_documented(path: str) -> bool:
    return not path.startswith(("/api/", "/v1/", "/sockets/"))


def document(server: BerthServer) -> Json:
    described: Json = ask(server, "GET", "/openapi.json").json()
    return described


def operations(server: BerthServer) -> list[tuple[str, str, Json]]:
    paths = document(server)["paths"]
    return [(method.upper(), path, each) for path, methods in paths.items() if is_documented(path)
            for method, each in methods.items()]


def bodies(server: BerthServer) -> list[tuple[str, str, Json]]:
    """The operations that take JSON, and its schema; what a path names is nobody's."""
    taken = []
    for method, path, each in operations(server):
        content = each.get("requestBody", {}).get("content", {}).get("application/json")
        if content and "properties" in content["schema"]:
            taken.append((method, filled(path, "nobody"), content["schema"]))
    return taken


def filled(path: str, value: str) -> str:
    for name in [part.split("}")[0] for part in path.split("{")[1:]]:
        path = path.replace("{" + name + "}", quote(value, safe=""))
    return path


def without_moments(value: Any) -> Any:
    if isinstance(value, list):
        return [without_moments(each) for each in value]
    if isinstance(value, dict):
        return {name: without_moments(each) for name, each in value.items() if name not in MOMENTS}
    return value


def state(server: BerthServer) -> Json:
    return {path: without_moments(ask(server, "GET", path).json()) for path in LISTS}


def send(server: BerthServer, method: str, path: str, body: Any) -> Answer:
    return ask(server, method, path, json.dumps(body).encode())


def test_a_field_of_the_wrong_type_is_named(server: BerthServer) -> None:
    before, asked = state(server), 0
    for method, path, schema in bodies(server):
        required = set(schema.get("required", []))
        for name, field in schema["properties"].items():
            if not {"type", "enum", "anyOf"} & set(field):
                continue  # takes anything
            for wrong in WRONG:
                kinds = field.get("type")
                if ("object" in (kinds or []) and isinstance(wrong, dict)) or "array" in (kinds or []) or "anyOf" in field:
                    continue
                answer = send(server, method, path, {name: wrong})
                where = f"{method} {path} {name}: {answer}"
                assert answer.status == 422, where
                places = [problem["loc"] for problem in answer.json()["detail"]]
                assert ["body", name] in [place[:2] for place in places], where
                assert {place[1] for place in places if len(place) > 1} <= {name} | required, where
                asked += 1
    assert asked > 40
    assert state(server) == before


def test_an_unknown_field_is_named(server: BerthServer) -> None:
    before = state(server)
    for method, path, schema in bodies(server):
        answer = send(server, method, path, {"injected": 1})
        assert answer.status == 422, f"{method} {path}: {answer}"
        places = [problem["loc"] for problem in answer.json()["detail"]]
        assert ["body", "injected"] in places, f"{method} {path}: {answer}"
    assert state(server) == before


def test_what_is_no_object_is_refused(server: BerthServer) -> None:
    before = state(server)
    for method, path, _ in bodies(server):
        for body in (b"[]", b"null", b'"x"', b"1", b"{", b"\xff", b"[" * 100_000):
            assert 400 <= ask(server, method, path, body).status < 500, f"{method} {path} {body[:10]!r}"
    assert state(server) == before


def test_what_a_path_names_is_never_run_nor_shown(server: BerthServer) -> None:
    before = state(server)
    for method, path, _ in operations(server):
        if "{" not in path or "{path}" in path:
            continue
        for text in INJECTIONS:
            with Wire(server) as wire:
                wire.send(request(server, method, filled(path, text), b"{}" if method in ("POST", "PUT", "PATCH") else b""))
                answer = wire.answer()
            assert 400 <= answer.status < 500, f"{method} {path} {text!r}: {answer}"
            assert "x-injected" not in answer.headers
    assert state(server) == before


def test_what_a_query_holds_is_never_run_nor_shown(server: BerthServer) -> None:
    before = state(server)
    for method, path, each in operations(server):
        names = [parameter["name"] for parameter in each.get("parameters", []) if parameter["in"] == "query"]
        if method != "GET" or "{" in path:
            continue
        for name in names:
            for text in INJECTIONS:
                answer = ask(server, "GET", f"{path}?{name}={quote(text)}")
                assert answer.status < 500, f"{path} {name} {text!r}: {answer}"
                assert "x-injected" not in answer.headers
    assert state(server) == before


@pytest.mark.parametrize("body", [
    {"id": "injected", "name": "x" * 100_000},
    {"id": "../injected"}, {"id": "in jected"}, {"id": "injected\r\nX-A: b"}, {"id": "x" * 1000}, {"id": ""},
    {"id": "injected", "quotas": {"workspaces": -1}}, {"id": "injected", "quotas": {"workspaces": 2**70}},
], ids=lambda body: json.dumps(body)[:60])
def test_a_user_that_cannot_be_is_not_made(server: BerthServer, body: Json) -> None:
    before = state(server)
    answer = send(server, "POST", "/users", body)
    assert answer.status in (400, 409, 422), answer
    assert state(server) == before


@pytest.mark.parametrize("body", [
    {"name": "x" * 101}, {"name": "a\nb"}, {"name": "a\0b"}, {"scopes": []}, {"scopes": ["root"]},
    {"scopes": ["read"] * 1000}, {"expires_in": 0}, {"expires_in": -1}, {"expires_in": 1e300}, {"user_id": "nobody"},
    {"user_id": "../default"},
], ids=lambda body: json.dumps(body)[:60])
def test_a_key_that_cannot_be_is_not_made(server: BerthServer, body: Json) -> None:
    before = state(server)
    answer = send(server, "POST", "/keys", body)
    assert answer.status in (400, 404, 409, 422), answer
    assert state(server) == before


def test_a_body_that_is_too_large_is_not_read(server: BerthServer) -> None:
    before = state(server)
    for method, path, _ in bodies(server):
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Session-API-Key: {server.api_key}\r\n"
        with Wire(server) as wire:
            wire.send(f"{head}Content-Length: {1 << 30}\r\n\r\n".encode())
            assert wire.answer().status == 413, path
    assert state(server) == before


def test_the_log_has_a_line_for_each_line(server: BerthServer) -> None:
    """Whatever was asked above, and in the fields of a head: each line is one object of ours."""
    marks = ['","injected":"', "\x1b[31m", "a\tb", "é".encode().decode("latin-1")]
    for mark in marks:
        with Wire(server) as wire:
            fields = "".join(f"{name}: {mark}\r\n" for name in ("X-Request-Id", "User-Agent", "traceparent", "Referer"))
            wire.send(f"GET /alive HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode("latin-1"))
            assert wire.answer().status in (200, 400)
    lines = [line for line in server.log().splitlines() if not line.startswith("berth: listening")]
    assert len(lines) > 100
    for line in lines:
        entry = json.loads(line)
        assert "injected" not in entry and entry.get("level") != "critical", line
    assert not list(Path(server.data_dir).rglob("injected"))
