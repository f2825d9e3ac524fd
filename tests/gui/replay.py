# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A peer that speaks as a server does: it passes everything on to a real one, but for the log of one conversation, which
it makes of recorded events, at any rate. What a window does with it depends on no disk and no model."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

TICK = 0.005
"""Seconds between two portions of what is sent at a rate."""


class Recording:
    """Recorded events over and over, each with an id, a tool call and a number of its own."""

    def __init__(self, events: list[dict[str, Any]]) -> None:
        self._events = [json.dumps(event, separators=(",", ":")) for event in events]
        self._names = [{event["id"], event.get("tool_call_id"), event.get("action_id")} - {None} for event in events]

    def frame(self, seq: int) -> bytes:
        lap, at = divmod(seq, len(self._events))
        text = self._events[at]
        for name in self._names[at]:
            text = text.replace(name, f"{name}-{lap}")
        return Frame(Opcode.TEXT, f'{{"type":"durable","seq":{seq},"event":{text}}}'.encode()).serialize(mask=False)


def _text(frame: dict[str, Any]) -> bytes:
    return Frame(Opcode.TEXT, json.dumps(frame).encode()).serialize(mask=False)


class Replay:
    def __init__(self, server: str, recording: Recording, events: int) -> None:
        self._server = (urlsplit(server).hostname or "", urlsplit(server).port or 0)
        self._recording = recording
        self._end = events
        self._lock = threading.Lock()
        self._followers: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._start(self._accept)

    def emit(self, count: int, rate: float) -> float:
        """Sends so many new events to who follows. @return how many a second that were."""
        frames = [self._recording.frame(self._end + number) for number in range(count)]
        pause = threading.Event()
        started = time.perf_counter()
        sent = 0
        while sent < count:
            due = min(count, int((time.perf_counter() - started) * rate) + 1)
            with self._lock:
                for follower in self._followers:
                    follower.sendall(b"".join(frames[sent:due]))
                self._end += due - sent
            sent = due
            pause.wait(TICK)
        return count / (time.perf_counter() - started)

    def close(self) -> None:
        self._listener.close()

    def _start(self, work: Callable[..., None], *arguments: Any) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        head = client.recv(65536)
        if head.startswith(b"GET /sockets/session/"):
            return self._tell(client, head)
        onward = socket.create_connection(self._server)
        onward.sendall(head)
        self._start(self._pass, onward, client)
        self._pass(client, onward)

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass  # one of the two has gone
        finally:
            target.close()

    def _tell(self, client: socket.socket, head: bytes) -> None:
        protocol = ServerProtocol()
        protocol.receive_data(head)
        request = protocol.events_received()[0]
        protocol.send_response(protocol.accept(request))
        client.sendall(b"".join(protocol.data_to_send()))
        query = parse_qs(urlsplit(request.path).query)
        with self._lock:
            end = self._end
            first = end - int(query["newest"][0]) if "newest" in query else int(query["after_seq"][0]) + 1
            self._followers.append(client)
            frames = [_text({"type": "sync", "from_seq": first - 1, "through_seq": end - 1})]
            frames += [self._recording.frame(seq) for seq in range(first, end)]
            client.sendall(b"".join(frames))
        try:
            while client.recv(65536):
                pass
        except OSError:
            pass
        with self._lock:
            self._followers.remove(client)
        client.close()
