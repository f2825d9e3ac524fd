# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`berthd gc`: what it would remove, removes, and leaves alone."""

from __future__ import annotations

import sqlite3
import subprocess

from client import Client
from engine import Engine
from target import berthd_path


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
