# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: an engine whose data lie on a disk with project quotas, and servers that make containers there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import Engine
from target import BerthServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests in full length")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --long, leaves out the tests that are marked so: this machine is slow."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=long)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    running = Engine(Path(os.environ["QUOTA_ENGINE"]), Path(os.environ["QUOTA_IMAGE"]))
    yield running
    running.stop()


@pytest.fixture
def server_with(engine: Engine, tmp_path: Path) -> Iterator[Callable[..., BerthServer]]:
    """Starts a server with these options; one that is started again has the data of the one before.

    They are killed at the end, and what they leave in the engine goes with the machine: how soon a server ends says
    nothing on a machine inside a machine.
    """
    servers: list[BerthServer] = []

    def start(*options: str) -> BerthServer:
        os.environ["CONFORMANCE_ENGINE"] = engine.address
        shared = tmp_path / "shared"
        shared.mkdir(exist_ok=True)
        os.environ["CONFORMANCE_SHARED"] = str(shared)
        server = BerthServer(tmp_path / "data", *options)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        if server.running:
            server.kill()
