# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: a model made of paper, and a server of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from llm_peer import LlmPeer
from target import BerthServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests in full length")


@pytest.fixture(scope="session")
def peer() -> Iterator[LlmPeer]:
    model = LlmPeer()
    yield model
    model.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BerthServer]:
    running = BerthServer(tmp_path / "server" / "data")
    running.start()
    yield running
    running.stop()
