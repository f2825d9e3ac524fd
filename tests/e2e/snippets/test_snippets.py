# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window copies runs as it is: the text of the clipboard goes to its interpreter, unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from llm_peer import LlmPeer, call, finish
from target import BerthServer, berthd_path

ANSWER = "Boats sleep side by side."
INTERPRETERS = {
    "Python SDK": [sys.executable, "python.py"],
    "TypeScript": ["node", "typescript.mjs"],  # it is JavaScript as well
    "curl": ["sh", "curl.sh"],
    "WebSocket": [sys.executable, "websocket.py"],
}
# What a program prints of the agent's answer. The SDK draws it, with colours between the words.
PRINTS = {"Python SDK": "harbours", "TypeScript": f"agent: {ANSWER}", "curl": ANSWER, "WebSocket": f"message {ANSWER}"}
PATIENCE = 90


def copied(server: BerthServer, model: str, folder: Path) -> dict[str, str]:
    """What lands in the clipboard for each tab of the page, by the tab's name."""
    folder.mkdir()
    helper = berthd_path().with_name("copied-snippets")
    subprocess.run([helper, server.url, server.api_key, model, folder], check=True, timeout=PATIENCE)
    texts = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(texts) == set(INTERPRETERS)
    return texts


def run(name: str, text: str, folder: Path) -> str:
    """Runs a copied text as somebody would who pastes it into a file."""
    interpreter, file = INTERPRETERS[name]
    (folder / file).write_text(text)
    environment = os.environ | {"OPENHANDS_SUPPRESS_BANNER": "1", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    done = subprocess.run(
        [interpreter, file], cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def keep_model(server: BerthServer, peer: LlmPeer) -> None:
    """As the default one of the server; each conversation with it takes two turns."""
    turns = [call("terminal", command="echo harbours > haiku.txt"), finish(ANSWER)]
    script = peer.repeat(iter(turns * 10).__next__)
    model = {"model": f"openai/{script.model}", "base_url": peer.url, "api_key": "sk-snippet", "num_retries": 0}
    kept = httpx.put(f"{server.url}/llms/main?default=true", json=model, headers=bearer(server))
    assert kept.status_code == 200, kept.text


def bearer(server: BerthServer) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.api_key}"}


def states(server: BerthServer) -> list[tuple[str, str]]:
    page = httpx.get(f"{server.url}/conversations", headers=bearer(server)).json()
    return [(item["model"], item["state"]) for item in page["items"]]


@pytest.mark.parametrize("name", INTERPRETERS)
def test_a_copied_program_runs_with_the_model_of_the_server(
    name: str, server: BerthServer, peer: LlmPeer, tmp_path: Path
) -> None:
    keep_model(server, peer)
    text = copied(server, "main", tmp_path / "copied")[name]
    assert server.api_key in text and server.url in text and "{{" not in text
    printed = run(name, text, tmp_path)
    assert PRINTS[name] in printed
    (model, state), = states(server)
    assert model.startswith("openai/scripted") and state == "finished"


@pytest.mark.parametrize("name", INTERPRETERS)
def test_without_a_model_a_copied_program_watches_the_demo(name: str, server: BerthServer, tmp_path: Path) -> None:
    run(name, copied(server, "", tmp_path / "copied")[name], tmp_path)
    assert states(server) == [("demo/berth", "finished")]


@pytest.mark.parametrize("name", INTERPRETERS)
def test_a_copied_program_with_a_wrong_key_fails_and_says_so(
    name: str, server: BerthServer, tmp_path: Path
) -> None:
    text = copied(server, "", tmp_path / "copied")[name].replace(server.api_key, "brt_wrong")
    with pytest.raises(AssertionError, match="401|[Uu]nauthorized|key"):
        run(name, text, tmp_path)
    assert states(server) == []
