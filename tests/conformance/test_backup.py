# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of the database is complete whenever it is made, and a server goes on from it."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from llm_peer import Turn, call, finish
from program import PATIENCE, Running, status
from target import berthd_path, eventually, make_server

pytestmark = pytest.mark.berth_only


def back_up(data_dir: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [str(berthd_path()), "backup", "--data-dir", str(data_dir), str(target)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_server_goes_on_from_a_copy_made_while_an_agent_worked(own_server, program_on, tmp_path):
    program = program_on(own_server)
    copies: list[subprocess.CompletedProcess[str]] = []
    target = tmp_path / "copy.db"
    turns: list[Turn] = [call("terminal", command=f"echo {number}") for number in range(6)]
    # The copy is made in the middle of a step, with the request of the model open.
    turns.insert(3, Turn(calls=turns[0].calls, before=lambda: copies.append(back_up(own_server.data_dir, target))))
    conversation = program.ask(program.peer.play(*turns, finish()), delete_on_close=False)
    assert status(conversation) == "finished"
    assert [one.returncode for one in copies] == [0], copies
    whole = program.stored_events(conversation)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600

    restored_dir = tmp_path / "restored" / "data"
    restored_dir.mkdir(parents=True, mode=0o700)
    shutil.copy(target, restored_dir / "berth.db")
    shutil.copy(own_server.data_dir / "secret.key", restored_dir / "secret.key")
    shutil.copy(own_server.data_dir / "api-key", restored_dir / "api-key")
    own_server.stop()
    restored = make_server(restored_dir)
    restored.start()
    try:
        later = program_on(restored)
        found = later.stored_events(conversation)
        # It had not come to its end then: the server says so after what is in the copy.
        known = [event for event in found if event in whole]
        assert known == whole[: len(known)] and len(known) > 6
        told = [event["kind"] for event in found[len(known):]]
        assert "ConversationErrorEvent" in told
        again = later.converse(program.peer.play(finish("Here again.")), conversation_id=conversation.id)
        going = Running(again)
        going.wait(PATIENCE)
        assert status(again) == "finished"
    finally:
        restored.stop()


def test_a_copy_of_a_stopped_server_holds_everything(own_server, program_on, tmp_path):
    program = program_on(own_server)
    conversation = program.ask(program.peer.play(finish()), delete_on_close=False)
    whole = program.stored_events(conversation)
    own_server.stop()
    target = tmp_path / "copy.db"
    assert back_up(own_server.data_dir, target).returncode == 0

    (own_server.data_dir / "berth.db").write_bytes(target.read_bytes())
    own_server.start()
    assert program_on(own_server).stored_events(conversation) == whole


def test_a_copy_replaces_nothing(own_server, tmp_path):
    target = tmp_path / "precious"
    target.write_text("mine")
    refused = back_up(own_server.data_dir, target)
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    assert target.read_text() == "mine"

    nothing = back_up(tmp_path / "nobody", tmp_path / "copy.db")
    assert nothing.returncode == 1
    assert "There is no database" in nothing.stderr
    assert not (tmp_path / "copy.db").exists()


def test_the_server_makes_a_daily_copy_and_keeps_seven(tmp_path):
    server = make_server(tmp_path / "daily" / "data")
    backups = server.data_dir / "backups"
    backups.mkdir(parents=True)
    old = [backups / f"berth-2025010{day}T000000Z.db" for day in range(1, 9)]
    for path in old:
        path.write_text("old")
    (backups / "notes.txt").write_text("mine")
    (backups / "berth-20250101T000000Z.db.partial").write_text("torn")
    server.start()
    try:
        # Nine names are there for a moment: the copy comes first, then the oldest go.
        eventually(lambda: not old[1].exists(), 30, "a copy is made and the oldest go")
    finally:
        server.stop()
    names = sorted(path.name for path in backups.iterdir())
    made = [name for name in names if name.startswith("berth-") and not name.startswith("berth-2025010")]
    assert len(made) == 1 and names[-1] == "notes.txt"
    assert names[:-2] == [path.name for path in old[2:]]
    assert (backups / made[0]).read_bytes().startswith(b"SQLite format 3")
    assert stat.S_IMODE((backups / made[0]).stat().st_mode) == 0o600
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700
