# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a workspace's files take, where the engine bounds it: at every moment, whoever writes, however it is tried."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from client import Client
from engine import Engine
from target import BerthServer, eventually

MEBI = 1 << 20
LIMIT = 32 * MEBI
LIMITS = {"disk": "32m"}
FOLDERS = ("/workspace", "/home/agent", "/tmp")


def disk_of(client: Client, identifier: str) -> dict[str, Any]:
    """What the server tells of a running workspace's space, once it was measured."""
    disk: dict[str, Any] = {}

    def is_told() -> bool:
        answer = client.call("GET", f"/workspaces/{identifier}/usage")
        disk.update(answer.json().get("disk") or {})
        return bool(disk)

    eventually(is_told, 60, f"the space of {identifier} is told")
    return disk


def written(client: Client, identifier: str, path: str, mebibytes: int) -> tuple[int, str]:
    """How many bytes of a file came to the disk, and what was said."""
    result = client.execute(
        identifier, f"dd if=/dev/zero of={path} bs=1M count={mebibytes} conv=fsync 2>&1; stat -c 'size %s' {path}"
    )
    said, _, size = result["stdout"].rpartition("size ")
    return int(size), said


def label_options(labels: str) -> list[str]:
    return [word for name, value in json.loads(labels).items() for word in ("--label", f"{name}={value}")]


def test_all_folders_together_hold_no_more_than_the_limit(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    client = Client(server_with())
    full, neighbour = client.make(resource_limits=LIMITS), client.make(resource_limits=LIMITS)
    client.say(neighbour, "echo before > /workspace/x")
    total, said = 0, ""
    for folder in FOLDERS:
        size, said = written(client, full, f"{folder}/a", 15)
        total += size
    assert LIMIT - MEBI <= total <= LIMIT
    assert "No space left on device" in said or "Disk quota exceeded" in said, said
    # The folders are as wide as the limit, for whoever asks.
    assert int(client.say(full, "df -B1 --output=size /workspace | tail -n 1")) == LIMIT
    disk = disk_of(client, full)
    assert disk["enforcement"] == "hard" and disk["system_enforcement"] == "hard" and disk["limit"] == LIMIT
    # Another workspace has its own space.
    assert written(client, neighbour, "/workspace/a", 15)[0] == 15 * MEBI
    assert client.say(neighbour, "cat /workspace/x") == "before"
    # What is removed makes room at once.
    client.say(full, "rm /tmp/a /home/agent/a")
    assert written(client, full, "/workspace/b", 10)[0] == 10 * MEBI


def test_no_owner_takes_a_file_out_of_its_quota(server_with: Callable[..., BerthServer]) -> None:
    client = Client(server_with("--profile", "developer"))
    for profile in ("standard", "developer"):
        identifier = client.make(resource_limits=LIMITS, profile=profile)
        project = client.say(identifier, "touch /workspace/x && lsattr -p /workspace/x").split()[0]
        assert project != "0", profile
        tried = client.execute(identifier, "chattr -p 0 /workspace/x")
        assert tried["exit_code"] != 0 and "not permitted" in tried["stderr"], tried
        assert client.say(identifier, "lsattr -p /workspace/x").split()[0] == project
        assert written(client, identifier, "/workspace/x", 40)[0] <= LIMIT


def test_nothing_else_takes_the_engines_disk(server_with: Callable[..., BerthServer]) -> None:
    client = Client(server_with())
    identifier = client.make(resource_limits=LIMITS)
    for folder in ("/run/berth", "/dev/shm"):
        where = client.say(identifier, f"stat -f -c %T {folder}")
        assert where == "tmpfs", folder
    for folder in ("/", "/opt/berth", "/run/berth-files", "/run/berth-files/workspace"):
        refused = client.execute(identifier, f"echo x > {folder}/x")
        assert refused["exit_code"] != 0 and "Read-only" in refused["stderr"], refused


def test_the_files_survive_and_leave_nothing_behind(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    server = server_with()
    client = Client(server)
    identifier = client.make(resource_limits=LIMITS)
    for folder in FOLDERS:
        client.say(identifier, f"echo {folder} > {folder}/x")
    mine = [name for name in engine.volumes() if identifier in name]
    assert len(mine) == 4
    # As long as they are in use, nobody's tidying takes them away.
    engine.docker("volume", "prune", "--force")
    assert set(mine) <= engine.volumes()
    server.kill()
    for container in engine.containers():
        engine.docker("rm", "--force", container["ID"])
    # As after a crash in the midst of making them: what shows the folders is missing.
    for name in mine:
        if not name.endswith("-files"):
            engine.docker("volume", "rm", name)
    server.start()
    for folder in FOLDERS:
        assert client.say(identifier, f"cat {folder}/x") == folder
    assert disk_of(client, identifier)["enforcement"] == "hard"
    assert client.call("DELETE", f"/workspaces/{identifier}").status_code == 204
    eventually(lambda: not [name for name in engine.volumes() if identifier in name], 30, "no volume is left")


@pytest.mark.long
def test_a_workspace_whose_files_were_removed_starts_empty(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    client = Client(server_with())
    identifier = client.make(resource_limits=LIMITS)
    client.say(identifier, "echo x > /workspace/x")
    assert client.call("POST", f"/workspaces/{identifier}/stop").status_code == 200
    [files] = [name for name in engine.volumes() if name.endswith(f"{identifier}-files")]
    engine.docker("volume", "rm", files)
    assert client.execute(identifier, "cat /workspace/x")["exit_code"] != 0
    assert written(client, identifier, "/workspace/a", 40)[0] <= LIMIT


@pytest.mark.long
def test_another_limit_later_is_told_as_what_it_is(server_with: Callable[..., BerthServer]) -> None:
    def told_with(size: str) -> dict[str, Any]:
        server = server_with("--disk", size)
        client = Client(server)
        default = client.all()[0]["id"]
        client.say(default, "true")
        disk = disk_of(client, default)
        server.kill()
        return disk

    made = told_with("32m")
    assert (made["enforcement"], made["limit"]) == ("hard", LIMIT)
    # An engine cannot give a volume another size: less is measured, and more is not there.
    lower = told_with("16m")
    assert (lower["enforcement"], lower["limit"]) == ("soft", LIMIT // 2)
    higher = told_with("64m")
    assert (higher["enforcement"], higher["limit"]) == ("hard", LIMIT)


@pytest.mark.long
def test_files_from_before_the_engine_could_stay_where_they_are(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    client = Client(server_with())
    identifier = client.make(resource_limits=LIMITS)
    client.say(identifier, "true")
    assert client.call("POST", f"/workspaces/{identifier}/stop").status_code == 200
    mine = sorted(name for name in engine.volumes() if identifier in name)
    for name in mine:
        labels = engine.docker("volume", "inspect", "--format", "{{json .Labels}}", name)
        engine.docker("volume", "rm", name)
        if not name.endswith("-files"):
            engine.docker("volume", "create", name, *label_options(labels))
    client.say(identifier, "echo x > /workspace/x")
    assert disk_of(client, identifier)["enforcement"] == "soft"
    assert mine[0].endswith("-files") and mine[0] not in engine.volumes()
