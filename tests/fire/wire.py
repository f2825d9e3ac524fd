# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes on a socket, as no well-behaved client would send them."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from target import Server

PATIENCE = 15.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """One connection; every wait has a deadline."""

    def __init__(self, server: Server, patience: float = PATIENCE, receive_buffer: int = 0) -> None:
        address = urlsplit(server.url)
        self.key = server.api_key
        self._host = (address.hostname or "", address.port or 0)
        self._buffer = b""
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(patience)
        self.socket.connect(self._host)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """Whether everything went out; a server that has refused does not read the rest."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def answer(self, to_head: bool = False) -> Answer:
        """The next answer; its body ends where Content-Length says."""
        head = self._take_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in head[1:])}
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, self._take_chunks())
        length = 0 if to_head or status < 200 else int(headers.get("content-length", "0"))
        return Answer(status, headers, self.take(length))

    def take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._more()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def rest(self) -> bytes:
        """What comes until the server closes, which it must."""
        try:
            while piece := self.socket.recv(65536):
                self._buffer += piece
        except ConnectionResetError:
            pass
        rest, self._buffer = self._buffer, b""
        return rest

    def is_closed_within(self, seconds: float) -> bool:
        """Whether the server closes in that time; whatever else comes is dropped."""
        end = time.monotonic() + seconds
        try:
            while (left := end - time.monotonic()) > 0:
                self.socket.settimeout(left)
                if not self.socket.recv(65536):
                    return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            pass
        return False

    def finish(self) -> None:
        """Says that nothing more will be sent."""
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Goes without a goodbye."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _take_until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._more()
        found, _, self._buffer = self._buffer.partition(mark)
        return found

    def _take_chunks(self) -> bytes:
        body = b""
        while size := int(self._take_until(b"\r\n"), 16):
            body += self.take(size)
            self.take(2)
        self.take(2)
        return body

    def _more(self) -> None:
        piece = self.socket.recv(65536)
        if not piece:
            raise EOFError(f"the server closed after {self._buffer[:300]!r}")
        self._buffer += piece


def request(server: Server, method: str, path: str, body: bytes = b"", *fields: str) -> bytes:
    """A request with the key, as HTTP/1.1 wants it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"X-Session-API-Key: {server.api_key}", *fields]
    if body or method in ("POST", "PATCH", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def ask(server: Server, method: str, path: str, body: bytes = b"", *fields: str) -> Answer:
    """One request on a connection of its own."""
    with Wire(server) as wire:
        wire.send(request(server, method, path, body, *fields))
        return wire.answer()


def upgrade(server: Server, path: str, *fields: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return request(server, "GET", path, b"", "Connection: Upgrade", "Upgrade: websocket",
                   "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", *fields)


TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    """A part of a form whose boundary is "b", without the end of the form."""
    file = f'; filename="{filename}"' if filename is not None else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


END = b"--b--\r\n"
FORM = "Content-Type: multipart/form-data; boundary=b"


def frame(opcode: int, payload: bytes = b"", *, final: bool = True, reserved: int = 0, masked: bool = True,
          length: int | None = None) -> bytes:
    """A frame of a client; `length` claims another size than the payload has."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    mask_bit = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask_bit | size])
    elif size < 65536:
        head += bytes([mask_bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([mask_bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    mask = b"\x21\x43\x65\x87"
    return head + mask + xor(payload, mask)


def xor(payload: bytes, mask: bytes) -> bytes:
    repeated = mask * (len(payload) // 4 + 1)
    return (int.from_bytes(payload) ^ int.from_bytes(repeated[: len(payload)])).to_bytes(len(payload))


class Socket(Wire):
    """A WebSocket that was let in."""

    def __init__(self, server: Server, path: str, patience: float = PATIENCE, receive_buffer: int = 0) -> None:
        super().__init__(server, patience, receive_buffer)
        self.send(upgrade(server, path))
        answer = self.answer()
        assert answer.status == 101, answer

    def frame(self) -> tuple[int, bytes]:
        """The next frame: its kind and its payload."""
        first, size = self.take(2)
        if size == 126:
            (size,) = struct.unpack(">H", self.take(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self.take(8))
        return first & 15, self.take(size)

    def close_code(self) -> int:
        """The code of the frame that closes the socket, past whatever comes before."""
        while True:
            kind, payload = self.frame()
            if kind == CLOSE:
                return int(struct.unpack(">H", payload[:2])[0]) if payload else 1005
