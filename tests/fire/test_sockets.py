# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""WebSockets that break the rules: each is closed with the right code, and costs nobody else anything."""

from __future__ import annotations

import json
import threading
import uuid

import pytest

from messages import project, say, start, start_body
from recorder import session_socket
from target import eventually
from watch import Bystander
from wire import BINARY, CLOSE, PING, PONG, TEXT, Socket, Wire, ask, frame, upgrade

CONTINUATION = 0
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def conversation(server) -> str:
    """A conversation that nothing happens in, with a reader that must stay connected to the end."""
    return start(server, start_body(project(server.data_dir.parent)))


@pytest.fixture(scope="module", autouse=True)
def reader(server, conversation):
    """Another client's socket: it must not notice anything, and hear what happens afterwards."""
    listening = session_socket(server, conversation, after_seq=-1)
    yield listening
    before = len(listening.frames)
    say(server, conversation, "Still there?")
    eventually(lambda: len(listening.frames) > before, 10, "the reader still hears")
    assert listening.open
    listening.close()


@pytest.fixture
def socket(server, conversation):
    with Socket(server, f"/sockets/session/{conversation}") as one:
        yield one


WANTED = ("Connection: Upgrade", "Upgrade: websocket")
VERSION = "Sec-WebSocket-Version: 13"
KEY = "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=="

HANDSHAKES = {
    "no key": ((*WANTED, VERSION), 400),
    "a short key": ((*WANTED, VERSION, "Sec-WebSocket-Key: YWJj"), 400),
    "two keys": ((*WANTED, VERSION, KEY, KEY), 400),
    "an old version": ((*WANTED, "Sec-WebSocket-Version: 8", KEY), 426),
    "no version": ((*WANTED, KEY), 426),
    "no upgrade": ((), 426),
    "an upgrade that is not asked for": ((WANTED[1], VERSION, KEY), 426),
    "two protocols": ((WANTED[0], "Upgrade: websocket, h2c", VERSION, KEY), 426),
    "a foreign page": ((*WANTED, VERSION, KEY, "Origin: https://evil.example"), 403),
}


@pytest.mark.parametrize("name", HANDSHAKES)
def test_a_bad_handshake_is_answered(server, conversation, guarded, name):
    fields, status = HANDSHAKES[name]
    answer = ask(server, "GET", f"/sockets/session/{conversation}", b"", *fields)

    assert answer.status == status
    assert answer.json()["detail"]


FRAMES = {
    "an unknown kind": (frame(3, b"hello"), 1002),
    "an unknown control kind": (frame(11, b"hello"), 1002),
    "reserved bit 1": (frame(TEXT, b"hello", reserved=4), 1002),
    "reserved bit 2": (frame(TEXT, b"hello", reserved=2), 1002),
    "reserved bit 3": (frame(TEXT, b"hello", reserved=1), 1002),
    "a ping in pieces": (frame(PING, b"hello", final=False), 1002),
    "a ping too long": (frame(PING, b"x" * 126), 1002),
    "a continuation of nothing": (frame(CONTINUATION, b"hello"), 1002),
    "a text inside a text": (frame(TEXT, b"a", final=False) + frame(TEXT, b"b"), 1002),
    "a length with its top bit": (bytes([0x81, 0xFF]) + b"\xff" * 8 + b"1234", 1002),
    "a length of 2^62": (frame(TEXT, b"", length=1 << 62), 1009),
    "a frame too large": (frame(TEXT, b"x" * (MEBIBYTE + 1)), 1009),
    "bad UTF-8": (frame(TEXT, b"\xff\xfe"), 1007),
    "an overlong letter": (frame(TEXT, b"\xc0\xaf"), 1007),
    "a lone surrogate": (frame(TEXT, b"\xed\xa0\x80"), 1007),
    "half a letter at the end": (frame(TEXT, "é".encode()[:1]), 1007),
    "bad UTF-8 in pieces": (frame(TEXT, b"ok", final=False) + frame(CONTINUATION, b"\xff"), 1007),
    "binary": (frame(BINARY, b"hello"), 1003),
    "a close of one byte": (frame(CLOSE, b"\x03"), 1002),
    "a close with a code that is not for the wire": (frame(CLOSE, b"\x03\xee"), 1002),
    "a close with bad UTF-8": (frame(CLOSE, b"\x03\xe8\xff\xff"), 1007),
    "a goodbye": (frame(CLOSE, b"\x03\xe8bye"), 1000),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_breaks_the_rules_closes_its_socket(guarded, socket, name):
    data, code = FRAMES[name]
    socket.send(data)

    assert socket.close_code() == code
    assert socket.is_closed_within(8)


def test_a_text_without_a_mask_is_read_all_the_same(guarded, socket):
    """The library below does not ask for masks, which protect old proxies and not the server."""
    socket.send(frame(TEXT, b"hello", masked=False))
    while (answer := json.loads(socket.frame()[1]))["type"] != "error":
        pass

    assert answer["code"] == "ValidationError"


def test_a_message_in_endless_pieces_is_cut_off(guarded, socket):
    guarded.peak = 80 * MEBIBYTE
    socket.send(frame(TEXT, b"x" * 60_000, final=False))
    for _ in range(100):
        if not socket.send(frame(CONTINUATION, b"x" * 60_000, final=False)):
            break

    assert socket.close_code() == 1009


def test_empty_pieces_forever_cost_nobody_anything(guarded, socket, bystander: Bystander):
    socket.send(frame(TEXT, b"", final=False))
    socket.send(frame(CONTINUATION, b"", final=False) * 300_000)
    socket.send(frame(PING, b"alive?"))

    assert next(payload for kind, payload in iter(socket.frame, None) if kind == PONG) == b"alive?"


def test_pings_are_answered_one_by_one(guarded, socket):
    socket.send(b"".join(frame(PING, b"%d" % number) for number in range(1000)))
    pongs = [payload for kind, payload in (socket.frame() for _ in range(1002)) if kind == PONG]

    assert pongs == [b"%d" % number for number in range(1000)]


def test_a_flood_of_pings_that_reads_no_answer_is_cut_off(server, conversation, guarded):
    with Socket(server, f"/sockets/session/{conversation}", receive_buffer=4096) as one:
        flood = frame(PING, b"x" * 125) * 8000
        cut = any(not one.send(flood) for _ in range(64))

    assert cut, "64 MiB of pings were taken although no answer was read"


def test_half_a_frame_holds_nobody_up(guarded, socket):
    socket.send(frame(TEXT, b"x" * MEBIBYTE)[: MEBIBYTE // 2])
    guarded.worst_wait = 0.5


def test_texts_that_are_no_messages_are_answered_with_an_error(guarded, socket):
    for text in (b"", b"[", b"[" * 100_000, b"null", b'{"role": 1}', b'{"a":' * 50_000, b"1e999999", b'"\\ud800"'):
        socket.send(frame(TEXT, text))
        answer = {}
        while answer.get("type") != "error":
            _, payload = socket.frame()
            answer = json.loads(payload)

        assert answer["code"] == "ValidationError" and answer["detail"]


def test_strangers_that_say_nothing_or_nonsense_are_closed(server, conversation, guarded):
    """Without a key: a text that is no key, and a flood in front of the door."""
    nobody = upgrade(server, f"/sockets/session/{conversation}").replace(server.api_key.encode(), b"")
    for data in (frame(TEXT, b"let me in"), frame(TEXT, b"[" * 100_000), frame(TEXT, b"x" * MEBIBYTE)):
        with Wire(server) as one:
            one.send(nobody)
            assert one.answer().status == 101
            one.__class__ = Socket
            one.send(data)
            assert one.close_code() == 4001


def test_many_sockets_for_nothing_come_and_go(server, guarded):
    guarded.log_lines = 1500
    for _ in range(300):
        with Socket(server, f"/sockets/session/{uuid.uuid4()}") as one:
            assert one.close_code() == 4004


def test_the_server_takes_sockets_that_are_reset_at_any_byte(server, conversation, guarded):
    """The handshake and a frame, cut off behind every fifth byte."""
    data = upgrade(server, f"/sockets/session/{conversation}") + frame(TEXT, b'{"type": "auth"}')
    guarded.log_lines = 2 * len(data)
    for end in range(0, len(data), 5):
        one = Wire(server)
        one.send(data[:end])
        one.reset()
    threading.Event().wait(0.1)
