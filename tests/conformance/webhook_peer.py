# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server's webhooks talk to: an HTTP server that keeps every request and can misbehave."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from target import eventually


@dataclass(frozen=True)
class Delivery:
    """One request that arrived, and the status it was answered with."""

    path: str
    headers: dict[str, str]
    body: Any
    status: int


class WebhookPeer:
    """Answers every POST with `status`; while `gate` is closed it answers nothing."""

    def __init__(self) -> None:
        self.status = 200
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = 0
        self.deliveries: list[Delivery] = []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hooks"

    def environment(self, **settings: object) -> dict[str, str]:
        """The variables that make a server use this peer; names of settings are those of the specification."""
        values = {"base_url": self.url} | settings
        return {f"OH_WEBHOOKS_0_{name.upper()}": str(value) for name, value in values.items()}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.arrived += 1
        while not self.gate.wait(0.05) and not self._closing.is_set():
            pass
        status = self.status
        self.deliveries.append(Delivery(path, headers, json.loads(body), status))
        return status

    def accepted(self, path: str) -> list[Any]:
        """The bodies that were taken at a path, in the order of their arrival."""
        return [one.body for one in self.deliveries if one.path == path and one.status == 200]

    def events(self, conversation_id: object) -> list[dict[str, Any]]:
        """The events of a conversation that were taken."""
        path = f"/hooks/events/{str(conversation_id).replace('-', '')}"
        return [event for batch in self.accepted(path) for event in batch]

    def infos(self) -> list[dict[str, Any]]:
        return self.accepted("/hooks/conversations")

    def wait_for_events(self, conversation_id: object, wanted: set[str], seconds: float = 15) -> None:
        eventually(
            lambda: wanted <= {event["id"] for event in self.events(conversation_id)},
            seconds,
            "the webhook gets every event",
        )

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


def _handler_for(peer: WebhookPeer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = peer.take(self.path, headers, body)
            try:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """The suite prints nothing for a request."""

    return Handler
