# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program that uses the SDK does, in words that the tests share."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
os.environ.setdefault("OPENHANDS_SUPPRESS_BANNER", "1")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import httpx
from openhands.sdk import LLM, Conversation, Event, Workspace
from openhands.sdk.conversation.impl.remote_conversation import RemoteConversation
from openhands.sdk.event import ConversationStateUpdateEvent, ObservationEvent
from openhands.sdk.workspace import RemoteWorkspace
from openhands.tools.preset.default import get_default_agent
from pydantic import SecretStr

from llm_peer import COMPLETION_TOKENS, PROMPT_TOKENS, LlmPeer, Script
from target import Server, eventually

LLM_KEY = f"sk-canary-{secrets.token_hex(16)}"
INPUT_COST = 1e-6
OUTPUT_COST = 2e-6
COST_PER_CALL = PROMPT_TOKENS * INPUT_COST + COMPLETION_TOKENS * OUTPUT_COST
PROMPTLY = 5.0
PATIENCE = 60.0


class Program:
    """One program on one server, with a directory that its agents work in."""

    def __init__(self, server: Server, peer: LlmPeer, directory: Path) -> None:
        self.server = server
        self.peer = peer
        self.directory = directory
        self.conversations: list[RemoteConversation] = []
        self._closers: list[threading.Thread] = []

    def llm(self, script: Script, **settings: Any) -> LLM:
        return LLM(
            model=f"openai/{script.model}",
            base_url=self.peer.url,
            api_key=SecretStr(LLM_KEY),
            usage_id="agent",
            num_retries=0,
            input_cost_per_token=INPUT_COST,
            output_cost_per_token=OUTPUT_COST,
            **settings,
        )

    def workspace(self, directory: Path | None = None) -> RemoteWorkspace:
        return Workspace(
            host=self.server.url,
            api_key=self.server.api_key,
            working_dir=str(directory or self.directory),
        )

    def converse(self, script: Script, *, llm: LLM | None = None, **options: Any) -> RemoteConversation:
        """Creates a conversation, or attaches to one when `conversation_id` exists."""
        options.setdefault("agent", get_default_agent(llm=llm or self.llm(script), cli_mode=True))
        options.setdefault("visualizer", None)
        conversation = Conversation(workspace=self.workspace(), **options)
        assert isinstance(conversation, RemoteConversation)
        self.conversations.append(conversation)
        return conversation

    def ask(self, script: Script, text: str = "Please do it.", **options: Any) -> RemoteConversation:
        """Creates a conversation, sends one message and runs it to its end."""
        conversation = self.converse(script, **options)
        conversation.send_message(text)
        conversation.run(timeout=PATIENCE)
        return conversation

    def http(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.server.url, headers={"X-Session-API-Key": self.server.api_key}, timeout=30
        )

    def stored_events(self, conversation: RemoteConversation) -> list[dict[str, Any]]:
        """The whole log as REST tells it, page by page."""
        with self.http() as http:
            return stored_events(http, str(conversation.id))

    def close(self) -> None:
        """Begins to close every conversation; each waits seconds for a thread of the client."""
        closers = [threading.Thread(target=one.close, daemon=True) for one in self.conversations]
        for closer in closers:
            closer.start()
        self.conversations.clear()
        self._closers += closers

    def wait_until_closed(self) -> None:
        for closer in self._closers:
            closer.join(timeout=20)


def stored_events(http: httpx.Client, conversation_id: str, limit: int = 100) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        page = http.get(f"/api/conversations/{conversation_id}/events/search", params=query)
        page.raise_for_status()
        body = page.json()
        events += body["items"]
        if not body.get("next_page_id"):
            return events
        query["page_id"] = body["next_page_id"]


class Running:
    """A `run()` in a thread of its own."""

    def __init__(self, conversation: RemoteConversation) -> None:
        self.error: BaseException | None = None
        self.seconds = 0.0
        self._conversation = conversation
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float = 30) -> None:
        """Waits for the end of the run, and raises what it raised."""
        self._thread.join(seconds)
        assert not self._thread.is_alive(), f"run() did not return within {seconds} s"
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        started = time.monotonic()
        try:
            self._conversation.run(timeout=PATIENCE)
        except BaseException as error:
            self.error = error
        self.seconds = time.monotonic() - started


def status(conversation: RemoteConversation) -> str:
    return conversation.state.execution_status.value


def wait_for_status(conversation: RemoteConversation, wanted: str, seconds: float = 10) -> None:
    eventually(lambda: status(conversation) == wanted, seconds, f"the status is {wanted}")


def told(conversation: RemoteConversation) -> list[Event]:
    """The events of the conversation without the news about its state."""
    return [e for e in conversation.state.events if not isinstance(e, ConversationStateUpdateEvent)]


def kinds(conversation: RemoteConversation) -> list[str]:
    return [type(event).__name__ for event in told(conversation)]


def of_kind[T: Event](conversation: RemoteConversation, kind: type[T]) -> list[T]:
    return [event for event in conversation.state.events if isinstance(event, kind)]


def outputs(conversation: RemoteConversation) -> list[str]:
    """The text of every observation, in order."""
    return [event.observation.text for event in of_kind(conversation, ObservationEvent)]


def wait_for_event(
    conversation: RemoteConversation, matches: Callable[[Event], bool], what: str, seconds: float = 15
) -> None:
    eventually(lambda: any(matches(e) for e in list(conversation.state.events[:])), seconds, what)


def run_to_the_end(conversation: RemoteConversation, attempts: int = 20) -> None:
    """Runs until the conversation is finished.

    A run that is asked for while the step before a pause still ends is refused by the server, and
    the client then returns with the status it finds.
    """
    pause = threading.Event()
    for _ in range(attempts):
        conversation.run(timeout=PATIENCE)
        if status(conversation) == "finished":
            return
        pause.wait(0.1)
    raise AssertionError(f"not finished after {attempts} runs, but {status(conversation)}")


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
