# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: servers that are attacked, a model made of paper, and figures that are told at the end."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from llm_peer import LlmPeer
from target import BerthServer, is_sanitized
from watch import Bystander, LogWatch, MemoryWatch

FIGURES: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests in full length")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """How a server that looks for its own faults bears load says nothing."""
    if not is_sanitized():
        return
    load = [item for item in items if item.path.name == "test_load.py"]
    config.hook.pytest_deselected(items=load)
    items[:] = [item for item in items if item not in load]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in FIGURES:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tells a measured figure at the end of the session."""
    return lambda text: FIGURES.append(f"{request.node.name}: {text}")


@pytest.fixture
def chance(figure: Callable[[str], None]) -> random.Random:
    seed = int(os.environ.get("FIRE_SEED", random.SystemRandom().randrange(1 << 32)))
    figure(f"FIRE_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(scope="session")
def peer() -> Iterator[LlmPeer]:
    model = LlmPeer()
    yield model
    model.close()


def started(directory: Path) -> BerthServer:
    server = BerthServer(directory / "data")
    server.start()
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BerthServer]:
    """The server of one file; it must still end well after everything that was done to it."""
    running = started(tmp_path_factory.mktemp("fire"))
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[BerthServer]:
    running = started(tmp_path / "own")
    yield running
    if running.running:
        running.stop()


@pytest.fixture(scope="module")
def bystander(server: BerthServer, request: pytest.FixtureRequest) -> Iterator[Bystander]:
    """Another client of the server, from the first test of a file to its last."""
    with Bystander(server) as client:
        yield client
    FIGURES.append(f"{request.node.name}: {client.report()}")


@dataclass
class Guard:
    """What an attack may cost; a test changes what is different for it."""

    peak: int = 48 << 20
    after: int = 48 << 20
    log_lines: int = 40
    worst_wait: float = 1.0


@pytest.fixture
def guarded(
    server: BerthServer, bystander: Bystander, request: pytest.FixtureRequest
) -> Iterator[Guard]:
    """Watches the server during an attack: flat memory, a quiet log, and a client that notices nothing."""
    guard = Guard()
    log, asked = LogWatch(server), len(bystander.seconds)
    with MemoryWatch(server) as memory:
        yield guard
    assert server.running, f"the server died:\n{server.log()[-4000:]}"
    bystander.check(guard.worst_wait * (20 if is_sanitized() else 1), asked)
    memory.check(guard.peak, guard.after)
    log.check(guard.log_lines + len(bystander.seconds) - asked + 1)
    if memory.peak - memory.before > 4 << 20:
        FIGURES.append(f"{request.node.name}: {memory.report()}")
