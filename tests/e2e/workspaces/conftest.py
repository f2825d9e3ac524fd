# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: one engine for all, servers that make containers there, and what the engine holds of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client import Client
from engine import Engine
from llm_peer import LlmPeer
from target import BerthServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests in full length")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    running = Engine(tmp_path_factory.mktemp("engine"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def peer() -> Iterator[LlmPeer]:
    model = LlmPeer()
    yield model
    model.close()


@pytest.fixture
def server_with(engine: Engine, tmp_path: Path) -> Iterator[Callable[..., BerthServer]]:
    """Starts a server with these options and sees to it that it leaves no container behind."""
    servers: list[BerthServer] = []

    def start(*options: str) -> BerthServer:
        os.environ["CONFORMANCE_ENGINE"] = engine.address
        shared = tmp_path / "shared"
        shared.mkdir(exist_ok=True)
        os.environ["CONFORMANCE_SHARED"] = str(shared)
        server = BerthServer(tmp_path / f"data{len(servers)}", *options)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        if server.running:
            server.stop()
    engine.clear()


@pytest.fixture
def client(server_with: Callable[..., BerthServer]) -> Client:
    return Client(server_with())
