# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands outside of conversations."""

from differ.scenario import alone, scenario
from differ.side import Side
from target import eventually

ROOT = "/api/bash"


def execute(side: Side, label: str, command: str, **more: object) -> None:
    body = {"command": command, "cwd": str(side.directory)} | more
    side.post(f"{ROOT}/execute_bash_command", json=body, label=label)


@scenario
def commands_are_executed(side: Side) -> None:
    execute(side, "both outputs", "echo out; echo err >&2; exit 3")
    execute(side, "directory", "pwd")
    execute(side, "killed by itself", "kill -9 $$")
    execute(side, "terminated by itself", "kill -15 $$")
    execute(side, "no output", "true")
    execute(side, "bytes that are no text", r"printf 'a\377b'")
    execute(side, "an absent directory", "pwd", cwd=f"{side.directory}/absent")
    execute(side, "an unknown program", "no-such-program-at-all")
    execute(side, "empty", "")
    execute(side, "two lines", "echo one\necho two")
    execute(side, "standard input", "cat; echo end")


@scenario
def commands_that_take_too_long(side: Side) -> None:
    execute(side, "timeout", "echo begun; sleep 30", timeout=1)
    execute(side, "no time at all", "echo x", timeout=0)
    execute(side, "negative time", "echo x", timeout=-1)


@scenario
def a_command_in_the_background(side: Side) -> None:
    body = {"command": "echo begun; sleep 0.1; echo end", "cwd": str(side.directory), "timeout": 20}
    command = side.post(f"{ROOT}/start_bash_command", json=body).json()
    side.know(command["id"], "command")
    query = {"command_id__eq": command["id"], "kind__eq": "BashOutput"}
    eventually(lambda: bool(_items(side, query)), 10, "the command ends")
    side.get(f"{ROOT}/bash_events/search", params=query, label="outputs")
    side.get(f"{ROOT}/bash_events/{command['id']}")
    for name, more in {
        "order above 0": {"order__gt": 0},
        "order above -1": {"order__gt": -1},
        "newest first": {"sort_order": "TIMESTAMP_DESC"},
        "one": {"limit": 1},
        "none": {"limit": 0},
        "many": {"limit": 101},
        "bad order": {"sort_order": "NAME"},
        "bad kind": {"kind__eq": "Nothing"},
        "by time": {"timestamp__gte": "2000-01-01T00:00:00Z"},
        "too late": {"timestamp__lt": "2000-01-01T00:00:00Z"},
        "bad time": {"timestamp__gte": "soon"},
        "order is text": {"order__gt": "x"},
    }.items():
        side.get(f"{ROOT}/bash_events/search", params=query | more, label=f"search {name}")
    side.get(
        f"{ROOT}/bash_events/search",
        params={"command_id__eq": command["id"]},
        label="all of the command",
    )


def _items(side: Side, query: dict[str, str]) -> list[object]:
    return side.http.get(f"{ROOT}/bash_events/search", params=query).json()["items"]


@scenario
def a_command_is_stopped(side: Side) -> None:
    started = side.directory / "started"
    body = {"command": f"echo begun; touch {started}; sleep 60", "cwd": str(side.directory)}
    command = side.http.post(f"{ROOT}/start_bash_command", json=body).json()
    side.know(command["id"], "command")
    eventually(started.exists, 10, "the command runs")
    answer = side.post(f"{ROOT}/bash_commands/{command['id']}/stop")
    query = {"command_id__eq": command["id"], "kind__eq": "BashOutput"}
    if answer.status_code == 200:
        eventually(lambda: bool(_items(side, query)), 10, "the command ends")
    side.get(f"{ROOT}/bash_events/search", params=query, label="outputs")
    side.post(f"{ROOT}/bash_commands/{command['id']}/stop", label="stopped again")
    side.post(f"{ROOT}/bash_commands/{side.unknown_id()}/stop", label="unknown")


@alone
def bash_events_are_cleared(side: Side) -> None:
    execute(side, "one", "echo one")
    side.get(f"{ROOT}/bash_events/search", label="before")
    side.call("DELETE", f"{ROOT}/bash_events")
    side.get(f"{ROOT}/bash_events/search", label="after")
    side.call("DELETE", f"{ROOT}/bash_events", label="cleared again")


@scenario
def bash_requests_that_are_wrong(side: Side) -> None:
    for route in ("start_bash_command", "execute_bash_command"):
        for name, body in {
            "nothing": {},
            "a number": {"command": 5},
            "bad timeout": {"command": "true", "timeout": "x"},
            "a fraction": {"command": "true", "timeout": 1.5},
            "a list": [],
            "null": None,
        }.items():
            side.post(f"{ROOT}/{route}", json=body, label=f"{route} {name}")
    unknown = side.unknown_id()
    side.get(f"{ROOT}/bash_events/{unknown}")
    side.get(f"{ROOT}/bash_events/{unknown.replace('-', '')}")
    side.get(f"{ROOT}/bash_events/nothing")
    side.get(
        f"{ROOT}/bash_events/search", params={"command_id__eq": "nothing"}, label="bad command id"
    )
    side.call("GET", f"{ROOT}/bash_events/", json=[unknown.replace("-", "")], label="batch")
    side.call("GET", f"{ROOT}/bash_events/", label="batch without a body")


@scenario
def a_command_by_the_client(side: Side) -> None:
    result = side.program.workspace().execute_command("echo out; echo err >&2; exit 3")
    side.note("result", result.model_dump(mode="json") | {"command": "..."})
