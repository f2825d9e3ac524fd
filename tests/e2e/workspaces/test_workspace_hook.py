# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of the operator's that says what the workspaces of a user are to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client import Client
from engine import Engine
from hook_peer import Answer, HookPeer
from target import BerthServer

LIMITS = {"resource_limits": {"memory": "300m"}, "pids": 64, "network_mode": "none"}


class Program(HookPeer):
    """Answers what it is told to."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = LIMITS
        super().__init__(self.who, self.who)

    def who(self, question: dict[str, Any]) -> Answer:
        return 200, self.answer


@pytest.fixture
def program() -> Iterator[Program]:
    peer = Program()
    yield peer
    peer.close()


def bounds(engine: Engine) -> set[str]:
    form = "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} {{.HostConfig.NetworkMode}}"
    return {engine.docker("inspect", "--format", form, each["ID"]).strip() for each in engine.containers()}


def test_another_program_says_what_workspaces_are(
    program: Program, server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    client = Client(server_with("--workspace-hook", f"{program.url}/who"))
    default = client.all()[0]["id"]
    for wrong in ({"colour": "red"}, {"resource_limits": {"memory": "900t"}}):
        program.answer = wrong
        answer = client.call("POST", f"/workspaces/{default}/execute", {"command": "true"})
        assert answer.status_code == 503 and "workspace hook" in answer.text
        assert engine.containers() == []
    program.answer = LIMITS
    client.say(default, "true")
    assert bounds(engine) == {f"{300 << 20} 64 none"}
    settings = client.read(default)["settings"]
    assert settings["network_mode"] == "none" and settings["pids"] == 64
    assert {question["user"] for question in program.questions} == {"default"}
    asked = len(program.questions)
    client.say(client.make(pids=32), "true")
    assert bounds(engine) == {f"{300 << 20} 64 none", f"{300 << 20} 32 none"}
    assert len(program.questions) == asked  # the answer is remembered


def test_without_an_answer_nothing_starts(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    gone = Program()
    gone.close()
    client = Client(server_with("--workspace-hook", f"{gone.url}/who"))
    default = client.all()[0]["id"]
    answer = client.call("POST", f"/workspaces/{default}/execute", {"command": "true"})
    assert answer.status_code == 503
    assert "The workspace hook of this server does not answer" in answer.text
    assert engine.containers() == []
