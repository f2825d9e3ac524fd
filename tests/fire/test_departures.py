# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that vanish, and a server that is told to end, at every stage of what they do together."""

from __future__ import annotations

import itertools
import json
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from messages import call, message, project, scripted, start, wait_for_status
from llm_peer import Turn, finish
from llm_peer import call as tool
from target import eventually
from watch import descriptors
from wire import END, FORM, TEXT, Socket, Wire, frame, part, request, upgrade

LARGE = 64 << 20
VISITS = 8  # more than the six connections that the server keeps to a model


class Scene:
    """A server with a conversation whose agent works, and a large file."""

    def __init__(self, server, peer, directory) -> None:
        self.server = server
        self.peer = peer
        self.directory = project(directory)
        self.file = directory / "large"
        with self.file.open("wb") as sparse:
            sparse.truncate(LARGE)
        numbers = itertools.count()
        self.script = peer.repeat(lambda: tool("terminal", command=f"echo {next(numbers)}"))
        self.body = scripted(peer, self.script, self.directory)
        self.conversation = start(server, self.body)

    def wire(self, data: bytes = b"") -> Wire:
        wire = Wire(self.server)
        wire.send(data)
        return wire

    def request(self, method: str, path: str, body: bytes = b"", *fields: str) -> bytes:
        return request(self.server, method, path, body, *fields)

    def socket(self, kind: str = "session", query: str = "?after_seq=-1") -> Socket:
        return Socket(self.server, f"/sockets/{kind}/{self.conversation}{query}", receive_buffer=4096)


def connected(scene):
    return scene.wire()


def in_the_head(scene):
    return scene.wire(b"GET /alive HTTP/1.1\r\nHost: lo")


def at_rest(scene):
    wire = scene.wire(scene.request("GET", "/alive"))
    assert wire.answer().status == 200
    return wire


def in_the_body(scene):
    return scene.wire(scene.request("POST", "/api/conversations", b"x" * 1000)[:-500])


def at_the_end_of_the_request(scene):
    return scene.wire(scene.request("POST", "/api/conversations", json.dumps(scene.body).encode()))


def while_a_command_runs(scene):
    started = scene.directory / "started"
    started.unlink(missing_ok=True)
    body = {"command": f"touch {started}; sleep 60", "timeout": 60}
    wire = scene.wire(scene.request("POST", "/api/bash/execute_bash_command", json.dumps(body).encode()))
    eventually(started.exists, 15, "the command runs")
    return wire


def while_the_agent_is_asked(scene):
    body = json.dumps({"question": "Are you there?"}).encode()
    return scene.wire(scene.request("POST", f"/api/conversations/{scene.conversation}/ask_agent", body))


def in_a_download(scene):
    wire = Wire(scene.server, receive_buffer=4096)
    wire.send(scene.request("GET", f"/api/file/download?path={scene.file}"))
    wire.take(20_000)
    return wire


def in_an_upload(scene):
    body = part("file", b"x" * 4_000_000, "x") + END
    data = scene.request("POST", f"/api/file/upload?path={scene.directory}/up", body, FORM)
    return scene.wire(data[:-1_000_000])


def in_the_handshake(scene):
    return scene.wire(upgrade(scene.server, f"/sockets/session/{scene.conversation}")[:-10])


def without_its_key(scene):
    data = upgrade(scene.server, f"/sockets/session/{scene.conversation}")
    wire = scene.wire(data.replace(scene.server.api_key.encode(), b""))
    assert wire.answer().status == 101
    return wire


def as_a_reader(scene):
    socket = scene.socket()
    socket.frame()
    return socket


def as_a_reader_of_events(scene):
    socket = scene.socket("events", "?resend_mode=all")
    socket.frame()
    return socket


def in_a_frame(scene):
    socket = scene.socket()
    socket.send(frame(TEXT, b"x" * 100_000)[:50_000])
    return socket


def right_behind_a_message(scene):
    socket = scene.socket("events", "")
    socket.send(frame(TEXT, json.dumps(message()).encode()))
    return socket


def while_a_run_begins(scene):
    call(scene.server, "POST", f"/api/conversations/{scene.conversation}/events", message())
    return scene.wire(scene.request("POST", f"/api/conversations/{scene.conversation}/run"))


def while_a_run_goes_on(scene):
    socket = scene.socket()
    call(scene.server, "POST", f"/api/conversations/{scene.conversation}/events", message(run=True))
    asked = len(scene.script.requests)
    scene.script.wait_for_request(asked + 2)
    return socket


STAGES: list[Callable[[Scene], Wire]] = [
    connected, in_the_head, at_rest, in_the_body, at_the_end_of_the_request, while_a_command_runs,
    while_the_agent_is_asked, in_a_download, in_an_upload, in_the_handshake, without_its_key, as_a_reader,
    as_a_reader_of_events, in_a_frame, right_behind_a_message, while_a_run_begins, while_a_run_goes_on,
]


def by_stage(stage: Callable[[Scene], Wire]) -> str:
    return stage.__name__


def resets(wire: Wire) -> None:
    wire.reset()


def closes(wire: Wire) -> None:
    wire.socket.close()


def closes_its_half(wire: Wire) -> None:
    wire.finish()
    assert wire.is_closed_within(10), "the server keeps half a connection"
    wire.socket.close()


@pytest.fixture(scope="module")
def scene(server, peer, tmp_path_factory):
    return Scene(server, peer, tmp_path_factory.mktemp("scene"))


def bring_to_rest(scene: Scene) -> None:
    """Interrupts until nothing runs; a message that is still on its way may begin a run."""
    path = f"/api/conversations/{scene.conversation}"

    def rests() -> bool:
        call(scene.server, "POST", f"{path}/interrupt")
        return call(scene.server, "GET", path).json()["execution_status"] != "running"

    eventually(rests, 15, "the run ends")


@pytest.mark.parametrize("way", [resets, closes, closes_its_half], ids=by_stage)
@pytest.mark.parametrize("stage", STAGES, ids=by_stage)
def test_nothing_is_left_of_a_client_that(scene, guarded, stage, way):
    guarded.log_lines = 2000  # a run that goes on asks its model
    guarded.peak = 64 << 20
    stage(scene).socket.close()  # what the first visitor needs stays open for the next
    bring_to_rest(scene)
    before = descriptors(scene.server)

    for _ in range(VISITS):
        way(stage(scene))
        bring_to_rest(scene)

    eventually(lambda: descriptors(scene.server) < before + VISITS, 10, f"{before} descriptors are left")


@pytest.mark.parametrize("stage", STAGES, ids=by_stage)
def test_the_server_ends_in_time_with_a_client(own_server, peer, tmp_path, stage):
    scene = Scene(own_server, peer, tmp_path)
    wire = stage(scene)
    began = time.monotonic()

    own_server.stop()

    assert time.monotonic() - began < 5
    wire.socket.close()


def test_the_server_ends_in_time_with_clients_at_every_stage(own_server, peer, tmp_path, figure):
    scene = Scene(own_server, peer, tmp_path)
    with ExitStack() as stack:
        for stage in STAGES:
            stack.callback(stage(scene).socket.close)
        began = time.monotonic()

        own_server.stop()

        figure(f"ended after {time.monotonic() - began:.2f} s")


def test_a_run_that_was_ended_goes_on_after_the_restart(own_server, peer, tmp_path):
    scene = Scene(own_server, peer, tmp_path)
    while_a_run_goes_on(scene).socket.close()
    own_server.stop()
    own_server.start()
    scene.script.turns = iter([finish()])

    call(own_server, "POST", f"/api/conversations/{scene.conversation}/events", message(run=True))

    wait_for_status(own_server, scene.conversation, "finished")


def test_the_server_ends_while_a_model_does_not_answer(own_server, peer, tmp_path):
    script = peer.repeat(lambda: Turn(text="Too late.", gate=peer.closing))
    conversation = start(own_server, scripted(peer, script, project(tmp_path)))
    call(own_server, "POST", f"/api/conversations/{conversation}/events", message(run=True))
    script.wait_for_request(1)

    own_server.stop()


def test_a_server_that_is_told_to_end_as_soon_as_it_speaks_ends_well(own_server):
    for _ in range(10):
        own_server.stop()
        assert not (own_server.data_dir / "server.json").exists()
        own_server.start()


def test_a_server_that_is_told_to_end_again_and_again_ends_well(own_server, peer, tmp_path):
    scene = Scene(own_server, peer, tmp_path)
    wire = in_the_body(scene)
    for _ in range(5):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            own_server.process.send_signal(number)
        threading.Event().wait(0.05)

    own_server.stop()
    wire.socket.close()
