# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The socket of commands beside the conversations."""

import json
import uuid

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from recorder import bash_socket
from target import eventually

SOCKET = "/sockets/bash-events"
MOST = 50


def execute(program, line):
    with program.http() as http:
        answer = http.post("/api/bash/execute_bash_command", json={"command": line})
        answer.raise_for_status()
        return answer.json()


def read_event(program, event_id):
    with program.http() as http:
        return http.get(f"/api/bash/bash_events/{event_id}").json()


def ends_of(reader, line):
    """The last outputs of the commands that say this line."""
    commands = [f["id"] for f in reader.frames if f.get("command") == line]
    return [f for f in reader.frames if f.get("command_id") in commands and f["exit_code"] is not None]


def wait_for_end(reader, line):
    eventually(lambda: bool(ends_of(reader, line)), 15, f"the end of {line}")
    return ends_of(reader, line)[0]


@pytest.fixture
def ready(program):
    """Opens a socket and waits until it is subscribed: nothing says so but what it hears."""

    def opened(query=""):
        reader = bash_socket(program.server, query)
        reader.send({"command": "echo ready"})
        wait_for_end(reader, "echo ready")
        return reader

    return opened


def test_every_event_is_heard_as_it_is_stored(program, ready):
    reader = ready()
    output = execute(program, "echo a")
    eventually(lambda: output in reader.frames, 10, "the output arrives")
    reader.close()

    heard = [f for f in reader.frames if f["id"] == output["command_id"] or f.get("command_id") == output["command_id"]]
    assert [f["kind"] for f in heard] == ["BashCommand", "BashOutput"]
    assert heard == [read_event(program, f["id"]) for f in heard]
    assert all(f.keys() == read_event(program, f["id"]).keys() for f in heard)


def test_two_sockets_hear_the_same(program, ready):
    one, other = ready(), ready()
    output = execute(program, "echo both")
    for reader in (one, other):
        eventually(lambda: output in reader.frames, 10, "the output arrives")  # noqa: B023
        reader.close()


def test_nothing_old_is_sent_without_being_asked_for(program, ready):
    old = execute(program, "echo old")
    reader = ready()
    reader.close()

    assert old not in reader.frames


@pytest.mark.parametrize("query", ["?resend_mode=all", "?resend_all=true"])
def test_what_was_stored_is_sent_again_in_order(own_server, program_on, query):
    program = program_on(own_server)
    for number in range(60):
        execute(program, f"echo {number}")
    with program.http() as http:
        stored = http.get("/api/bash/bash_events/search").json()
        stored = stored["items"] + http.get(
            "/api/bash/bash_events/search", params={"page_id": stored["next_page_id"]}
        ).json()["items"]
    reader = bash_socket(own_server, query)
    reader.wait_for(120)
    reader.send({"command": "echo live"})
    wait_for_end(reader, "echo live")
    reader.close()

    assert len(stored) == 120 and reader.frames[:120] == stored
    assert len(reader.frames) == 122


def test_a_frame_starts_a_command(program, ready):
    reader = ready()
    reader.send({"command": "pwd; exit 5", "cwd": str(program.directory), "timeout": 30})
    output = wait_for_end(reader, "pwd; exit 5")
    reader.close()

    assert (output["stdout"], output["exit_code"]) == (f"{program.directory}\n", 5)
    assert read_event(program, output["id"]) == output


def test_a_large_output_arrives_whole(ready):
    reader = ready()
    reader.send({"command": "seq 1 450000"})
    last = wait_for_end(reader, "seq 1 450000")
    reader.close()

    outputs = [f for f in reader.frames if f.get("command_id") == last["command_id"]]
    assert [f["order"] for f in outputs] == list(range(len(outputs)))
    assert "".join(f["stdout"] for f in outputs) == "".join(f"{n}\n" for n in range(1, 450_001))


@pytest.mark.parametrize("frame", ['{"nonsense": 1}', '{"command": 7}', "[]", "not json", '"word"'])
def test_a_wrong_frame_is_told_and_the_socket_stays(ready, frame):
    reader = ready()
    reader.send(frame)
    eventually(lambda: reader.frames[-1]["kind"] == "BashError", 10, "the error arrives")
    error = reader.frames[-1]
    reader.send({"command": "echo after"})
    wait_for_end(reader, "echo after")
    reader.close()

    assert error.keys() == {"id", "timestamp", "code", "detail", "kind"}
    assert error["code"] and error["detail"] and len(error["id"]) == 32
    if frame.startswith("{"):
        assert error["code"] == "ValidationError"


def test_a_second_authentication_is_ignored(program, ready):
    reader = ready()
    before = len(reader.frames)
    reader.send({"type": "auth", "session_api_key": program.server.api_key})
    reader.send({"command": "echo after"})
    wait_for_end(reader, "echo after")
    reader.close()

    assert len(reader.frames) == before + 2


@pytest.mark.parametrize("query", ["?resend_mode=since", "?resend_mode=some", "?resend_all=perhaps"])
def test_a_wrong_query_is_refused_before_the_upgrade(program, query):
    with pytest.raises(InvalidStatus) as refusal:
        bash_socket(program.server, query)

    assert refusal.value.response.status_code == 403


def test_a_key_in_the_header_or_the_query_needs_no_frame(program):
    address = program.server.url.replace("http://", "ws://", 1) + SOCKET
    key = program.server.api_key
    for where in (
        {"uri": address, "additional_headers": {"X-Session-API-Key": key}},
        {"uri": f"{address}?session_api_key={key}"},
    ):
        with connect(**where) as socket:
            line = f"echo {uuid.uuid4()}"
            socket.send(json.dumps({"command": line}))
            while json.loads(socket.recv(timeout=10)).get("command") != line:
                pass  # the socket before has its last events still


def test_a_wrong_key_is_refused(program):
    address = program.server.url.replace("http://", "ws://", 1) + SOCKET
    for where in (
        {"uri": address, "additional_headers": {"X-Session-API-Key": "wrong"}},
        {"uri": f"{address}?session_api_key=wrong"},
    ):
        with pytest.raises(InvalidStatus) as refusal:
            connect(**where)
        assert refusal.value.response.status_code == 403


@pytest.mark.parametrize(
    "first", ['{"type": "auth", "session_api_key": "wrong"}', '{"command": "id"}', "not json"]
)
def test_a_wrong_first_frame_is_refused_by_its_code(program, first):
    address = program.server.url.replace("http://", "ws://", 1) + SOCKET
    with connect(address) as socket:
        socket.send(first)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=10)
        assert (socket.close_code, socket.close_reason) == (4001, "Authentication failed")


def test_more_sockets_than_there_is_room_for_are_refused(own_server):
    readers = [bash_socket(own_server) for _ in range(MOST)]
    for reader in readers:
        reader.send({"command": "true"})
        wait_for_end(reader, "true")
    late = bash_socket(own_server)
    late.wait_until_closed()
    assert late.close_code == 1013
    assert all(reader.open for reader in readers)

    readers.pop().close()
    for reader in readers:
        reader.close()
    again = bash_socket(own_server)
    again.send({"command": "echo again"})
    wait_for_end(again, "echo again")
    again.close()
