# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests with two readings: each is answered once and closed, and what stands behind it is never run.

tests/unit/api/ConnectionTest has the forms that are not repeated here (see README.md).
"""

from __future__ import annotations

import itertools

import pytest

from wire import Wire, request

NUMBERS = itertools.count()

GET = b"GET /alive HTTP/1.1\r\nHost: localhost\r\n"
CHUNKS = b"Transfer-Encoding: chunked\r\n\r\n"


def post(server) -> bytes:
    head = f"POST /api/conversations HTTP/1.1\r\nHost: localhost\r\nX-Session-API-Key: {server.api_key}\r\n"
    return head.encode()


def one_answer(server, data: bytes) -> tuple[int, bytes]:
    """The status of the only answer; behind the data stands a request that must not be run."""
    path = f"/smuggled-{next(NUMBERS)}"
    with Wire(server) as wire:
        wire.send(data + request(server, "GET", path))
        answer = wire.answer()
        rest = wire.rest()
    assert path not in server.log(), "the request behind it was run"
    assert rest == b"", f"a second answer came: {rest[:200]!r}"
    assert answer.json()["detail"]
    return answer.status, answer.body


HEADS = {
    "a field before the first": (b"GET /alive HTTP/1.1\r\n Host: localhost\r\n\r\n", 400),
    "a tab before the colon": (GET + b"X-A\t: b\r\n\r\n", 400),
    "a space in a name": (GET + b"X A: b\r\n\r\n", 400),
    "brackets in a name": (GET + b"X(A): b\r\n\r\n", 400),
    "nul in a name": (GET + b"X\0A: b\r\n\r\n", 400),
    "delete in a name": (GET + b"X\x7fA: b\r\n\r\n", 400),
    "high bytes in a name": (GET + b"X\xc3\xa9: b\r\n\r\n", 400),
    "no colon": (GET + b"X-A\r\n\r\n", 400),
    "a control character in a value": (GET + b"X-A: b\x01c\r\n\r\n", 400),
    "delete in a value": (GET + b"X-A: b\x7fc\r\n\r\n", 400),
    "a bare carriage return in a value": (GET + b"X-A: b\rc\r\n\r\n", 400),
    "a value folded by a tab": (GET + b"X-A: b\r\n\tc\r\n\r\n", 400),
    "a bare line feed at the end of the head": (GET + b"X-A: b\r\n\n", 400),
    "tabs in the request line": (b"GET\t/alive\tHTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    "something behind the version": (b"GET /alive HTTP/1.1 x\r\nHost: localhost\r\n\r\n", 400),
    "nul in the target": (b"GET /ali\0ve HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "a line end inside the target": (b"GET /ali\rve HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "a fragment": (b"GET /alive#x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "a target without a slash": (b"GET alive HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "a small method": (b"get /alive HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    "a small protocol": (b"GET /alive http/1.1\r\nHost: localhost\r\n\r\n", 400),
    "another protocol": (b"GET /alive ICE/1.0\r\nHost: localhost\r\n\r\n", 400),
    "version 1.2": (b"GET /alive HTTP/1.2\r\nHost: localhost\r\n\r\n", 505),
    "version 0.9": (b"GET /alive HTTP/0.9\r\nHost: localhost\r\n\r\n", 505),
    "version 1.10": (b"GET /alive HTTP/1.10\r\nHost: localhost\r\n\r\n", 400),
    "a cached method": (b"PURGE /alive HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    "an echo of the request": (b"TRACE /alive HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_with_two_readings_is_refused(server, guarded, name):
    data, status = HEADS[name]

    assert one_answer(server, data)[0] == status


BODIES = {
    "a length with a tail": (b"Content-Length: 5;\r\n\r\nhello", 400),
    "a length with a nul": (b"Content-Length: 5\0\r\n\r\nhello", 400),
    "a length with a space inside": (b"Content-Length: 1 5\r\n\r\nhello", 400),
    "a length with a point": (b"Content-Length: 5.0\r\n\r\nhello", 400),
    "a length with a power": (b"Content-Length: 1e1\r\n\r\nhello", 400),
    "a length of 400 digits": (b"Content-Length: " + b"9" * 400 + b"\r\n\r\n", 400),
    "a length and its twin in other letters": (b"content-length: 5\r\nCONTENT-LENGTH: 6\r\n\r\nhello", 400),
    "no length and chunks": (b"Content-Length: 0\r\n" + CHUNKS + b"0\r\n\r\n", 400),
    "a length too large for the route": (b"Content-Length: 999999999999\r\n\r\n", 413),
    "a length of 2^63-1": (b"Content-Length: 9223372036854775807\r\n\r\n", 400),
    "a space before the colon": (b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    "a coding behind a line feed": (b"X-A: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a coding behind a vertical tab": (b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", 400),
    "a coding with a nul": (b"Transfer-Encoding: chunked\0\r\n\r\n0\r\n\r\n", 400),
    "a quoted coding": (b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n', 501),
    "a coding with a parameter": (b"Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n", 501),
    "a coding before chunked": (b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "an empty coding": (b"Transfer-Encoding: \r\n\r\n0\r\n\r\n", 501),
    "identity": (b"Transfer-Encoding: identity\r\n\r\nhello", 501),
    "a coding twice in two fields": (
        b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a comma behind chunked": (b"Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", 400),
    "a negative chunk": (CHUNKS + b"-5\r\nhello\r\n0\r\n\r\n", 400),
    "a signed chunk": (CHUNKS + b"+5\r\nhello\r\n0\r\n\r\n", 400),
    "no chunk size": (CHUNKS + b"\r\nhello\r\n0\r\n\r\n", 400),
    "a space before a chunk size": (CHUNKS + b" 5\r\nhello\r\n0\r\n\r\n", 400),
    "a space behind a chunk size": (CHUNKS + b"5 \r\nhello\r\n0\r\n\r\n", 400),
    "a bare line feed behind a chunk size": (CHUNKS + b"5\nhello\r\n0\r\n\r\n", 400),
    "a bare line feed behind a chunk": (CHUNKS + b"5\r\nhello\n0\r\n\r\n", 400),
    "no line end behind a chunk": (CHUNKS + b"5\r\nhello0\r\n\r\n", 400),
    "a carriage return in an extension": (CHUNKS + b"5;a=\rb\r\nhello\r\n0\r\n\r\n", 400),
    "a line feed in an extension": (CHUNKS + b"5;a=\nb\r\nhello\r\n0\r\n\r\n", 400),
    "a nul in an extension": (CHUNKS + b"5;a=\0\r\nhello\r\n0\r\n\r\n", 400),
    "a chunk of 2^64": (CHUNKS + b"10000000000000000\r\nhello\r\n0\r\n\r\n", 400),
    "a flood of one extension": (CHUNKS + b"5;" + b"a" * 2_000_000 + b"\r\nhello\r\n0\r\n\r\n", 400),
    "a flood of extensions": (CHUNKS + b"1;ab=cd\r\nx\r\n" * 200_000 + b"0\r\n\r\n", 400),
    "a flood of trailers": (CHUNKS + b"0\r\n" + b"X-A: b\r\n" * 200_000 + b"\r\n", 400),
    "a broken trailer": (CHUNKS + b"0\r\nX A: b\r\n\r\n", 400),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_with_two_readings_is_refused(server, guarded, name):
    data, status = BODIES[name]

    assert one_answer(server, post(server) + data)[0] == status


HOSTS = {
    "an empty host": (b"", 421),
    "a list of hosts": (b"localhost, evil.example", 421),
    "a host with a path": (b"localhost/x", 421),
    "a host with a space": (b"localhost evil.example", 421),
    "a foreign host on our port": (b"evil.example:80", 421),
    "a host that begins like ours": (b"localhost.evil.example", 421),
    "a port that is no number": (b"localhost:abc", 421),
    "a broken address": (b"[::1", 421),
    "a name for every address": (b"127.0.0.1.nip.example", 421),
}


@pytest.mark.parametrize("name", HOSTS)
def test_only_our_own_names_are_answered(server, guarded, name):
    host, status = HOSTS[name]
    with Wire(server) as wire:
        wire.send(b"GET /alive HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")

        assert wire.answer().status == status
        assert wire.rest() == b""


PLAIN = {
    "a length with leading zeros": (b"Content-Length: 002\r\n\r\n{}", 422),
    "spaces around a length": (b"Content-Length:    2   \r\n\r\n{}", 422),
    "a coding in capitals": (b"Transfer-Encoding: CHUNKED\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 422),
    "a chunk size with zeros and an extension": (CHUNKS + b"0002;a=b\r\n{}\r\n0\r\n\r\n", 422),
    "a trailer": (CHUNKS + b"2\r\n{}\r\n0\r\nX-A: b\r\n\r\n", 422),
    "an offer of HTTP/2": (b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"
                           b"Content-Length: 2\r\n\r\n{}", 422),
    "the name of another method": (b"X-HTTP-Method-Override: DELETE\r\nContent-Length: 2\r\n\r\n{}", 422),
}


def test_spaces_behind_the_method_do_not_count(server, guarded):
    with Wire(server) as wire:
        wire.send(b"GET   /alive HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert wire.answer().status == 200


@pytest.mark.parametrize("name", PLAIN)
def test_odd_requests_with_one_reading_keep_their_connection(server, guarded, name):
    data, status = PLAIN[name]
    with Wire(server) as wire:
        for _ in range(2):
            wire.send(post(server) + data)
            assert wire.answer().status == status
        wire.send(request(server, "GET", "/alive"))
        assert wire.answer().status == 200


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_requests_in_a_row_are_answered_in_order(server, guarded, size):
    """Pipelining, cut into pieces of any size: answers keep the order, and the last one closes."""
    guarded.log_lines += 400
    count = 100
    data = b"".join(request(server, "GET", f"/nothing-{number}?{number}") for number in range(count))
    data += request(server, "GET", "/alive", b"", "Connection: close") + request(server, "GET", "/behind")
    with Wire(server) as wire:
        for start in range(0, len(data), size):
            wire.send(data[start : start + size])
        statuses = [wire.answer().status for _ in range(count + 1)]

        assert statuses == [404] * count + [200]
        assert wire.rest() == b""
    assert "/behind" not in server.log()


def test_a_flood_of_requests_that_nobody_reads_holds_little_memory(server, guarded):
    """The next request stays in the socket until the answer to this one has left."""
    guarded.log_lines = 2_000_000
    with Wire(server, patience=3, receive_buffer=4096) as wire:
        data = request(server, "GET", "/openapi.json") * 200
        sent = 0
        try:
            for _ in range(2000):
                wire.send(data)
                sent += 200
        except TimeoutError:
            pass
        assert sent < 400_000, "everything was taken although no answer was read"
        wire.reset()
