# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that is killed at any step of making, using and deleting workspaces, and the next one."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from client import Client
from engine import Engine
from target import BerthServer, eventually

VOLUMES_PER_WORKSPACE = 3


class Story:
    """What a user does meanwhile, over and over, until the server is gone."""

    def __init__(self, client: Client, chance: random.Random) -> None:
        self._client = client
        self._chance = chance
        self._thread = threading.Thread(target=self._tell, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()

    def _tell(self) -> None:
        try:
            for step in itertools.count():
                identifier = self._client.make(name=f"step {step}")
                self._client.call("POST", f"/workspaces/{identifier}/execute", {"command": "echo x >> /workspace/log"})
                self._client.call("POST", f"/workspaces/{identifier}/{self._chance.choice(['pause', 'stop', 'start'])}")
                if self._chance.random() < 0.7:
                    self._client.call("DELETE", f"/workspaces/{identifier}")
        except (httpx.HTTPError, AssertionError):
            pass  # the server was killed, or the user has all the workspaces there may be


def in_step(client: Client, engine: Engine) -> bool:
    """Whether the engine holds exactly what the server knows."""
    known = {item["id"] for item in client.all()}
    listed = engine.docker("ps", "--all", "--format", '{{.Label "dev.berth.workspace"}}').split()
    owners = set(listed)
    volumes = {name.split("-", 2)[2].rsplit("-", 1)[0] for name in engine.volumes()}
    folder = client.server.data_dir / "disks"
    disks = {disk.name for disk in folder.iterdir()} if folder.exists() else set()
    return owners <= known and volumes <= known and disks <= known and len(listed) == len(owners)


@pytest.mark.parametrize("options", [(), ("--disk-images",)], ids=["volumes", "images"])
def test_nothing_is_left_and_everything_works_after_a_kill(
    server_with: Callable[..., BerthServer], engine: Engine, long: bool, options: tuple[str, ...]
) -> None:
    chance = random.Random(20261126)
    server = server_with("--max-workspaces", "6", *options)
    client = Client(server)
    for round_number in range(100 if long else 8):
        story = Story(client, chance)
        threading.Event().wait(chance.uniform(0.0, 1.5))
        server.kill()
        story.end()
        server.start()
        eventually(lambda: in_step(client, engine), 30, f"nothing is left after round {round_number}")
        workspaces = client.all()
        used = chance.choice(workspaces)["id"]
        assert client.say(used, "echo works") == "works"
        if len(workspaces) > 4:
            for item in workspaces[1:]:
                assert client.call("DELETE", f"/workspaces/{item['id']}").status_code == 204
    for item in client.all()[1:]:
        client.call("DELETE", f"/workspaces/{item['id']}")
    eventually(lambda: in_step(client, engine), 30, "nothing is left at the end")
    assert len(engine.volumes()) <= VOLUMES_PER_WORKSPACE  # of the default workspace
    server.stop()
    assert not [line for line in Path("/proc/self/mounts").read_text().splitlines() if str(server.data_dir) in line]


def test_files_and_the_container_are_there_after_a_kill(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    server = server_with()
    client = Client(server)
    identifier = client.make()
    client.say(identifier, "echo kept > /workspace/kept")
    [before] = engine.containers()
    server.kill()
    server.start()
    assert client.say(identifier, "cat /workspace/kept") == "kept"
    assert [container["ID"] for container in engine.containers()] == [before["ID"]]
