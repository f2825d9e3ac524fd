# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that the documentation of the agent server shows, as they stand there but for the address and the key."""

from __future__ import annotations

import asyncio
import json
import subprocess
from functools import partial

import client as documented
from client import Client, stream_url
from llm_peer import say


def curl(*words: str) -> str:
    done = subprocess.run(["curl", "-sS", "--fail-with-body", *words], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_curl_line_of_authentication(client: Client) -> None:
    text = curl("-H", f"Authorization: Bearer {client.key}", f"{client.server.url}/conversations")
    assert "items" in json.loads(text)


def test_the_curl_line_of_health(client: Client) -> None:
    assert curl(f"{client.server.url}/health")


def test_the_websocket_loop(client: Client) -> None:
    made = client.make(client.peer.play(say("Hello back.")))
    websocket_connect = partial(documented.websocket_connect, key=client.key)
    url = stream_url(client.server, made["id"])

    async def loop() -> list[str]:
        printed: list[str] = []
        async with websocket_connect(url) as ws:
            await ws.send_json({"message": "Hello"})
            async for event in ws:
                if event["type"] == "message":
                    printed.append(event["content"])
                if event["type"] == "state" and event["state"] == "finished":
                    break
        return printed

    assert asyncio.run(asyncio.wait_for(loop(), 30)) == ["Hello", "Hello back."]
