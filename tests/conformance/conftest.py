# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: the scripted model, servers, and programs that use them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from llm_peer import LlmPeer
from program import Program
from target import Server, make_server, target_name


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long tests in full length")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what a target does not promise; nothing is skipped silently."""
    if target_name() == "berth":
        return
    kept = [item for item in items if item.get_closest_marker("berth_only") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def peer() -> Iterator[LlmPeer]:
    model = LlmPeer()
    yield model
    model.close()


@pytest.fixture(scope="session")
def programs() -> Iterator[list[Program]]:
    """Every program of the session. A server has to end under the eyes of those that are still there."""
    started: list[Program] = []
    yield started
    logging.disable(logging.CRITICAL)  # some of them say that their server is gone
    for program in started:
        program.close()
    for program in started:
        program.wait_until_closed()


@pytest.fixture(scope="session")
def server(programs: list[Program], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that most tests share; it must end well after all of them, with their sockets open."""
    running = make_server(tmp_path_factory.mktemp("server") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def program(
    server: Server, peer: LlmPeer, programs: list[Program], tmp_path: Path
) -> Iterator[Program]:
    """A program on the shared server, in a directory of its own; it goes when its test is over."""
    directory = tmp_path / "project"
    directory.mkdir()
    started = Program(server, peer, directory)
    programs.append(started)
    yield started
    started.close()


@pytest.fixture
def program_on(
    peer: LlmPeer, programs: list[Program], tmp_path: Path
) -> Callable[[Server], Program]:
    """Starts programs on a server of the test's own."""

    def start(server: Server) -> Program:
        directory = tmp_path / f"project-{len(programs)}"
        directory.mkdir()
        programs.append(Program(server, peer, directory))
        return programs[-1]

    return start


@pytest.fixture
def server_with(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts the server of one test with words of the command line of its own."""
    started: list[Server] = []

    def start(*options: str) -> Server:
        started.append(make_server(tmp_path / f"own-{len(started)}" / "data", *options))
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        if server.running:
            server.stop()


@pytest.fixture
def own_server(server_with: Callable[..., Server]) -> Server:
    """A server for one test, which may stop it, kill it and start it again."""
    return server_with()
