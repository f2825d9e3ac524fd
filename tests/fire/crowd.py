# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process of its own with many readers of one conversation.

    crowd.py HOST PORT PATH COUNT FIRST     prints "ready" when each has seen the event FIRST, takes the number
                                            of the last event from standard input, and reads until each has seen
                                            it; then it prints as JSON the sequences of numbers that were seen,
                                            and by how many readers

The key comes from the environment (SERVER_KEY).
"""

from __future__ import annotations

import base64
import json
import os
import re
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable

SEQUENCE = re.compile(rb'\{"type":"durable","seq":(\d+),')
PATIENCE = 60.0
SELECTOR = selectors.DefaultSelector()


class Reader:
    def __init__(self, address: tuple[str, int], path: str) -> None:
        self.numbers: list[int] = []
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Session-API-Key: {os.environ['SERVER_KEY']}\r\n"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode())
        self._buffer = b""

    def read(self) -> None:
        """Takes whole frames; the head of the handshake stands before the first."""
        piece = self.socket.recv(1 << 20)
        if not piece:
            raise SystemExit(f"a reader was closed behind {len(self.numbers)} events")
        self._buffer += piece
        if self._buffer.startswith(b"HTTP/1.1 101"):
            _, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            self._buffer = rest
        while (frame := self._frame()) is not None:
            if found := SEQUENCE.match(frame):
                self.numbers.append(int(found[1]))

    def _frame(self) -> bytes | None:
        data = self._buffer
        if len(data) < 2:
            return None
        start = {126: 4, 127: 10}.get(data[1], 2)
        size = data[1] if start == 2 else int.from_bytes(data[2:start])
        if len(data) < max(start, start + size):
            return None
        self._buffer = data[start + size :]
        return data[start : start + size]


def read_until(readers: list[Reader], done: Callable[[Reader], bool]) -> None:
    """Reads until it is done for every reader."""
    end = time.monotonic() + PATIENCE
    while not all(done(reader) for reader in readers):
        if time.monotonic() > end:
            missing = sum(not done(reader) for reader in readers)
            raise SystemExit(f"{missing} readers did not see everything in time")
        read_once(1)


def read_once(seconds: float) -> bool:
    """Whether there was a word on standard input."""
    ready = [key.data for key, _ in SELECTOR.select(seconds)]
    for reader in ready:
        if reader is not None:
            reader.read()
    return None in ready


def main(host: str, port: int, path: str, count: int, first: int) -> None:
    os.nice(10)  # the server is measured, not its neighbours
    readers = [Reader((host, port), path) for _ in range(count)]
    for reader in readers:
        SELECTOR.register(reader.socket, selectors.EVENT_READ, reader)
    read_until(readers, lambda reader: bool(reader.numbers) and reader.numbers[-1] >= first)
    print("ready", flush=True)
    SELECTOR.register(sys.stdin, selectors.EVENT_READ, None)
    while not read_once(1):
        pass
    last = int(sys.stdin.readline())
    SELECTOR.unregister(sys.stdin)
    read_until(readers, lambda reader: bool(reader.numbers) and reader.numbers[-1] >= last)
    print(json.dumps(Counter(json.dumps(reader.numbers) for reader in readers)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
