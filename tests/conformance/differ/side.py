# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One of the two servers, with its own model, and a record of what a client saw there."""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from openhands.sdk.conversation.impl.remote_conversation import RemoteConversation
from openhands.tools.preset.default import get_default_agent

from differ.normal import label_of, normal, numbered
from llm_peer import LlmPeer, Script
from program import LLM_KEY, Program, Running, stored_events
from recorder import Recorder
from target import Server

HEADERS = (
    "allow",
    "location",
    "content-disposition",
    "accept-ranges",
    "content-range",
    "retry-after",
)
REST_SECONDS = 45.0
RUN_SECONDS = 100.0
POLL_SECONDS = 0.1
TRIES = 6
STILL_SECONDS = 0.25


class Side:
    """What a scenario works with. Everything it notes is compared with the other side."""

    def __init__(self, name: str, server: Server, peer: LlmPeer, directory: Path) -> None:
        directory.mkdir(parents=True)
        self.name = name
        self.server = server
        self.peer = peer
        self.directory = directory
        self.program = Program(server, peer, directory)
        self.http = httpx.Client(
            base_url=server.url,
            headers={"X-Session-API-Key": server.api_key},
            timeout=60,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self.names: dict[str, str] = {}
        self._notes: dict[str, Any] = {}
        self._tick = threading.Event()
        self._know(str(directory), "<directory>")
        self._know(str(server.data_dir), "<data>")
        self._know(server.url, "<server>")
        self._know(peer.url, "<model server>")
        self._know(server.api_key, "<key>")
        self._know(LLM_KEY, "<model key>")

    # What is recorded

    def note(self, label: str, value: Any) -> None:
        """Keeps a value for the comparison; a label that comes again gets a number."""
        number = 1
        while (name := label if number == 1 else f"{label} ({number})") in self._notes:
            number += 1
        self._notes[name] = value

    def record(self) -> dict[str, Any]:
        """Everything noted, with its names and patterns taken out."""
        return normal(self._notes, self.names)

    def know(self, value: object, name: str) -> None:
        """Shows a value under this name from now on; an id in all its spellings."""
        self._know(str(value), f"<{name}>")
        self._know(str(value).replace("-", ""), f"<{name} without dashes>")

    def _know(self, value: str, name: str) -> None:
        self.names.setdefault(value, name)

    # HTTP

    def call(
        self, method: str, path: str, *, label: str = "", body: str = "all", **options: Any
    ) -> httpx.Response:
        """Sends a request and notes its answer. `body`: "all", or "shape" for its fields' names."""
        answer = self._ask(method, path, **options)
        self.note(label or f"{method} {self._plain(path)}", self._answer(answer, body))
        return answer

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """After a 500 the reference may reset the connection before the answer is read."""
        for _ in range(TRIES - 1):
            try:
                return self.http.request(method, path, **options)
            except httpx.ReadError:
                pass
        return self.http.request(method, path, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.call("POST", path, **options)

    def _plain(self, path: str) -> str:
        for value, name in sorted(self.names.items(), key=lambda pair: -len(pair[0])):
            path = path.replace(value, name)
        return path

    def _answer(self, answer: httpx.Response, body: str) -> dict[str, Any]:
        noted: dict[str, Any] = {"status": answer.status_code}
        noted["type"] = re.sub(
            r"boundary=.*", "boundary=...", answer.headers.get("content-type", "")
        )
        noted |= {name: answer.headers[name] for name in HEADERS if name in answer.headers}
        noted["body"] = shape(content(answer)) if body == "shape" else content(answer)
        return noted

    # Conversations by the SDK

    def converse(self, script: Script, **options: Any) -> RemoteConversation:
        conversation = self.program.converse(script, **options)
        self.know(conversation.id, "conversation")
        return conversation

    def ask(
        self, script: Script, text: str = "Please do it.", **options: Any
    ) -> RemoteConversation:
        conversation = self.converse(script, **options)
        conversation.send_message(text)
        self.run(conversation)
        return conversation

    def run(self, conversation: RemoteConversation, label: str = "run()") -> None:
        """Runs, and notes how that ended for the program."""
        running = Running(conversation)
        try:
            running.wait(RUN_SECONDS)
            self.note(label, conversation.state.execution_status.value)
        except Exception as error:
            self.note(label, {"raised": type(error).__name__})
        self.rest(str(conversation.id))

    # Conversations by HTTP

    def request(self, script: Script, **fields: Any) -> dict[str, Any]:
        """The body that starts a conversation, without a title from the model."""
        agent = get_default_agent(llm=self.program.llm(script), cli_mode=True)
        return {
            "agent": agent.model_dump(mode="json", context={"expose_secrets": True}),
            "workspace": {"kind": "LocalWorkspace", "working_dir": str(self.directory)},
            "autotitle": False,
        } | fields

    def start(
        self, script: Script | None = None, *, name: str = "conversation", **fields: Any
    ) -> str:
        """Starts a conversation and says its id; what the server answered is not noted."""
        answer = self.http.post(
            "/api/conversations", json=self.request(script or self.peer.play(), **fields)
        )
        assert answer.status_code in (200, 201), f"{answer.status_code}: {answer.text}"
        self.know(answer.json()["id"], name)
        return answer.json()["id"]

    def say(self, conversation_id: str, text: str, *, run: bool = False) -> None:
        message = {"role": "user", "content": [{"type": "text", "text": text}], "run": run}
        answer = self.http.post(f"/api/conversations/{conversation_id}/events", json=message)
        assert answer.status_code == 200, answer.text

    def chat(self, script: Script, text: str = "Please do it.", **fields: Any) -> str:
        """Starts a conversation by HTTP, sends a message, and waits for the end of its run."""
        conversation_id = self.start(script, **fields)
        self.say(conversation_id, text, run=True)
        script.wait_for_request(1, REST_SECONDS)
        self.rest(conversation_id)
        return conversation_id

    def info(self, conversation_id: str) -> dict[str, Any]:
        return self.http.get(f"/api/conversations/{conversation_id}").json()

    def rest(self, conversation_id: str, status: str = "") -> None:
        """Waits until the conversation does not run and nothing of it changes any more."""
        seen: list[Any] = [None]
        since = 0.0

        def quiet() -> bool:
            nonlocal since
            info = self.info(conversation_id)
            now = (
                info["execution_status"],
                info["stats"],
                info["title"],
                len(self.stored(conversation_id)),
            )
            if now != seen[-1]:
                seen.append(now)
                since = time.monotonic()
            still = time.monotonic() - since >= STILL_SECONDS
            return still and now[0] != "running" and status in ("", now[0])

        deadline = time.monotonic() + REST_SECONDS
        while not quiet():
            assert time.monotonic() < deadline, f"the conversation never comes to rest {status}"
            self._tick.wait(POLL_SECONDS)

    def stored(self, conversation_id: str) -> list[dict[str, Any]]:
        return stored_events(self.http, conversation_id)

    def log(self, conversation_id: object, label: str = "log") -> list[dict[str, Any]]:
        """Notes the stored events, their order, and the conversation as it is afterwards."""
        events = self.stored(str(conversation_id))
        self.name_events(events)
        told = [event for event in events if not is_statistics(event)]
        self.note(f"{label} order", [line_of(event) for event in told])
        self.note(label, told)
        self.note(f"{label} info", without_agent(self.info(str(conversation_id))))
        return told

    def name_events(self, events: list[dict[str, Any]]) -> None:
        told = [event for event in events if not is_statistics(event)]
        for name, event in zip(numbered(map(label_of, told)), told, strict=True):
            self.know(event["id"], name)

    # Sockets

    def socket(self, path: str) -> Recorder:
        return Recorder(self.server, path)

    def unknown_id(self) -> str:
        value = str(uuid.uuid4())
        self.know(value, "unknown")
        return value

    def close(self) -> None:
        self.http.close()
        self.program.close()


def content(answer: httpx.Response) -> Any:
    """The body as JSON where it is JSON, as text where it is text, else its size."""
    try:
        return answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        pass
    try:
        return answer.content.decode()
    except UnicodeDecodeError:
        return f"<{len(answer.content)} bytes>"


def shape(value: Any) -> Any:
    """The names of the fields and the types of the values."""
    if isinstance(value, Mapping):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else type(value).__name__


def is_statistics(event: Mapping[str, Any]) -> bool:
    """News of statistics come between other events as it happens."""
    return event.get("kind") == "ConversationStateUpdateEvent" and event.get("key") == "stats"


def line_of(event: Mapping[str, Any]) -> str:
    """One word for an event, with the value of a short state update."""
    value = event.get("value")
    return f"{label_of(event)}={value}" if isinstance(value, str) else label_of(event)


def without_agent(info: Mapping[str, Any]) -> dict[str, Any]:
    """A conversation without its agent, which one scenario compares for all."""
    return {key: value for key, value in info.items() if key != "agent"}
