# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A registry with one image, in the network of an engine that has one of its own. It can hold the image back halfway."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from patience import PATIENCE

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
SET_FLAGS = 0x8914  # SIOCSIFFLAGS
UP = 0x1


class Registry:
    def __init__(self, engine: int, layer: Path) -> None:
        """For the engine with this process id; `layer` is a tar archive, all that the image has."""
        self.layer = layer.read_bytes()
        digest = _digest(self.layer)
        config = json.dumps({"architecture": "amd64", "os": "linux", "config": {},
                             "rootfs": {"type": "layers", "diff_ids": [digest]}}).encode()
        self.manifest = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": _part("application/vnd.oci.image.config.v1+json", config),
            "layers": [_part("application/vnd.oci.image.layer.v1.tar", self.layer)],
        }).encode()
        self.blobs = {digest: self.layer, _digest(config): config}
        self.gate = threading.Event()
        """The second half of the image is sent while it is set."""
        self.pulls = 0
        """How often the image was begun to be sent."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self), bind_and_activate=False)
        self._server.daemon_threads = True
        self._server.socket.close()
        self._server.socket = _listener_in(engine)
        self.image = f"127.0.0.1:{self._server.socket.getsockname()[1]}/tools:1"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _part(kind: str, data: bytes) -> dict[str, Any]:
    return {"mediaType": kind, "digest": _digest(data), "size": len(data)}


def _listener_in(process: int) -> socket.socket:
    """A socket that listens where this process has its network, whoever serves it."""
    made: list[socket.socket] = []

    def listen() -> None:
        network = os.open(f"/proc/{process}/ns/net", os.O_RDONLY)
        os.setns(network, os.CLONE_NEWNET)  # of this thread alone
        os.close(network)
        with socket.socket() as asked:
            fcntl.ioctl(asked, SET_FLAGS, struct.pack("16sH14x", b"lo", UP))
        made.append(socket.create_server(("127.0.0.1", 0)))

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    return made[0]


def _handler_for(registry: Registry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            if "/manifests/" in self.path:
                self._send(MANIFEST, registry.manifest)
            elif "/blobs/" in self.path:
                self._send("application/octet-stream", registry.blobs[name])
            else:
                self._send("application/json", b"{}")

        def _send(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Docker-Content-Digest", _digest(body))
            self.end_headers()
            if self.command == "HEAD":
                return
            if body is not registry.layer:
                self.wfile.write(body)
                return
            registry.pulls += 1
            half = len(body) // 2
            self.wfile.write(body[:half])
            registry.gate.wait(10 * PATIENCE)  # longer than who wants it to be over waits for that
            self.wfile.write(body[half:])

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                pass  # nobody wants it any more

        def log_message(self, *_: object) -> None:
            pass

    return Handler
