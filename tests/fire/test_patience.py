# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow clients: each is waited for as long as promised, and no longer. All of them are slow at the same time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from messages import project, start, start_body
from watch import descriptors
from wire import END, FORM, PING, PONG, Answer, Socket, Wire, frame, part, request, upgrade

HEAD_SECONDS, BODY_SECONDS, KEY_SECONDS, IDLE_SECONDS, SEND_SECONDS = 10, 20, 10, 60, 60
GONE_SECONDS = (40, 85)  # the third ping that nobody answers, a beat being 20 s
SLACK = 3.0
CROWD = 300


@pytest.fixture(scope="module")
def conversation(server):
    return start(server, start_body(project(server.data_dir.parent)))


class Slow:
    """A connection that is watched until it ends."""

    def __init__(self, server) -> None:
        self.wire = Wire(server, patience=IDLE_SECONDS + 40)
        self.started = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def drip(self, data: bytes, pause: float) -> None:
        """Sends a byte at a time until the server answers."""
        self.wire.socket.settimeout(pause)
        for byte in data:
            self.wire.send(bytes([byte]))
            try:
                self.wire._more()
                break
            except TimeoutError:
                continue
            except EOFError:
                break
        self.wire.socket.settimeout(IDLE_SECONDS + 40)

    def check_refused(self, status: int, seconds: float) -> None:
        answer: Answer = self.wire.answer()
        assert answer.status == status
        self.check_closed(seconds)

    def check_closed(self, seconds: float) -> None:
        assert self.wire.rest() == b""
        assert abs(self.seconds - seconds) < SLACK, f"closed after {self.seconds:.1f} s"


def says_nothing(server, _):
    Slow(server).check_closed(HEAD_SECONDS)


def drips_its_head(server, _):
    slow = Slow(server)
    slow.drip(b"GET /alive HTTP/1.1\r\nX-A: " + b"a" * 100, 0.5)
    slow.check_refused(408, HEAD_SECONDS)


def stops_in_its_head(server, _):
    slow = Slow(server)
    slow.wire.send(b"GET /alive HTTP/1.1\r\nHost: loc")
    slow.check_refused(408, HEAD_SECONDS)


def stops_in_its_handshake(server, conversation):
    slow = Slow(server)
    slow.wire.send(upgrade(server, f"/sockets/session/{conversation}")[:-2])
    slow.check_refused(408, HEAD_SECONDS)


def stops_in_its_second_head(server, _):
    slow = Slow(server)
    slow.wire.send(request(server, "GET", "/alive") + b"GET /al")
    assert slow.wire.answer().status == 200
    slow.check_refused(408, HEAD_SECONDS)


def stops_in_its_body(server, _):
    slow = Slow(server)
    slow.wire.send(request(server, "POST", "/api/conversations", b"x" * 100)[:-50])
    slow.check_refused(408, BODY_SECONDS)


def stops_in_a_chunk(server, _):
    slow = Slow(server)
    slow.wire.send(b"POST /api/conversations HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                   b"X-Session-API-Key: " + server.api_key.encode() + b"\r\n\r\n5\r\nhel")
    slow.check_refused(408, BODY_SECONDS)


def stops_in_an_upload(server, _):
    slow = Slow(server)
    data = request(server, "POST", f"/api/file/upload?path={server.data_dir.parent}/never",
                   part("file", b"x" * 3_000_000, "x") + END, FORM)
    slow.wire.send(data[:-1_000_000])
    slow.check_refused(408, BODY_SECONDS)
    assert not (server.data_dir.parent / "never").exists()


def brings_no_key(server, conversation):
    slow = Slow(server)
    slow.wire.send(upgrade(server, f"/sockets/session/{conversation}").replace(server.api_key.encode(), b""))
    assert slow.wire.answer().status == 101
    slow.wire.__class__ = Socket
    assert slow.wire.close_code() == 4001
    assert abs(slow.seconds - KEY_SECONDS) < SLACK


def rests_between_requests(server, _):
    """The client of the SDK keeps connections for a while; 15 s are too short for it."""
    slow = Slow(server)
    for pause in (0, 18):
        threading.Event().wait(pause)
        slow.wire.send(request(server, "GET", "/alive"))
        assert slow.wire.answer().status == 200


def rests_for_good(server, _):
    slow = Slow(server)
    slow.wire.send(request(server, "GET", "/alive"))
    assert slow.wire.answer().status == 200
    slow.check_closed(IDLE_SECONDS)


def never_reads_its_download(server, _):
    file = server.data_dir.parent / "large"
    with file.open("wb") as sparse:
        sparse.truncate(64 << 20)
    slow = Slow(server)
    slow.wire.send(request(server, "GET", f"/api/file/download?path={file}"))
    threading.Event().wait(SEND_SECONDS + SLACK)
    taken = 0
    try:
        while piece := slow.wire.socket.recv(1 << 20):
            taken += len(piece)
    except ConnectionResetError:
        pass
    assert taken < 64 << 20, "the server waited for a client that does not read"


def answers_no_ping(server, conversation):
    slow = Slow(server)
    slow.wire = Socket(server, f"/sockets/session/{conversation}", patience=GONE_SECONDS[1] + 10)
    slow.wire.rest()
    assert GONE_SECONDS[0] < slow.seconds < GONE_SECONDS[1], f"closed after {slow.seconds:.1f} s"


def answers_every_ping(server, conversation):
    slow = Slow(server)
    slow.wire = Socket(server, f"/sockets/session/{conversation}", patience=1)
    while slow.seconds < GONE_SECONDS[1] + 10:
        try:
            kind, payload = slow.wire.frame()
        except TimeoutError:
            continue
        if kind == PING:
            slow.wire.send(frame(PONG, payload))


ORDINARY: list[Callable] = [
    says_nothing, drips_its_head, stops_in_its_head, stops_in_its_handshake, stops_in_its_second_head,
    stops_in_its_body, stops_in_a_chunk, stops_in_an_upload, brings_no_key, rests_between_requests,
]
LONG: list[Callable] = [rests_for_good, never_reads_its_download, answers_no_ping, answers_every_ping]


def test_every_slow_client_is_waited_for_as_promised(server, conversation, guarded, long, figure):
    """Beside them stands a crowd that holds its heads back; a quick client notices none of it."""
    guarded.log_lines = CROWD + 100
    before = descriptors(server)
    crowd = [Wire(server, patience=30) for _ in range(CROWD)]
    for each in crowd:
        each.send(b"GET /alive HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    slow = ORDINARY + (LONG if long else [])
    with ThreadPoolExecutor(len(slow)) as pool:
        waiting = {one.__name__: pool.submit(one, server, conversation) for one in slow}
    faults = {name: fault for name, one in waiting.items() if (fault := one.exception()) is not None}
    assert faults == {}
    for each in crowd:
        assert each.answer().status == 408
        assert each.rest() == b""
        each.socket.close()
    assert descriptors(server) <= before + 2 + len(slow)
    figure(f"{len(slow)} kinds and a crowd of {CROWD} ended as promised")
