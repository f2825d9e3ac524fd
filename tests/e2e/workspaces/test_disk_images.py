# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in a file system of their own: a hard limit where the engine has none, through anything that may happen."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from client import Client
from engine import Engine
from target import BerthServer, berthd_path, eventually

MEBI = 1 << 20
LIMIT = 32 * MEBI
LIMITS = {"disk": "32m"}
FOLDERS = ("/workspace", "/home/agent", "/tmp")


def places(server: BerthServer) -> list[str]:
    """Where images of this server are mounted."""
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    return [line.split()[1] for line in mounts if line.split()[1].startswith(str(server.data_dir))]


def devices(server: BerthServer) -> list[str]:
    """Loop devices with images of this server."""
    listed = subprocess.run(
        ["losetup", "--list", "--noheadings", "--output", "BACK-FILE"],
        capture_output=True, text=True, timeout=30, check=True,
    )
    return [line for line in listed.stdout.splitlines() if line.startswith(str(server.data_dir))]


@pytest.fixture
def server(server_with: Callable[..., BerthServer], engine: Engine) -> Iterator[BerthServer]:
    running = server_with("--disk-images")
    yield running
    if running.running:
        running.kill()
    engine.clear()
    for place in places(running):
        subprocess.run(["umount", place], timeout=30, check=True)
    assert not devices(running)


def disk_of(client: Client, identifier: str) -> dict[str, Any]:
    disk: dict[str, Any] = {}

    def is_told() -> bool:
        disk.update(client.call("GET", f"/workspaces/{identifier}/usage").json().get("disk") or {})
        return bool(disk)

    eventually(is_told, 20, f"the space of {identifier} is told")
    return disk


def written(client: Client, identifier: str, path: str, mebibytes: int) -> int:
    """How many bytes of a file came to the disk."""
    command = f"dd if=/dev/zero of={path} bs=1M count={mebibytes} conv=fsync 2>&1; stat -c 'size %s' {path}"
    return int(client.execute(identifier, command)["stdout"].rpartition("size ")[2])


def test_all_folders_together_hold_no_more_than_the_limit(server: BerthServer) -> None:
    client = Client(server)
    full, neighbour = client.make(resource_limits=LIMITS), client.make(resource_limits=LIMITS)
    client.say(neighbour, "echo before > /workspace/x")
    total = sum(written(client, full, f"{folder}/a", 15) for folder in FOLDERS)
    # A part is the file system's own, much of it a journal that larger ones do not feel.
    assert LIMIT * 0.7 < total <= LIMIT
    assert client.execute(full, "echo more > /workspace/b && sync")["exit_code"] != 0
    disk = disk_of(client, full)
    assert disk["enforcement"] == "hard" and disk["system_enforcement"] == "hard" and disk["limit"] == LIMIT
    assert written(client, neighbour, "/workspace/a", 15) == 15 * MEBI
    client.say(full, "rm /tmp/a /home/agent/a")
    assert written(client, full, "/workspace/b", 5) == 5 * MEBI
    assert client.say(full, "stat -f -c %T /run/berth") == "tmpfs"


def test_the_files_survive_a_kill_and_a_new_start_of_the_machine(server: BerthServer, engine: Engine) -> None:
    client = Client(server)
    identifier = client.make(resource_limits=LIMITS)
    for folder in FOLDERS:
        client.say(identifier, f"echo {folder} > {folder}/x")
    [before] = engine.containers()
    server.kill()
    server.start()
    assert client.say(identifier, "cat /tmp/x") == "/tmp"
    assert [container["ID"] for container in engine.containers()] == [before["ID"]]
    assert disk_of(client, identifier)["enforcement"] == "hard"
    # As after a new start: the container has ended, and nothing is mounted.
    server.kill()
    engine.docker("kill", before["ID"])
    [place] = places(server)
    subprocess.run(["umount", place], timeout=30, check=True)
    server.start()
    for folder in FOLDERS:
        assert client.say(identifier, f"cat {folder}/x") == folder


def test_it_is_attached_only_while_there_is_a_container(server: BerthServer, engine: Engine) -> None:
    client = Client(server)
    identifier = client.make(resource_limits=LIMITS)
    client.say(identifier, "echo x > /workspace/x")
    assert len(places(server)) == 1 and len(devices(server)) == 1
    assert client.call("POST", f"/workspaces/{identifier}/stop").status_code == 200
    assert not places(server) and not devices(server)
    assert client.say(identifier, "cat /workspace/x") == "x"
    server.stop()
    assert not places(server) and not devices(server)
    server.start()
    assert client.say(identifier, "cat /workspace/x") == "x"
    assert client.call("DELETE", f"/workspaces/{identifier}").status_code == 204
    eventually(lambda: not engine.volumes(), 10, "no volume is left")
    assert not places(server) and not devices(server)
    assert not list((server.data_dir / "disks").iterdir())


def test_an_image_grows_with_the_limit(server_with: Callable[..., BerthServer], server: BerthServer) -> None:
    client = Client(server)
    server.kill()

    def told_with(size: str) -> dict[str, Any]:
        server.options = (*options, "--disk", size)
        server.start()
        default = client.all()[0]["id"]
        client.say(default, "echo x >> /workspace/x")
        disk = disk_of(client, default)
        if size == "64m":
            assert written(client, default, "/workspace/a", 40) == 40 * MEBI
            assert client.say(default, "wc -l < /workspace/x") == "3"
        server.kill()
        return disk

    options = server.options
    for size, enforcement, limit in (("32m", "hard", 32), ("16m", "soft", 16), ("64m", "hard", 64)):
        disk = told_with(size)
        assert (disk["enforcement"], disk["limit"]) == (enforcement, limit * MEBI), size


def test_garbage_is_collected(server: BerthServer, engine: Engine) -> None:
    client = Client(server)
    identifier = client.make(resource_limits=LIMITS)
    client.say(identifier, "true")
    # As after a crash in the midst of making one.
    unfinished = server.data_dir / "disks" / "unknown"
    (unfinished / "mount").mkdir(parents=True)
    (unfinished / "image.part-x").write_bytes(b"x")
    server.kill()
    command = [
        berthd_path(), "gc", "--data-dir", server.data_dir, "--docker-host", engine.address,
    ]
    shown = subprocess.run([*command, "--dry-run"], capture_output=True, text=True, timeout=60, check=True).stdout
    assert f"disk      {unfinished}" in shown and str(server.data_dir / "disks" / identifier) not in shown
    subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert [folder.name for folder in (server.data_dir / "disks").iterdir()] == [identifier]
    server.start()
    assert client.say(identifier, "echo works") == "works"


def test_what_was_made_before_stays_where_it_is(server_with: Callable[..., BerthServer], engine: Engine) -> None:
    server = server_with()
    client = Client(server)
    identifier = client.make(resource_limits=LIMITS)
    client.say(identifier, "echo x > /workspace/x")
    server.kill()
    options = server.options
    server.options = (*options, "--disk-images")
    server.start()
    assert client.say(identifier, "cat /workspace/x") == "x"
    assert disk_of(client, identifier)["enforcement"] == "soft"
    # And the other way round.
    added = client.make(resource_limits=LIMITS)
    client.say(added, "echo y > /workspace/y")
    server.kill()
    server.options = options
    server.start()
    assert client.say(added, "cat /workspace/y") == "y"
    assert client.call("DELETE", f"/workspaces/{added}").status_code == 204
    eventually(lambda: not places(server), 10, "nothing is mounted")


def test_only_root_can_have_them() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        refused = subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", berthd_path(), "serve", "--port", "0",
             "--data-dir", folder, "--disk-images"],
            capture_output=True, text=True, timeout=30, check=False, env={"HOME": folder, "PATH": os.environ["PATH"]},
        )
    assert refused.returncode != 0 and "runs as root" in refused.stderr, refused.stderr
