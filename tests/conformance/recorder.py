# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of a conversation's sockets that keeps every frame, as another client would."""

from __future__ import annotations

import json
import threading
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from target import Server, eventually


class Recorder:
    """Reads one socket until it is closed, in a thread of its own."""

    def __init__(self, server: Server, path: str) -> None:
        self.frames: list[dict[str, Any]] = []
        self.close_code: int | None = None
        address = server.url.replace("http://", "ws://", 1) + path
        self._socket: ClientConnection = connect(address, max_size=None)
        self._socket.send(json.dumps({"type": "auth", "session_api_key": server.api_key}))
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            for text in self._socket:
                self.frames.append(json.loads(text))
        except ConnectionClosed:
            pass
        self.close_code = self._socket.close_code

    def send(self, frame: str | dict[str, Any]) -> None:
        self._socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    @property
    def open(self) -> bool:
        return self._thread.is_alive()

    def ping(self) -> threading.Event:
        """Asks for a pong; what the server had to send before has arrived when it comes."""
        return self._socket.ping()

    def wait_for(self, number: int = 1, seconds: float = 10) -> None:
        eventually(lambda: len(self.frames) >= number, seconds, f"{number} frames arrive")

    def wait_until_closed(self, seconds: float = 10) -> None:
        self._thread.join(seconds)
        assert not self._thread.is_alive(), "the socket is still open"

    def close(self) -> None:
        self._socket.close()
        self._thread.join(5)


def events_socket(server: Server, conversation_id: object, query: str = "") -> Recorder:
    return Recorder(server, f"/sockets/events/{conversation_id}{query}")


def session_socket(server: Server, conversation_id: object, after_seq: object = None) -> Recorder:
    query = "" if after_seq is None else f"?after_seq={after_seq}"
    return Recorder(server, f"/sockets/session/{conversation_id}{query}")


def bash_socket(server: Server, query: str = "") -> Recorder:
    return Recorder(server, f"/sockets/bash-events{query}")


def durable(frames: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The stored events among the frames of a session socket, with their sequence numbers."""
    return [(frame["seq"], frame["event"]) for frame in frames if frame["type"] == "durable"]
