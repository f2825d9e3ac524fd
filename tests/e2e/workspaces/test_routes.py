# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes of /workspaces: what they take, do, answer and refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Client
from engine import Engine
from target import BerthServer, eventually

STAGES = ["queued", "creating", "starting", "connecting"]


def test_a_user_has_a_default_workspace_that_starts_when_it_is_used(client: Client, engine: Engine) -> None:
    [default] = client.all()
    assert default["is_default"] and default["state"] == "stopped" and default["runtime"] == "docker"
    assert engine.containers() == []
    assert client.say(default["id"], "pwd; id -u") == "/workspace\n1000"
    found = client.read(default["id"])
    assert found["state"] == "ready"
    assert [stage["state"] for stage in found["stages"]] == STAGES
    assert found["created_at"] and found["used_at"]


def test_a_workspace_is_made_used_and_deleted(client: Client, engine: Engine) -> None:
    made = client.call("POST", "/workspaces", {"name": "Data", "env": {"PLACE": "here"}, "pids": 32})
    assert made.status_code == 201
    workspace = made.json()
    assert made.headers["Location"] == f"/workspaces/{workspace['id']}"
    assert workspace["name"] == "Data" and not workspace["is_default"]
    assert workspace["settings"]["pids"] == 32 and workspace["settings"]["profile"] == "standard"
    assert client.say(workspace["id"], "echo $PLACE > /workspace/a; cat /workspace/a") == "here"
    assert [item["id"] for item in client.all()][1:] == [workspace["id"]]
    assert len(engine.volumes()) == 3
    assert client.call("DELETE", f"/workspaces/{workspace['id']}").status_code == 204
    assert engine.containers() == [] and engine.volumes() == set()
    assert client.call("GET", f"/workspaces/{workspace['id']}").status_code == 404
    assert client.call("DELETE", f"/workspaces/{workspace['id']}").status_code == 404


def test_workspaces_of_one_user_are_apart(client: Client) -> None:
    first, second = client.make(), client.make()
    client.say(first, "echo mine > /workspace/mine; echo mine > /tmp/mine; sleep 300 > /dev/null 2>&1 &")
    assert client.say(second, "ls -A /workspace /tmp | grep mine || echo nothing") == "nothing"
    assert "sleep" not in client.say(second, "ps -e -o comm=")


@pytest.mark.parametrize(
    ("command", "more", "expected"),
    [
        ("echo out; echo err >&2; exit 3", {}, {"exit_code": 3, "stdout": "out\n", "stderr": "err\n"}),
        ("cat; echo $WORD", {"stdin": "typed ", "env": {"WORD": "said"}}, {"stdout": "typed said\n"}),
        ("cat", {"stdin": ""}, {"stdout": "", "exit_code": 0}),
        ("pwd", {"cwd": "/tmp"}, {"stdout": "/tmp\n"}),
        ("kill -9 $$", {}, {"exit_code": 137}),
        ("sleep 60", {"timeout": 0.3}, {"exit_code": -1, "timed_out": True}),
        ("head -c 3000000 /dev/zero | tr '\\0' x", {}, {"truncated": True, "stdout": "x" * (1 << 20)}),
        ("echo 'h\u00e4 \u2603'", {}, {"stdout": "h\u00e4 \u2603\n", "truncated": False, "timed_out": False}),
    ],
    ids=["streams", "input", "no input", "directory", "signal", "timeout", "flood", "letters"],
)
def test_a_command_is_run(client: Client, command: str, more: dict[str, Any], expected: dict[str, Any]) -> None:
    [default] = client.all()
    result = client.execute(default["id"], command, **more)
    assert {name: result[name] for name in expected} == expected


def test_no_command_runs_longer_than_its_workspace_lets_it(server_with: Callable[..., BerthServer]) -> None:
    client = Client(server_with("--command-timeout", "2"))
    bounded = client.make(timeout=1)
    result = client.execute(bounded, "echo out; sleep 60", timeout=50)
    assert (result["exit_code"], result["timed_out"], result["stdout"]) == (-1, True, "out\n")
    assert result["stderr"] == "It was ended after 1 seconds: this workspace lets no command run longer.\n"
    assert client.execute(bounded, "sleep 60", timeout=0.2)["stderr"] == ""
    output = client.call("POST", "/api/bash/execute_bash_command", {"command": "sleep 60"}).json()
    assert output["exit_code"] == -1
    assert output["stderr"] == "It was ended after 2 seconds: this workspace lets no command run longer.\n"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, ["command"]),
        ({"command": " "}, ["command"]),
        ({"command": 7}, ["command"]),
        ({"command": "true", "timeout": 0}, ["timeout"]),
        ({"command": "true", "timeout": 1e9}, ["timeout"]),
        ({"command": "true", "cwd": "here"}, ["cwd"]),
        ({"command": "true", "user": "root"}, ["user"]),
    ],
)
def test_a_wrong_command_is_refused(client: Client, engine: Engine, body: dict[str, Any], path: list[str]) -> None:
    [default] = client.all()
    answer = client.call("POST", f"/workspaces/{default['id']}/execute", body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", *path]
    assert engine.containers() == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": "x" * 101}, ["name"]),
        ({"name": "a\u0007b"}, ["name"]),
        ({"colour": "red"}, ["colour"]),
        ({"pids": 1}, ["pids"]),
        ({"resource_limits": {"memory": "1k"}}, ["resource_limits", "memory"]),
        ({"resource_limits": {"memory": "900t"}}, ["resource_limits", "memory"]),
        ({"resource_limits": {"cpus": 5000}}, ["resource_limits", "cpus"]),
        ({"resource_limits": {"ram": 1}}, ["resource_limits", "ram"]),
        ({"profile": "god"}, ["profile"]),
        ({"mounts": [{"path": "/etc"}]}, ["mounts", 0, "path"]),
        ({"env": {"HOME": "/"}}, ["env", "HOME"]),
        ({"idle_timeout": 0}, ["idle_timeout"]),
        ({"network_mode": "bridge"}, ["network_mode"]),
        ({"allowed_hosts": ["example.org", "127.0.0.1:5432"]}, ["allowed_hosts", 1]),
        ({"allowed_hosts": ["[::1]"]}, ["allowed_hosts", 0]),
        ({"allowed_hosts": ["a b"]}, ["allowed_hosts", 0]),
        ({"image": "a b"}, ["image"]),
    ],
)
def test_wrong_settings_are_refused(client: Client, engine: Engine, body: dict[str, Any], path: list[Any]) -> None:
    answer = client.call("POST", "/workspaces", body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"][0]["loc"][-len(path) :] == path
    assert len(client.all()) == 1 and engine.containers() == []


def test_limits_of_a_workspace_are_changed(client: Client) -> None:
    identifier = client.make(name="data", resource_limits={"memory": "256m"}, pids=50)
    client.say(identifier, "echo kept > /workspace/kept")
    changed = client.call(
        "PATCH", f"/workspaces/{identifier}", {"name": "big", "resource_limits": {"memory": "320m"}, "pids": None}
    )
    assert changed.status_code == 200, changed.text
    assert changed.json()["name"] == "big"
    assert changed.json()["settings"]["resource_limits"]["memory"] == 320 << 20
    assert changed.json()["settings"].get("pids") != 50
    assert client.read(identifier)["settings"] == changed.json()["settings"]
    # It counts from the next container on.
    assert client.call("GET", f"/workspaces/{identifier}/usage").json()["memory_limit"] == 256 << 20
    assert client.call("POST", f"/workspaces/{identifier}/stop").status_code == 200
    assert client.say(identifier, "cat /workspace/kept") == "kept"
    assert client.call("GET", f"/workspaces/{identifier}/usage").json()["memory_limit"] == 320 << 20
    for wrong in ({"pids": 1}, {"colour": None}, {"network_mode": "bridge"}, {"resource_limits": {"memory": "1k"}}):
        refused = client.call("PATCH", f"/workspaces/{identifier}", wrong)
        assert refused.status_code == 422, refused.text
    assert client.read(identifier)["settings"] == changed.json()["settings"]
    other = client.as_user("otto")
    assert other.call("PATCH", f"/workspaces/{identifier}", {"pids": 60}).status_code == 404


def test_limits_of_a_user_bound_their_workspaces(client: Client) -> None:
    otto = client.as_user("otto")
    limits = {"workspace_settings": {"resource_limits": {"memory": "256m"}}}
    assert client.call("PATCH", "/users/otto", limits).status_code == 200
    [default] = otto.all()
    for method, path in (("POST", "/workspaces"), ("PATCH", f"/workspaces/{default['id']}")):
        answer = otto.call(method, path, {"resource_limits": {"memory": "512m"}})
        assert answer.status_code == 422, answer.text
        assert answer.json()["detail"][0]["loc"][-2:] == ["resource_limits", "memory"]
    less = otto.call("PATCH", f"/workspaces/{default['id']}", {"resource_limits": {"memory": "128m"}})
    assert less.status_code == 200, less.text
    assert less.json()["settings"]["resource_limits"]["memory"] == 128 << 20


@pytest.mark.parametrize("identifier", ["00000000-0000-4000-8000-000000000000", "somebody", "x" * 300])
@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("GET", "", None), ("DELETE", "", None), ("POST", "/execute", {"command": "true"}), ("GET", "/usage", None),
        ("POST", "/start", None), ("POST", "/pause", None), ("POST", "/stop", None), ("PATCH", "", {"pids": 50}),
    ],
)
def test_an_unknown_workspace_is_not_found(
    client: Client, engine: Engine, identifier: str, method: str, below: str, body: Any
) -> None:
    answer = client.call(method, f"/workspaces/{identifier}{below}", body)
    assert answer.status_code == 404, answer.text
    assert engine.containers() == [] and len(client.all()) == 1


def test_a_user_has_only_so_many(server_with: Callable[..., BerthServer]) -> None:
    client = Client(server_with("--max-workspaces", "1"))
    client.make()
    answer = client.call("POST", "/workspaces", {})
    assert answer.status_code == 429 and "Delete one" in answer.text


def test_an_image_that_is_missing_is_told(client: Client) -> None:
    identifier = client.make(image="berth/nothing:1")
    client.becomes(identifier, "failed")
    assert "berth/nothing:1" in client.read(identifier)["reason"]
    answer = client.call("POST", f"/workspaces/{identifier}/execute", {"command": "true"})
    assert answer.status_code == 503 and "berth/nothing:1" in answer.text


def test_use_is_told(client: Client) -> None:
    identifier = client.make(resource_limits={"memory": "256m"}, pids=50)
    assert client.call("GET", f"/workspaces/{identifier}/usage").status_code == 200
    client.say(identifier, "head -c 5000000 /dev/zero > /workspace/five")
    use: dict[str, Any] = {}

    def sees_the_file() -> bool:
        use.update(client.call("GET", f"/workspaces/{identifier}/usage").json())
        return any(folder["path"] == "/workspace" and folder["bytes"] >= 5_000_000 for folder in use["folders"])

    eventually(sees_the_file, 10, "the file is counted")
    assert use["state"] == "ready" and use["sampled_at"]
    assert use["memory_limit"] == 256 << 20 and 0 < use["memory_bytes"] < 256 << 20
    assert use["pids_limit"] == 50 and use["pids"] >= 1 and use["cpu_seconds"] > 0
    assert use["network_sent_bytes"] == 0 and use["network_received_bytes"] == 0
    eventually(
        lambda: client.call("GET", f"/workspaces/{identifier}/usage").json()["cpus"] is not None, 10, "a second look"
    )
    figures = dict(line.rsplit(" ", 1) for line in client.call("GET", "/metrics").text.splitlines() if line[0] != "#")
    for of in ("all", "largest"):
        assert float(figures[f'berth_workspaces_memory_bytes{{of="{of}"}}']) > 0
        assert float(figures[f'berth_workspaces_processes{{of="{of}"}}']) >= 1


def test_files_beyond_the_space_are_refused(client: Client) -> None:
    identifier = client.make(resource_limits={"disk": "32m"})
    client.say(identifier, "head -c 27000000 /dev/zero > /workspace/large")
    disk: dict[str, Any] = {}

    def is_warned() -> bool:
        disk.update(client.call("GET", f"/workspaces/{identifier}/usage").json()["disk"])
        return bool(disk["state"] == "warning")

    eventually(is_warned, 20, "the space is measured")
    assert disk["limit"] == 32 << 20 and disk["used"] >= 27_000_000 and disk["enforcement"] == "soft"
    client.execute(identifier, "head -c 7000000 /dev/zero > /workspace/more; rm /workspace/large")
    assert client.say(identifier, "ls /workspace") == "more"


def test_a_workspace_is_paused_stopped_and_started(client: Client, engine: Engine) -> None:
    identifier = client.make()
    assert client.call("POST", f"/workspaces/{identifier}/start").json()["state"] == "ready"
    assert client.call("POST", f"/workspaces/{identifier}/pause").json()["state"] == "paused"
    assert client.call("POST", f"/workspaces/{identifier}/pause").status_code == 409
    assert [container["State"] for container in engine.containers()] == ["paused"]
    assert client.call("GET", f"/workspaces/{identifier}/usage").json()["state"] == "paused"
    assert client.call("POST", f"/workspaces/{identifier}/resume").json()["state"] == "ready"
    client.say(identifier, "echo kept > /workspace/kept")
    assert client.call("POST", f"/workspaces/{identifier}/stop").json()["state"] == "stopped"
    assert engine.containers() == []
    assert client.say(identifier, "cat /workspace/kept") == "kept"


def test_what_is_not_used_is_paused_and_removed(server_with: Callable[..., BerthServer], engine: Engine) -> None:
    client = Client(server_with("--pause-after", "1"))
    identifier = client.make(idle_timeout=3)
    client.say(identifier, "echo kept > /workspace/kept")
    client.becomes(identifier, "paused")
    client.becomes(identifier, "stopped")
    eventually(lambda: engine.containers() == [], 10, "the container is removed")
    assert "not used" in client.read(identifier)["reason"]
    assert client.say(identifier, "cat /workspace/kept") == "kept"


def test_without_an_engine_all_but_the_work_goes_on(server_with: Callable[..., BerthServer], engine: Engine) -> None:
    engine.stop()
    try:
        client = Client(server_with())
        [default] = client.all()
        answer = client.call("POST", f"/workspaces/{default['id']}/execute", {"command": "true"})
        assert answer.status_code == 503 and "engine" in answer.text
        assert client.call("GET", "/health").status_code == 200
    finally:
        engine.start()
    eventually(
        lambda: client.call("POST", f"/workspaces/{default['id']}/execute", {"command": "true"}).status_code == 200,
        30, "the engine that came back is used",
    )


def test_what_a_server_made_goes_with_it(client: Client, engine: Engine) -> None:
    client.say(client.make(), "true")
    assert len(engine.containers()) == 1
    client.server.stop()
    assert engine.containers() == [] and len(engine.volumes()) == 3


def test_a_conversation_tells_what_changed_in_its_own_workspace(client: Client) -> None:
    second = client.make()
    agent = {"llm": {"model": "openai/none", "api_key": "none", "base_url": "http://127.0.0.1:9"}, "tools": []}
    body = {"agent": agent, "workspace": second, "directory": "/workspace/project"}
    made = client.call("POST", "/conversations", body)
    assert made.status_code == 201, made.text
    git = "git -c user.name=A -c user.email=a@example.org"
    client.say(second, "mkdir -p /workspace/project && cd /workspace/project && git init -q && seq 9 > old && seq 3 > gone "
                       f"&& git add . && {git} commit -qm first && mv old new && rm gone")

    def changes(query: str) -> list[dict[str, str]]:
        answer = client.call("GET", f"/api/conversations/{made.json()['id']}/git/changes?path=/workspace/project{query}")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, str]] = answer.json()
        return found

    assert changes("&renames=true") == [
        {"status": "DELETED", "path": "gone"}, {"status": "MOVED", "path": "new", "previous_path": "old"},
    ]
    assert changes("") == [
        {"status": "DELETED", "path": "gone"}, {"status": "ADDED", "path": "new"}, {"status": "DELETED", "path": "old"},
    ]
