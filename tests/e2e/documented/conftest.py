# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: a server that works on this machine, a model made of paper, and a client that knows HTTP only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client import Client
from llm_peer import LlmPeer
from target import BerthServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests in full length")


@pytest.fixture(scope="session")
def peer() -> Iterator[LlmPeer]:
    model = LlmPeer()
    yield model
    model.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BerthServer]:
    running = BerthServer(tmp_path_factory.mktemp("documented") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(server: BerthServer, peer: LlmPeer) -> Client:
    return Client(server, peer)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[BerthServer]:
    """A server for one test, which may kill it and start it again."""
    running = BerthServer(tmp_path / "own" / "data")
    running.start()
    yield running
    if running.running:
        running.stop()


@pytest.fixture
def client_of(peer: LlmPeer) -> Callable[[BerthServer], Client]:
    return lambda server: Client(server, peer)
