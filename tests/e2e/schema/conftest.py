# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of its own for requests that nobody thought of, and for how long they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from target import BerthServer

SHORT, LONG = 120, 600  # seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help=f"send requests for {LONG} seconds instead of {SHORT}")
    parser.addoption("--seconds", type=int, help="send requests for so many seconds")


@pytest.fixture
def seconds(request: pytest.FixtureRequest) -> int:
    chosen: int | None = request.config.getoption("--seconds")
    return chosen or (LONG if request.config.getoption("--long") else SHORT)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BerthServer]:
    running = BerthServer(tmp_path / "data")
    running.start()
    yield running
    running.stop()
