# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The events of commands beside the conversations, as REST tells them."""

import sqlite3
import uuid

import pytest

from target import eventually

EVENTS = "/api/bash/bash_events"
SEARCH = f"{EVENTS}/search"


def found(http, **query):
    answer = http.get(SEARCH, params=query)
    answer.raise_for_status()
    return answer.json()["items"]


def ids(events):
    return [event["id"] for event in events]


def outputs_of(http, command, **query):
    return found(http, command_id__eq=command["id"], **query)


def has_ended(http, command):
    outputs = outputs_of(http, command, sort_order="TIMESTAMP_DESC", limit=1)
    return bool(outputs) and outputs[0]["exit_code"] is not None


def run(http, line):
    """Runs a command to its end and returns its BashCommand."""
    answer = http.post("/api/bash/start_bash_command", json={"command": line})
    answer.raise_for_status()
    eventually(lambda: has_ended(http, answer.json()), 20, "the command ends")
    return answer.json()


@pytest.fixture
def http(program):
    with program.http() as client:
        yield client


def test_an_event_has_all_its_keys(http):
    command = run(http, "echo a; exit 3")
    (output,) = outputs_of(http, command)

    assert command.keys() == {"id", "timestamp", "command", "cwd", "timeout", "kind"}
    assert (command["kind"], command["command"], command["timeout"]) == ("BashCommand", "echo a; exit 3", 300)
    assert output == {
        "id": output["id"],
        "timestamp": output["timestamp"],
        "command_id": command["id"],
        "order": 0,
        "exit_code": 3,
        "stdout": "a\n",
        "stderr": None,
        "kind": "BashOutput",
    }
    assert len(command["id"]) == len(output["id"]) == 32


def test_a_command_finds_its_outputs_alone(http):
    command = run(http, "echo a")
    run(http, "echo b")

    assert [event["kind"] for event in outputs_of(http, command)] == ["BashOutput"]
    assert outputs_of(http, command) == found(http, command_id__eq=str(uuid.UUID(command["id"])))
    assert outputs_of(http, command, kind__eq="BashCommand") == []
    assert found(http, command_id__eq=uuid.uuid4().hex) == []


def test_kinds_and_times_narrow_a_search(http):
    first = run(http, "echo a")
    second = run(http, "echo b")
    since_first = found(http, timestamp__gte=first["timestamp"])
    between = found(http, timestamp__gte=first["timestamp"], timestamp__lt=second["timestamp"])

    assert [event["kind"] for event in since_first] == ["BashCommand", "BashOutput"] * 2
    assert since_first[0] == first and since_first[2] == second
    assert between == since_first[:2]
    assert found(http, timestamp__gte=first["timestamp"], kind__eq="BashCommand") == [first, second]
    assert found(http, timestamp__gte=first["timestamp"].replace("Z", "+00:00")) == since_first
    assert found(http, timestamp__gte=first["timestamp"].removesuffix("Z")) == since_first


def test_a_search_runs_in_both_directions(http):
    since = run(http, "echo a")["timestamp"]
    forward = found(http, timestamp__gte=since)

    assert found(http, timestamp__gte=since, sort_order="TIMESTAMP_DESC") == forward[::-1]


@pytest.mark.parametrize("order", ["TIMESTAMP", "TIMESTAMP_DESC"])
def test_pages_join_without_a_gap(http, order):
    since = run(http, "echo a")["timestamp"]
    run(http, "echo b")
    run(http, "echo c")
    query = {"timestamp__gte": since, "sort_order": order}
    pages, page_id = [], None
    while page_id or not pages:
        cursor = {"page_id": page_id} if page_id else {}
        pages.append(http.get(SEARCH, params={"limit": 4, **query, **cursor}).json())
        page_id = pages[-1]["next_page_id"]

    assert [len(page["items"]) for page in pages] == [4, 2]
    assert pages[0]["items"] + pages[1]["items"] == found(http, **query)


def test_an_unknown_cursor_begins_anew(http):
    since = run(http, "echo a")["timestamp"]

    assert found(http, timestamp__gte=since, page_id="unknown") == found(http, timestamp__gte=since)


def test_outputs_up_to_a_number_are_left_out(http):
    command = run(http, "head -c 3500000 /dev/zero | tr '\\0' x")
    everything = outputs_of(http, command)

    assert [event["order"] for event in everything] == [0, 1, 2, 3]
    assert outputs_of(http, command, order__gt=1) == everything[2:]
    assert outputs_of(http, command, order__gt=-1) == everything
    assert outputs_of(http, command, order__gt=3) == []
    page = http.get(SEARCH, params={"command_id__eq": command["id"], "order__gt": 1, "limit": 1}).json()
    assert page["items"] == everything[2:3] and page["next_page_id"]
    kinds = found(http, timestamp__gte=command["timestamp"], order__gt=3)
    assert kinds == [command]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"kind__eq": "BashError"},
        {"sort_order": "RANDOM"},
        {"command_id__eq": "no id"},
        {"timestamp__gte": "yesterday"},
        {"timestamp__lt": "2026-13-01T00:00:00"},
        {"order__gt": "second"},
    ],
    ids=str,
)
def test_a_wrong_filter_is_refused(http, query):
    answer = http.get(SEARCH, params=query)

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", *query]


def test_an_event_is_read_by_its_id(http):
    command = run(http, "echo a")
    (output,) = outputs_of(http, command)

    assert http.get(f"{EVENTS}/{command['id']}").json() == command
    assert http.get(f"{EVENTS}/{output['id']}").json() == output
    assert http.get(f"{EVENTS}/{uuid.uuid4().hex}").status_code == 404
    assert http.get(f"{EVENTS}/nonsense").status_code == 404


def test_several_events_are_read_at_once(http):
    command = run(http, "echo a")
    (output,) = outputs_of(http, command)
    wanted = [output["id"], uuid.uuid4().hex, command["id"], "nonsense"]

    assert http.request("GET", f"{EVENTS}/", json=wanted).json() == [output, None, command, None]
    assert http.request("GET", f"{EVENTS}/", json={"ids": wanted}).status_code == 422


def test_a_command_that_is_waited_for_answers_with_all_its_output(http):
    answer = http.post(
        "/api/bash/execute_bash_command",
        json={"command": "seq 1 450000; seq 1 200000 >&2; exit 4", "timeout": 60},
    ).json()

    assert answer["exit_code"] == 4 and answer["kind"] == "BashOutput"
    assert answer["stdout"] == "".join(f"{n}\n" for n in range(1, 450_001))
    assert answer["stderr"] == "".join(f"{n}\n" for n in range(1, 200_001))


def test_a_command_is_stopped_by_its_id(http):
    line = "trap 'echo stopped; exit 7' TERM; echo up; sleep 100 & wait"
    command = http.post("/api/bash/start_bash_command", json={"command": line}).json()
    stop = f"/api/bash/bash_commands/{command['id']}/stop"

    assert http.post(stop).json() == {"success": True}
    eventually(lambda: has_ended(http, command), 10, "the command ends")
    (output,) = outputs_of(http, command)
    assert output["exit_code"] in (7, -15)  # the trap may not stand yet
    assert http.post(stop).json() == {"success": True}
    assert http.post(f"/api/bash/bash_commands/{uuid.uuid4().hex}/stop").status_code == 404
    assert http.post("/api/bash/bash_commands/nonsense/stop").status_code == 422


@pytest.mark.parametrize("body", [{}, {"command": 1}, {"command": "true", "timeout": "long"}, []], ids=str)
@pytest.mark.parametrize("route", ["start", "execute"])
def test_a_wrong_command_is_refused(http, route, body):
    assert http.post(f"/api/bash/{route}_bash_command", json=body).status_code == 422


def test_all_events_are_cleared(own_server, program_on):
    with program_on(own_server).http() as http:
        run(http, "echo a")
        run(http, "echo b")
        assert http.delete(EVENTS).json() == {"cleared_count": 4}
        assert http.get(SEARCH).json() == {"items": [], "next_page_id": None}
        assert http.delete(EVENTS).json() == {"cleared_count": 0}


@pytest.mark.berth_only
def test_old_events_and_too_many_go(own_server, program_on):
    """Rows are put into the database of a server that is down, as years of commands would."""
    with program_on(own_server).http() as http:
        command = run(http, "echo a")
    own_server.stop()
    fill_table(own_server.data_dir / "berth.db", command["id"])
    own_server.start()
    with program_on(own_server).http() as http:
        latest = run(http, "echo b")
        assert http.get(f"{EVENTS}/{'a' * 31}0").status_code == 404  # eight days old
        assert http.get(f"{EVENTS}/{command['id']}").status_code == 404  # one of too many
        assert http.get(f"{EVENTS}/{latest['id']}").status_code == 200
        assert http.delete(EVENTS).json()["cleared_count"] in range(20_000, 20_501)


def fill_table(database, event_id):
    columns = "user_id, command_id, kind, ordinal, body"
    add = (
        f"INSERT INTO bash_events ({columns}, id, timestamp)"
        f" SELECT {columns}, ?, timestamp + ? FROM bash_events WHERE id = ?"
    )
    rows = [(f"{number:032x}", number + 10_000, event_id) for number in range(1, 20_100)]
    with sqlite3.connect(database) as connection:
        connection.execute(add, (f"{'a' * 31}0", -8 * 24 * 3600 * 10**6, event_id))
        connection.executemany(add, rows)
    connection.close()
