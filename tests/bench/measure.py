# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measures themselves: one function each, in seconds and bytes."""

from __future__ import annotations

import json
import statistics
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from llm_peer import LlmPeer, Script, call
from target import Server

START_LIMIT = 90.0
RUN_LIMIT = 300.0
CALIBRATION_CALLS = 50


def start_seconds(server: Server) -> float:
    """From the start of the process to its first 200 on /health."""
    started = time.perf_counter()
    starter = threading.Thread(target=server.start, daemon=True)
    starter.start()
    while not _is_healthy(server):
        if time.perf_counter() - started > START_LIMIT:
            raise TimeoutError(f"/health did not answer within {START_LIMIT} s")
    seconds = time.perf_counter() - started
    starter.join()
    server.stop()
    return seconds


def _is_healthy(server: Server) -> bool:
    pause = threading.Event()
    try:
        with urllib.request.urlopen(f"{server.url}/health", timeout=2) as answer:
            return answer.status == 200
    except (OSError, ValueError, urllib.error.URLError):
        pause.wait(0.001)
        return False


def step_seconds(server: Server, peer: LlmPeer, steps: int, folder: Path) -> float:
    """Wall time of a run of `steps` thoughts, for each step, without the time the model took."""
    script = peer.play(*[call("think", thought=f"Thought number {number}.") for number in range(steps)])
    headers = {"X-Session-API-Key": server.api_key}
    with httpx.Client(base_url=server.url, headers=headers, timeout=30) as http:
        wall = _run(http, server, _conversation(peer, script, folder))
    asked = len(script.requests)
    assert asked == steps + 1, f"the model was asked {asked} times, not {steps + 1}"
    return wall / asked - _model_seconds(peer, script)


def _conversation(peer: LlmPeer, script: Script, folder: Path) -> dict[str, Any]:
    folder.joinpath("work").mkdir(parents=True, exist_ok=True)
    llm = {
        "model": f"openai/{script.model}", "base_url": peer.url, "api_key": "sk-bench", "usage_id": "agent",
        "num_retries": 0, "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
    }
    return {
        "agent": {"kind": "Agent", "llm": llm, "tools": [], "include_default_tools": ["FinishTool", "ThinkTool"]},
        "workspace": {"kind": "LocalWorkspace", "working_dir": str(folder / "work")},
        "max_iterations": 10_000,
        "autotitle": False,
    }


def _run(http: httpx.Client, server: Server, request: dict[str, Any]) -> float:
    created = http.post("/api/conversations", json=request)
    created.raise_for_status()
    path = f"/api/conversations/{created.json()['id']}"
    message = {"role": "user", "content": [{"type": "text", "text": "Think."}], "run": False}
    address = server.url.replace("http", "ws", 1) + f"/sockets/events/{created.json()['id']}"
    with connect(address, max_size=None) as socket:
        socket.send(json.dumps({"type": "auth", "session_api_key": server.api_key}))
        json.loads(socket.recv(timeout=30))
        http.post(f"{path}/events", json=message).raise_for_status()
        started = time.perf_counter()
        http.post(f"{path}/run").raise_for_status()
        _wait_for_end(socket)
        return time.perf_counter() - started


def _wait_for_end(socket: ClientConnection) -> None:
    deadline = time.monotonic() + RUN_LIMIT
    while True:
        event = json.loads(socket.recv(timeout=max(0.0, deadline - time.monotonic())))
        if event.get("kind") != "ConversationStateUpdateEvent" or event.get("key") != "execution_status":
            continue
        if event["value"] in ("error", "stuck"):
            raise RuntimeError(f"the run ended as {event['value']}")
        if event["value"] == "finished":
            return


def _model_seconds(peer: LlmPeer, script: Script) -> float:
    """What the scripted model itself takes for the middle one of the requests it got."""
    request = script.requests[len(script.requests) // 2]
    calibration = peer.repeat(lambda: call("think", thought="Calibration."))
    body = json.dumps({**request, "model": calibration.model}).encode()
    with httpx.Client(timeout=30, headers={"Content-Type": "application/json"}) as http:
        return statistics.median(
            http.post(f"{peer.url}/chat/completions", content=body).elapsed.total_seconds()
            for _ in range(CALIBRATION_CALLS)
        )
