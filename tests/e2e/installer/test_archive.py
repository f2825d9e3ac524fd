# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive, unpacked anywhere: its programs find each other, and want nothing of where they were built."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import tarfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from conftest import ROOT

PATIENCE = 60.0


def eventually(condition: Callable[[], bool], what: str) -> None:
    tick = threading.Event()
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        tick.wait(0.05)


@pytest.fixture(scope="module")
def programs(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the unpacked programs."""
    place = tmp_path_factory.mktemp("unpacked") / "Maria's Überbleibsel $HOME"
    with tarfile.open(archive) as packed:
        packed.extractall(place, filter="tar")
    found = list(place.glob("*/usr/bin"))
    assert len(found) == 1, sorted(place.rglob("*"))[:20]
    return found[0]


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """An empty screen."""
    reader, writer = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp", "-screen", "0", "1280x800x24"],
                              pass_fds=[writer], stderr=(tmp_path / "x.log").open("wb"))
    os.close(writer)
    try:
        with open(reader) as told:
            number = told.readline().strip()
        assert number, (tmp_path / "x.log").read_text()
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


class Run:
    """A program and all that it starts, of which every name of a file is written down that they ask for."""

    def __init__(self, folder: Path, *command: str | Path, **environment: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._files = folder / "files"
        self._output = folder / "output"
        home = {"HOME": str(folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(folder)}
        tracer = ["strace", "-f", "-qq", "-xx", "-s", "4096", "-e", "trace=%file", "-e", "signal=none"]
        self.process = subprocess.Popen([*tracer, "-o", self._files, *command], env=home | environment, cwd=folder,
                                        stdout=self._output.open("wb"), stderr=subprocess.STDOUT,
                                        start_new_session=True)

    def says(self) -> str:
        return self._output.read_text()

    def wait_for(self, words: str) -> None:
        eventually(lambda: words in self.says() or self.process.poll() is not None, f"it says {words!r}")
        assert words in self.says(), self.says()

    def health(self) -> str:
        told = json.loads((self.data / "server.json").read_text())
        with urllib.request.urlopen(told["url"] + "/health", timeout=PATIENCE) as answer:
            return str(json.load(answer)["status"])

    def end(self) -> None:
        """As the end of a session does."""
        os.kill(json.loads((self.data / "server.json").read_text())["pid"], signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0, self.says()

    def stop(self) -> None:
        """With all that it has started; what strace watches would go on without it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def files(self) -> list[str]:
        """Every name that was asked for, whether or not there was such a file."""
        names = re.findall(r'"((?:\\x[0-9a-f]{2})+)"', self._files.read_text())
        return [bytes.fromhex(name.replace("\\x", "")).decode(errors="replace") for name in names]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    started: list[Run] = []

    def begin(*command: str | Path, **environment: str) -> Run:
        started.append(Run(tmp_path, *command, **environment))
        return started[-1]

    yield begin
    for one in started:
        one.stop()


def wants_nothing_of_the_build(one: Run) -> None:
    files = one.files()
    assert len(files) > 50  # it was really looked at
    assert [name for name in files if name.startswith(f"{ROOT}/")] == []


@pytest.mark.parametrize("program", ["berth", "berthd", "berth-workspaced"])
def test_a_program_says_its_version(programs: Path, program: str) -> None:
    version = re.search(r"berth-([0-9.]+)-", str(programs))[1]
    option = "version" if program == "berth-workspaced" else "--version"
    words = {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([programs / program, option], capture_output=True, text=True, timeout=PATIENCE, env=words)
    assert done.returncode == 0, done.stderr
    assert version in done.stdout


def test_an_agent_works_where_it_was_unpacked(programs: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    options = ["--port", "0", "--runtime", "local", "--data-dir", tmp_path / "data"]
    server = run(programs / "berthd", "demo", *options)
    server.wait_for("berth: listening on ")
    assert "Check passed" in server.says()  # of a command that the agent ran
    assert server.health() == "healthy"
    server.end()
    assert str(programs / "berth-workspaced") in server.files()
    wants_nothing_of_the_build(server)


def titles(display: str) -> str:
    """Of the windows on a screen."""
    search = ["xdotool", "search", "--onlyvisible", "--name", ".", "getwindowname", "%@"]
    shown = os.environ | {"DISPLAY": display}
    return subprocess.run(search, capture_output=True, text=True, timeout=PATIENCE, env=shown).stdout


def test_the_window_opens_where_it_was_unpacked(
    programs: Path, run: Callable[..., Run], tmp_path: Path, display: str,
) -> None:
    options = ["--port", "0", "--runtime", "local", "--language", "de", "--data-dir", tmp_path / "data"]
    nobody = "unix:path=/nonexistent"  # a keyring might ask somebody who is not there
    program = run(programs / "berth", *options, DISPLAY=display, DBUS_SESSION_BUS_ADDRESS=nobody)
    eventually(lambda: (program.data / "server.json").exists() or program.process.poll() is not None, "it listens")
    assert program.process.poll() is None, program.says()
    eventually(lambda: "Einrichtung – Berth" in titles(display), "the window of a first start is there, in German")
    assert program.health() == "healthy"
    program.end()
    wants_nothing_of_the_build(program)
