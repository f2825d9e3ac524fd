# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Much at once: nothing is lost, memory stays bounded, and another client is answered as if nothing happened."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from llm_peer import finish
from llm_peer import call as tool
from messages import call, project, say, scripted, start, start_body, stored, wait_for_status
from target import eventually, is_sanitized
from watch import MEBIBYTE, MemoryWatch, percentile, report_of, resident
from wire import Socket

HERE = Path(__file__).parent
WANTED_SECONDS = 0.010  # 95 of 100 answers of /health
PIECE_SECONDS = 0.030  # an event of a plain command holds a megabyte, which is encoded in one go
ATTEMPTS = 3  # other work on the machine is not the server's fault
READERS = 1000
RUNS = 16
CONVERSATIONS = 500
FLOOD = "nice head -c 100000000 /dev/zero | nice tr '\\0' x"  # the server is measured, not its neighbours


class Probe:
    """Asks /health from another process while a block runs."""

    def __init__(self, server) -> None:
        address = urlsplit(server.url)
        self._command = [sys.executable, str(HERE / "probe.py"), str(address.hostname), str(address.port)]
        self.seconds: list[float] = []

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, kind, *_) -> None:
        out, _ = self._process.communicate("", timeout=40)
        if kind is None:
            assert self._process.returncode == 0, "the probe was not answered"
            self.seconds = json.loads(out)

    @property
    def high(self) -> float:
        return percentile(self.seconds, 0.95)


def measured(server, figure, what: Callable[[], None], wanted: float = WANTED_SECONDS) -> None:
    """Does it until /health was quick meanwhile, and fails when it never was.

    What /health takes on this machine when the server has nothing to do is not held against it.
    """
    probes = []
    for _ in range(ATTEMPTS):
        with Probe(server) as quiet:
            threading.Event().wait(0.5)
        with Probe(server) as probe:
            what()
        probes.append(probe.high)
        figure(f"/health {report_of(probe.seconds)}; when nothing happens p95 {quiet.high * 1000:.2f} ms")
        if probe.high < wanted + quiet.high or is_sanitized():
            return
    raise AssertionError(f"95 of 100 answers took up to {[round(p * 1000, 1) for p in probes]} ms")


def steps(count: int, command: str = "echo {}"):
    """So many steps of an agent that differ, and its end."""
    return iter([tool("terminal", command=command.format(n)) for n in range(count)] + [finish()])


def test_a_thousand_readers_see_every_event_once(server, peer, tmp_path, figure):
    script = peer.play()
    conversation = start(server, scripted(peer, script, project(tmp_path)))
    say(server, conversation, "First.")
    crowd = crowd_of(server, f"/sockets/session/{conversation}?after_seq=-1", READERS, 0)

    def run():
        script.turns = steps(6, "echo {}; sleep 0.5")
        say(server, conversation, run=True)
        wait_for_status(server, conversation, "finished", 60)

    with MemoryWatch(server) as memory:
        measured(server, figure, run)
        last = len(stored(server, conversation)) - 1
        out, fault = crowd.communicate(f"{last}\n", timeout=90)
    assert crowd.returncode == 0, fault
    assert json.loads(out) == {json.dumps(list(range(last + 1))): READERS}
    figure(f"{READERS} readers, {last + 1} events each; {memory.report()}")
    memory.check(256 * MEBIBYTE, 128 * MEBIBYTE)


def crowd_of(server, path: str, count: int, first: int) -> subprocess.Popen[str]:
    address = urlsplit(server.url)
    crowd = subprocess.Popen(
        [sys.executable, str(HERE / "crowd.py"), str(address.hostname), str(address.port), path,
         str(count), str(first)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"SERVER_KEY": server.api_key})
    assert crowd.stdout is not None
    line = crowd.stdout.readline()
    assert line == "ready\n", f"{line}{crowd.stderr.read() if crowd.stderr else ''}"
    return crowd


def test_sixteen_runs_at_once_all_finish(server, peer, tmp_path, figure):
    def run():
        begun = []
        for number in range(RUNS):
            directory = tmp_path / f"{number}-{time.monotonic_ns()}"
            directory.mkdir()
            turns = [tool("terminal", command=f"echo {n} >> lines; sleep 0.05") for n in range(5)] + [finish()]
            conversation = start(server, scripted(peer, peer.play(*turns), directory))
            say(server, conversation, run=True)
            begun.append((conversation, directory))
        for conversation, directory in begun:
            wait_for_status(server, conversation, "finished", 60)
            assert (directory / "lines").read_text().split() == ["0", "1", "2", "3", "4"]
            events = stored(server, conversation)
            assert sum(e["kind"] == "ObservationEvent" for e in events) == 6

    with MemoryWatch(server) as memory:
        measured(server, figure, run)
    figure(memory.report())
    memory.check(128 * MEBIBYTE, 96 * MEBIBYTE)


def test_a_hundred_megabytes_of_output_go_through_a_small_server(server, peer, tmp_path, figure):
    command = f"{FLOOD}; echo; echo the end"

    def run():
        directory = tmp_path / str(time.monotonic_ns())
        directory.mkdir()
        script = peer.play(tool("terminal", command=command), finish())
        conversation = start(server, scripted(peer, script, directory))
        say(server, conversation, run=True)
        wait_for_status(server, conversation, "finished", 120)
        assert "the end" in script.tool_results()[-1]

    with MemoryWatch(server) as memory:
        measured(server, figure, run)
    figure(memory.report())
    memory.check(64 * MEBIBYTE, 32 * MEBIBYTE)


def test_a_hundred_megabytes_of_a_plain_command_stay_bounded(server, figure):
    def run():
        body = {"command": FLOOD, "timeout": 120}
        answer = call(server, "POST", "/api/bash/start_bash_command", body)
        assert answer.status == 200, answer
        query = f"command_id__eq={answer.json()['id']}&sort_order=TIMESTAMP_DESC&limit=1"
        path = f"/api/bash/bash_events/search?{query}"
        eventually(lambda: any(item.get("exit_code") is not None
                               for item in call(server, "GET", path).json()["items"]), 60, "the command ends")

    with MemoryWatch(server) as memory:
        measured(server, figure, run, PIECE_SECONDS)
    figure(memory.report())
    memory.check(96 * MEBIBYTE, 64 * MEBIBYTE)


def test_a_reader_that_stalls_delays_nobody(server, tmp_path, figure):
    """It does not read. When too much waits for it, it is cut off, and everyone else has everything."""
    body = start_body(project(tmp_path))
    texts = 80

    def run():
        conversation = start(server, body)
        say(server, conversation, "First.")
        stalled = Socket(server, f"/sockets/session/{conversation}?after_seq=-1", receive_buffer=4096)
        crowd = crowd_of(server, f"/sockets/session/{conversation}?after_seq=-1", 5, 0)
        for number in range(texts):
            say(server, conversation, f"{number} " + "x" * 200_000)
            threading.Event().wait(0.03)
        last = len(stored(server, conversation)) - 1
        out, fault = crowd.communicate(f"{last}\n", timeout=60)
        assert crowd.returncode == 0, fault
        assert json.loads(out) == {json.dumps(list(range(last + 1))): 5}
        assert stalled.is_closed_within(20)
        assert call(server, "DELETE", f"/api/conversations/{conversation}").status == 200

    with MemoryWatch(server) as memory:
        measured(server, figure, run)
    figure(memory.report())
    memory.check(160 * MEBIBYTE, 96 * MEBIBYTE)


def test_five_hundred_conversations_weigh_nothing_after_a_restart(own_server, tmp_path, figure):
    body = start_body(project(tmp_path))
    ids = {start(own_server, body) for _ in range(CONVERSATIONS)}
    own_server.stop()
    began = time.monotonic()
    own_server.start()
    figure(f"started after {time.monotonic() - began:.2f} s with {CONVERSATIONS} conversations, "
           f"{resident(own_server) / MEBIBYTE:.1f} MiB")

    def read_all():
        found: list[str] = []
        page = ""
        while page is not None:
            answer = call(own_server, "GET", f"/api/conversations/search?limit=100{page}").json()
            found += [item["id"] for item in answer["items"]]
            page = f"&page_id={answer['next_page_id']}" if answer["next_page_id"] else None
        assert len(found) == len(ids) and set(found) == ids
        for one in found:
            assert call(own_server, "GET", f"/api/conversations/{one}").status == 200

    with MemoryWatch(own_server) as memory:
        measured(own_server, figure, read_all)
    figure(memory.report())
    memory.check(96 * MEBIBYTE, 64 * MEBIBYTE)


@pytest.fixture(scope="module", autouse=True)
def enough_descriptors(server):
    """A thousand readers need a thousand descriptors on the side of the server as well."""
    pid = server.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(hard, 4096)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
