# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths, queries and bodies that mean trouble: each has one clear answer and changes nothing."""

from __future__ import annotations

import functools
import gzip
import json

import pytest

from messages import message, project, start, start_body, stored
from wire import END, FORM, Wire, ask, part, request

MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def conversation(server):
    return start(server, start_body(project(server.data_dir.parent)))


PATHS = {
    "/api/conversations/%2e%2e/%2e%2e/etc/passwd": 400,
    "/api/conversations/..%2f..%2fetc%2fpasswd": 400,
    "/api/conversations/..%5c..%5cetc": 400,
    "/api/conversations/.": 400,
    "/api/conversations/../../alive": 400,
    "/api/conversations/%00": 400,
    "/api/conversations/%ff%fe": 400,
    "/api/conversations/%c0%ae%c0%ae": 400,
    "/api/conversations/%ed%a0%80": 400,
    "/api/conversations/%": 400,
    "/api/conversations/%u002e": 400,
    "/api/conversations/\xff": 400,
    "/api%2fconversations%2fcount": 404,
    "//api/conversations/count": 404,
    "/api//conversations/count": 404,
    "/api/conversations/count//": 404,
    "/api/conversations/count;x=y": 422,
    "/API/conversations/count": 404,
    "/api/conversations/count%20": 422,
    "/api/conversations/count%0d%0aX-A:%20b": 422,
    "/api/conversations/%252e%252e": 422,
    "/api/conversations/'%20OR%201=1--": 422,
    "/api/conversations/" + "a" * 7000: 422,
    "/" + "a/" * 4000: 404,
    "/api/conversations/" + "a" * 9000: 414,
    "/api/conversations/search?limit=99999999999999999999": 422,
    "/api/conversations/search?limit=-1": 422,
    "/api/conversations/search?limit=1e1": 422,
    "/api/conversations/search?limit=NaN": 422,
    "/api/conversations/search?limit=%00": 422,
    "/api/conversations/search?limit=1&limit=x": 422,
    "/api/conversations/search?page_id=%ff%fe": 422,
    "/api/conversations/search?page_id=" + "a" * 7000: 422,
    "/api/conversations/search?status=flying": 422,
    "/api/conversations/search?" + "a=b&" * 1900: 200,
    "/api/file/download?path=/etc/pass%00wd": 400,
    "/api/file/download?path=relative": 400,
    "/api/file/download?path=": 400,
    "/api/file/download?path=/dev/zero": 400,
    "/api/file/download?path=/": 400,
    "/api/file/download?path=/" + "a" * 5000: 404,
    "/api/bash/bash_events/..%2f": 400,
    "/api/bash/bash_events/" + "f" * 3000: 404,
}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:50])
def test_a_tricky_path_has_one_answer(server, guarded, path):
    with Wire(server) as wire:
        wire.send(request(server, "GET", path))
        answer = wire.answer()

    assert answer.status == PATHS[path], answer
    if answer.status >= 400:
        assert answer.json()["detail"]
    assert "x-a" not in answer.headers


@functools.cache
def bodies() -> dict[str, tuple[bytes, int]]:
    good = json.dumps(message())
    return {
        "nothing": (b"", 422),
        "spaces": (b"   ", 422),
        "two values": (b"{} {}", 422),
        "two values with a comma": (b"{},{}", 422),
        "a way out of an array": (b"1],[2", 422),
        "cut off": (good[:-1].encode(), 422),
        "a comma too many": (b'{"role": "user",}', 422),
        "a comment": (b'{"role": "user" /* x */}', 422),
        "single quotes": (b"{'role': 'user'}", 422),
        "NaN": (b'{"role": NaN}', 422),
        "an array 100,000 deep": (b"[" * 100_000 + b"]" * 100_000, 422),
        "an object 100,000 deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 422),
        "8 million brackets": (b"[" * 8_000_000, 422),
        "depth in a member that nobody reads": (
            good[:-1].encode() + b', "x": ' + b"[" * 500 + b"]" * 500 + b"}", 200),
        "a number beyond doubles": (good[:-1].encode() + b', "x": 1e999}', 422),
        "a number of 100,000 digits": (good[:-1].encode() + b', "x": ' + b"9" * 100_000 + b"}", 422),
        "a number for a text": (b'{"role": 18446744073709551616, "content": []}', 422),
        "text that is not UTF-8": (b'{"role": "user", "content": [{"type": "text", "text": "\xff"}]}', 422),
        "a lone surrogate": (rb'{"role": "us\ud800er", "content": []}', 422),
        "a mark in front": (b"\xef\xbb\xbf" + good.encode(), 422),
        "UTF-16": (good.encode("utf-16"), 422),
        "the same member twice": (b'{"role": "user", "role": "nobody", "content": []}', 422),
        "gzip": (gzip.compress(good.encode()), 422),
        "a bomb": (gzip.compress(b" " * 100_000_000), 422),
        "4 million elements": (b"[" + b"0," * 4_000_000 + b"0]", 422),
        "500,000 members": (b"{" + b",".join(b'"%d":0' % n for n in range(500_000)) + b"}", 200),
    }


@pytest.mark.parametrize("name", bodies())
def test_a_tricky_body_has_one_answer(server, conversation, guarded, name):
    guarded.peak = 512 * MEBIBYTE
    body, status = bodies()[name]
    before = len(stored(server, conversation))
    extra = ["Content-Encoding: gzip"] if name in ("gzip", "a bomb") else []

    answer = ask(server, "POST", f"/api/conversations/{conversation}/events", body, *extra)

    assert answer.status == status, answer
    assert len(answer.body) < 64 * 1024
    changed = len(stored(server, conversation)) != before
    assert changed == (status == 200)


FORMS = {
    "no boundary": ("Content-Type: multipart/form-data", b"--b\r\n\r\n", 422),
    "a boundary of 1,000 letters": (FORM + "b" * 1000, b"--b\r\n", 422),
    "never closed": (FORM, part("file", b"x" * 1000), 400),
    "a flood of parts": (FORM, part("a", b"x") * 50_000 + END, 400),
    "a flood of heads": (FORM, b"--b\r\n" + b"X-A: b\r\n" * 100_000, 400),
    "a name with a way up": (FORM, part("file", b"x", "../../x") + END, 200),
    "json": ("Content-Type: application/json", b"{}", 422),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_tricky_form_has_one_answer(server, guarded, tmp_path, name):
    kind, body, status = FORMS[name]
    with Wire(server) as wire:
        wire.send(request(server, "POST", f"/api/file/upload?path={tmp_path}/file", body, kind))

        assert wire.answer().status == status
    assert [p.name for p in tmp_path.iterdir()] == (["file"] if status == 200 else [])
