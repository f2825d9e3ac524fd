# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the runs of a user who is disabled or deleted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from client import Client
from llm_peer import LlmPeer, Turn, call, finish, say
from target import BerthServer, eventually


class User(Client):
    """A client with a key of a user's own."""

    def __init__(self, server: BerthServer, peer: LlmPeer, name: str) -> None:
        self.admin = Client(server, peer)
        self.name = name
        self.admin.call("POST", "/users", {"id": name})
        super().__init__(server, peer, self.admin.call("POST", "/keys", {"user_id": name}).json()["key"])

    def disable(self, disabled: bool) -> None:
        answer = self.admin.call("PATCH", f"/users/{self.name}", {"disabled": disabled})
        assert answer.status_code == 200, answer.text


@pytest.fixture
def user(peer: LlmPeer, tmp_path: Path) -> Iterator[Callable[[str], User]]:
    # The model made of paper is no public address.
    server = BerthServer(tmp_path / "own" / "data", "--outbound-allow", "127.0.0.1")
    server.start()
    yield lambda name: User(server, peer, name)
    server.stop()


def test_a_disabled_user_runs_nothing_from_then_on(user: Callable[[str], User], peer: LlmPeer) -> None:
    ann, ben = user("ann"), user("ben")
    gate = threading.Event()
    tool = peer.play(call("terminal", command="sleep 600"), finish("too late"))
    thought = peer.play(Turn(text="too late", gate=gate))
    others = peer.play(Turn(text="in time", gate=gate))
    runs = [ann.make(script, message="go")["id"] for script in (tool, thought)]
    bens = ben.make(others, message="go")["id"]
    for script in (tool, thought, others):
        script.wait_for_request()
    eventually(lambda: any(e["type"] == "action" for e in ann.events(runs[0])), 20, "the tool is called")
    with ann.socket(runs[0]) as socket:
        ann.disable(True)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=10)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4001
    assert ann.call("GET", f"/conversations/{runs[0]}").status_code == 401
    gate.set()
    ben.becomes(bens, "finished")
    ann.disable(False)
    for run in runs:
        ann.becomes(run, "paused")
        errors = [e for e in ann.events(run) if e["type"] == "error"]
        assert [(e["code"], e["content"]) for e in errors] == [
            ("UserDisabled", "The user was disabled, so the run was stopped.")
        ]
    assert len(tool.requests) == 1
    ann.say(runs[1], "go on")
    assert ann.read(runs[1])["state"] == "finished"


def test_settings_that_no_workspace_here_can_have_are_refused(peer: LlmPeer, tmp_path: Path) -> None:
    """All workspaces are this machine itself, whatever folders the server shares with containers elsewhere."""
    server = BerthServer(tmp_path / "own" / "data", "--share-folder", str(tmp_path))
    server.start()
    try:
        admin = Client(server, peer)
        wanted = {"image": "debian:13", "resource_limits": {"memory": "1g"}, "mounts": [{"path": str(tmp_path)}]}
        assert admin.call("POST", "/users", {"id": "ann"}).status_code == 201
        for answer in (
            admin.call("POST", "/users", {"id": "ben", "workspace_settings": wanted}),
            admin.call("PATCH", "/users/ann", {"name": "Anna", "workspace_settings": wanted}),
        ):
            assert answer.status_code == 422, answer.text
            assert [problem["loc"] for problem in answer.json()["detail"]] == [
                ["body", "workspace_settings", name] for name in sorted(wanted)
            ]
            assert "where all workspaces are alike" in answer.json()["detail"][0]["msg"]
        assert admin.call("GET", "/users/ben").status_code == 404
        assert admin.call("GET", "/users/ann").json()["name"] == "ann"
        assert admin.call("PATCH", "/users/ann", {"workspace_settings": {}}).status_code == 200
    finally:
        server.stop()


def test_the_run_of_a_deleted_user_ends(user: Callable[[str], User], peer: LlmPeer) -> None:
    ann = user("ann")
    script = peer.play(call("terminal", command="echo $$ > pid; exec sleep 600"), say("too late"))
    made = ann.make(script, message="go")
    pid = Path(made["directory"], "pid")
    eventually(lambda: pid.exists() and pid.read_text().strip() != "", 20, "the command runs")
    assert ann.admin.call("DELETE", "/users/ann?force=true").status_code == 204
    process = Path("/proc", pid.read_text().strip())
    eventually(lambda: not process.exists(), 20, "the command has ended")
    assert len(script.requests) == 1
