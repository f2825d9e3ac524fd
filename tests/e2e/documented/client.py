# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program says that has no SDK: JSON over HTTP, a WebSocket, and server-sent events."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import websockets
from websockets.sync.client import ClientConnection, connect

from llm_peer import LlmPeer, Script
from target import BerthServer, eventually

Json = dict[str, Any]
PATIENCE = 30.0


class Client:
    def __init__(self, server: BerthServer, peer: LlmPeer, key: str = "") -> None:
        """With the server's own key, unless another one is given."""
        self.server = server
        self.peer = peer
        self._key = key

    @property
    def key(self) -> str:
        return self._key or self.server.api_key

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Header names are written with underscores: If_None_Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(
            method, f"{self.server.url}{path}", json=body, timeout=PATIENCE,
            headers={"Authorization": f"Bearer {self.key}"} | named,
        )

    def agent(self, script: Script, **settings: Any) -> Json:
        llm = {
            "model": f"openai/{script.model}", "base_url": self.peer.url, "api_key": "sk-documented-canary",
            "num_retries": 0, "usage_id": "agent",
        }
        return {"llm": llm | settings, "tools": [{"name": "terminal"}]}

    def make(self, script: Script, **more: Any) -> Json:
        body = {"agent": self.agent(script), "directory": f"place-{uuid.uuid4().hex[:8]}"} | more
        answer = self.call("POST", "/conversations", body)
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    def read(self, identifier: str) -> Json:
        answer = self.call("GET", f"/conversations/{identifier}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def say(self, identifier: str, text: str) -> Json:
        """Says something and waits for the answer."""
        answer = self.call("POST", f"/conversations/{identifier}/messages?wait=true", {"message": text})
        assert answer.status_code == 200, answer.text
        sent: Json = answer.json()
        return sent

    def becomes(self, identifier: str, state: str) -> None:
        eventually(lambda: self.read(identifier)["state"] == state, PATIENCE, f"{identifier} is {state}")

    def events(self, identifier: str, after: int = -1, limit: int = 100) -> list[Json]:
        """The whole log after a number, page by page."""
        items: list[Json] = []
        while True:
            path = f"/conversations/{identifier}/events?after={after}&limit={limit}"
            page = self.call("GET", path).json()
            items += page["items"]
            after = page["after"]
            if not page["more"]:
                return items

    def socket(self, identifier: str, after: int | None = None) -> ClientConnection:
        return connect(
            stream_url(self.server, identifier, after), open_timeout=PATIENCE,
            additional_headers={"Authorization": f"Bearer {self.key}"},
        )

    @contextmanager
    def listening(self, identifier: str, after: int | None = None, **headers: str) -> Iterator[Iterator[Json]]:
        """Server-sent events, each with its id under "sse"."""
        query = "" if after is None else f"?after={after}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with httpx.stream(
            "GET", f"{self.server.url}/conversations/{identifier}/stream{query}", timeout=PATIENCE,
            headers={"Authorization": f"Bearer {self.key}", "Accept": "text/event-stream"} | named,
        ) as answer:
            assert answer.status_code == 200, answer.read()
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield sent_events(answer.iter_lines())


def stream_url(server: BerthServer, identifier: str, after: int | None = None) -> str:
    address = server.url.replace("http", "ws", 1)
    return f"{address}/conversations/{identifier}/stream" + ("" if after is None else f"?after={after}")


def sent_events(lines: Iterator[str]) -> Iterator[Json]:
    event: Json = {}
    for line in lines:
        if line.startswith("data: "):
            event |= json.loads(line.removeprefix("data: "))
        elif line.startswith("id: "):
            event["sse"] = int(line.removeprefix("id: "))
        elif not line and event.get("type"):
            yield event
            event = {}


def received(socket: ClientConnection) -> Json:
    item: Json = json.loads(socket.recv(timeout=PATIENCE))
    return item


def until(items: Iterator[Json], state: str) -> list[Json]:
    """Everything up to the state that the log tells."""
    heard: list[Json] = []
    for item in items:
        heard.append(item)
        if item["type"] == "state" and item["state"] == state and "seq" in item:
            return heard
    raise AssertionError(f"the stream ended before {state}: {heard}")


def said(socket: ClientConnection) -> Iterator[Json]:
    while True:
        yield received(socket)


def numbers(items: list[Json]) -> list[int]:
    return [item["seq"] for item in items if "seq" in item]


class JsonSocket:
    """What the documented loop calls `ws`."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def send_json(self, value: Any) -> None:
        await self._inner.send(json.dumps(value))

    async def __aiter__(self) -> AsyncIterator[Json]:
        async for text in self._inner:
            yield json.loads(text)


class websocket_connect:
    """The connection that the documented loop opens, with a key."""

    def __init__(self, url: str, key: str) -> None:
        self._connection = websockets.connect(url, additional_headers={"Authorization": f"Bearer {key}"})

    async def __aenter__(self) -> JsonSocket:
        return JsonSocket(await self._connection.__aenter__())

    async def __aexit__(self, *error: Any) -> None:
        await self._connection.__aexit__(*error)
