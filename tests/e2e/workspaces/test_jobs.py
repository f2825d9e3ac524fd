# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands of the bash side channel whose server is killed while they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Client
from engine import Engine
from target import BerthServer, eventually

NUMBERS = 40


def begin(client: Client, command: str) -> str:
    answer = client.call("POST", "/api/bash/start_bash_command", {"command": command})
    assert answer.status_code == 200, answer.text
    identifier: str = answer.json()["id"]
    return identifier


def outputs(client: Client, command: str) -> list[dict[str, Any]]:
    answer = client.call("GET", f"/api/bash/bash_events/search?command_id__eq={command}&limit=100")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def end_of(client: Client, command: str) -> dict[str, Any]:
    eventually(
        lambda: any(item["exit_code"] is not None for item in outputs(client, command)), 60, f"{command} has ended"
    )
    return outputs(client, command)[-1]


def printed(client: Client, command: str) -> str:
    return "".join(item["stdout"] or "" for item in outputs(client, command))


@pytest.mark.parametrize("early", ["", "yes | head -c 3000000; "], ids=["little", "much"])
def test_a_command_goes_on_after_its_server_was_killed(
    server_with: Callable[..., BerthServer], engine: Engine, early: str
) -> None:
    server = server_with()
    client = Client(server)
    [default] = client.all()
    count = f"for n in $(seq {NUMBERS}); do echo $n; echo $n >> log; sleep 0.25; done; exit 7"
    command = begin(client, early + count)
    eventually(lambda: "7" in client.say(default["id"], "cat log 2> /dev/null || true").split(), 60, "it counts")
    [before] = engine.containers()
    kept = outputs(client, command)
    assert len(kept) == (2 if early else 0)
    server.kill()
    server.start()
    last = end_of(client, command)
    assert last["exit_code"] == 7 and last["stderr"] is None
    found = outputs(client, command)
    assert found[: len(kept)] == kept
    assert [item["order"] for item in found] == list(range(len(found)))
    text = printed(client, command)
    assert text.count("y\n") == (1_500_000 if early else 0)
    assert text.replace("y\n", "").split() == [str(number + 1) for number in range(NUMBERS)]
    assert client.say(default["id"], "cat log").split() == [str(number + 1) for number in range(NUMBERS)]
    assert [container["ID"] for container in engine.containers()] == [before["ID"]]


def test_a_command_that_ended_while_no_server_was_there_has_its_end(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    server = server_with()
    client = Client(server)
    command = begin(client, "echo begun; touch up; until [ -e go ]; do sleep 0.1; done; echo gone; touch done; exit 5")
    [default] = client.all()
    eventually(lambda: "up" in client.say(default["id"], "ls").split(), 60, "it runs")
    [container] = engine.containers()
    server.kill()
    inside = ("exec", "--workdir", "/workspace", container["ID"], "/bin/sh", "-c")
    engine.docker(*inside, "touch go")
    eventually(lambda: "done" in engine.docker(*inside, "ls"), 30, "it has ended")
    server.start()
    last = end_of(client, command)
    assert last["exit_code"] == 5 and printed(client, command) == "begun\ngone\n"


def test_a_command_whose_container_is_gone_has_an_end(server_with: Callable[..., BerthServer], engine: Engine) -> None:
    server = server_with()
    client = Client(server)
    command = begin(client, "sleep 300")
    eventually(lambda: len(engine.containers()) == 1, 60, "it runs")
    server.kill()
    engine.docker("rm", "--force", engine.containers()[0]["ID"])
    server.start()
    last = end_of(client, command)
    assert last["exit_code"] == -1 and "the server was restarted" in last["stderr"]
    assert engine.containers() == []  # none was started to look


def test_a_command_that_was_found_again_can_be_stopped(server_with: Callable[..., BerthServer]) -> None:
    server = server_with()
    client = Client(server)
    command = begin(client, "echo up; sleep 300")
    [default] = client.all()
    eventually(lambda: "sleep 300" in client.say(default["id"], "ps -e -o args="), 60, "it runs")
    server.kill()
    server.start()
    assert client.call("POST", f"/api/bash/bash_commands/{command}/stop").status_code == 200
    assert end_of(client, command)["exit_code"] == -15
    assert "sleep 300" not in client.say(default["id"], "ps -e -o args=")
