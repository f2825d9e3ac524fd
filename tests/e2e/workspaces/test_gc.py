# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`berthd gc`: what it would remove, removes, and leaves alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

from client import Client
from engine import Engine
from target import BerthServer, berthd_path


def collect(client: Client, engine: Engine, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [berthd_path(), "gc", *options, "--data-dir", client.server.data_dir, "--docker-host", engine.address],
        capture_output=True, text=True, timeout=60, check=False,
    )


def test_it_shows_and_then_removes_what_nothing_needs(client: Client, engine: Engine) -> None:
    kept, lost = client.make(), client.make()
    for identifier in (kept, lost):
        client.say(identifier, "echo x > /workspace/x")
    client.server.kill()
    # As after a restored copy of the database that does not know one of them yet.
    with sqlite3.connect(client.server.data_dir / "berth.db") as database:
        database.execute("DELETE FROM workspaces WHERE id = ?", (lost,))
    shown = collect(client, engine, "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count(lost) == 4 and kept not in shown.stdout
    assert "Nothing was removed" in shown.stdout
    assert len(engine.containers()) == 2 and len(engine.volumes()) == 6
    done = collect(client, engine)
    assert done.returncode == 0 and done.stdout.count(lost) == 4
    assert len(engine.containers()) == 1
    assert all(kept in name for name in engine.volumes()) and len(engine.volumes()) == 3
    assert "nothing to remove" in collect(client, engine).stdout
    client.server.start()
    assert client.say(kept, "cat /workspace/x") == "x"


def test_images_and_networks_that_nothing_needs_go_too(
    server_with: Callable[..., BerthServer], engine: Engine
) -> None:
    client = Client(server_with("--network", "bridge"))
    folder = Path(os.environ["CONFORMANCE_SHARED"])
    (folder / "Dockerfile").write_text("FROM berth/workspace:latest\nRUN echo x > /x\n")
    workspace = client.make(image=str(folder))
    assert client.say(workspace, "cat /x") == "x"
    assert client.call("DELETE", f"/workspaces/{workspace}").status_code == 204
    client.server.stop()
    shown = collect(client, engine, "--dry-run").stdout
    assert "network   berth-" in shown and "image     berth/built:" in shown, shown
    assert collect(client, engine).returncode == 0
    assert "nothing to remove" in collect(client, engine).stdout
    assert "berth/built" not in engine.docker("images") and "berth-" not in engine.docker("network", "ls")
    assert "berth/workspace" in engine.docker("images")


def test_helpers_of_earlier_versions_go_too(client: Client, engine: Engine) -> None:
    identifier = client.make()
    client.say(identifier, "true")
    helpers = client.server.data_dir / "helpers"
    [current] = [folder for folder in helpers.iterdir() if len(folder.name) == 32]
    client.server.kill()
    for name in ("0" * 32, "1" * 32, "settings"):
        (helpers / name).mkdir(exist_ok=True)
        (helpers / name / "berth-workspaced").write_bytes(b"")
    for name in ("0" * 32, current.name, "settings"):
        os.utime(helpers / name, (10**9, 10**9))
    engine.docker("volume", "create", "--label", "dev.berth.helper=" + "0" * 32, "berth-stranger")
    shown = collect(client, engine, "--dry-run").stdout
    assert f"helper    {helpers}/{'0' * 32}" in shown and shown.count("helper ") == 1, shown
    assert collect(client, engine).returncode == 0
    assert {folder.name for folder in helpers.iterdir()} >= {"1" * 32, current.name, "settings"}
    assert not (helpers / ("0" * 32)).exists() and "berth-stranger" in engine.volumes()


def test_it_leaves_the_work_to_a_server_that_runs(client: Client, engine: Engine) -> None:
    client.say(client.make(), "true")
    refused = collect(client, engine, "--dry-run")
    assert refused.returncode == 4 and "another server" in refused.stderr.lower()
    assert len(engine.containers()) == 1


def test_it_says_what_is_wrong(client: Client, engine: Engine) -> None:
    client.server.stop()
    away = subprocess.run(
        [berthd_path(), "gc", "--data-dir", client.server.data_dir, "--docker-host", "unix:///nowhere"],
        capture_output=True, text=True, timeout=60, check=False,
    )
    assert away.returncode == 1 and "unix:///nowhere" in away.stderr
    empty = subprocess.run(
        [berthd_path(), "gc", "--data-dir", "/nowhere"], capture_output=True, text=True, timeout=60, check=False
    )
    assert empty.returncode == 1 and "/nowhere" in empty.stderr
