# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations over plain HTTP, for tests that have no use for a whole client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from llm_peer import LlmPeer, Script
from target import Server, eventually
from wire import Answer, ask

TOOLS = [{"name": "terminal"}, {"name": "file_editor"}, {"name": "task_tracker"}]


def start_body(directory: Path, **settings: Any) -> dict[str, Any]:
    """What starts a conversation that needs no model of its own."""
    llm = {"model": "demo/berth", "usage_id": "agent"} | settings
    agent = {"kind": "Agent", "llm": llm, "tools": TOOLS}
    return {"agent": agent, "workspace": {"kind": "LocalWorkspace", "working_dir": str(directory)}}


def scripted(peer: LlmPeer, script: Script, directory: Path) -> dict[str, Any]:
    return start_body(directory, model=f"openai/{script.model}", base_url=peer.url,
                      api_key="sk-paper", num_retries=0)


def start(server: Server, body: dict[str, Any]) -> str:
    answer = call(server, "POST", "/api/conversations", body)
    assert answer.status == 201, answer
    return str(answer.json()["id"])


def message(text: str = "Please do it.", run: bool = False) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": "text", "text": text}], "run": run}


def say(server: Server, conversation: str, text: str = "Please do it.", run: bool = False) -> None:
    answer = call(server, "POST", f"/api/conversations/{conversation}/events", message(text, run))
    assert answer.status == 200, answer


def call(server: Server, method: str, path: str, body: Any = None) -> Answer:
    return ask(server, method, path, b"" if body is None else json.dumps(body).encode())


def status(server: Server, conversation: str) -> str:
    return str(call(server, "GET", f"/api/conversations/{conversation}").json()["execution_status"])


def wait_for_status(server: Server, conversation: str, wanted: str, seconds: float = 30) -> None:
    eventually(lambda: status(server, conversation) == wanted, seconds, f"{conversation} is {wanted}")


def stored(server: Server, conversation: str) -> list[dict[str, Any]]:
    """The whole log."""
    events: list[dict[str, Any]] = []
    page = ""
    while True:
        query = f"?limit=100&page_id={page}" if page else "?limit=100"
        body = call(server, "GET", f"/api/conversations/{conversation}/events/search{query}").json()
        events += body["items"]
        page = body["next_page_id"]
        if not page:
            return events


def project(parent: Path) -> Path:
    directory = parent / "project"
    directory.mkdir(exist_ok=True)
    return directory
