# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: one desktop for all tests, and for each test a home of its own in which nothing was ever started."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from bus import Bus
from llm_peer import LlmPeer
from notices import Notices
from panel import Panel
from program import Berth, Home
from screen import Screen
from session import Display, Keyring
from target import REPOSITORY, BerthServer

PICTURES = REPOSITORY / "build" / "gui"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests in full length")


@pytest.fixture(scope="session")
def bus() -> Iterator[Bus]:
    connection = Bus()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    shown = Display(tmp_path_factory.mktemp("display") / "x")
    yield shown
    shown.close()


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory, bus: Bus) -> Iterator[Keyring]:
    opened = Keyring(tmp_path_factory.mktemp("keyring") / "k", bus)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def peer() -> Iterator[LlmPeer]:
    model = LlmPeer()
    yield model
    model.close()


@pytest.fixture(scope="session")
def screen(bus: Bus) -> Iterator[Screen]:
    reader = Screen(bus)
    yield reader
    reader.close()


@pytest.fixture
def panel(bus: Bus) -> Iterator[Panel]:
    shown = Panel(bus)
    yield shown
    shown.close()


@pytest.fixture
def notices() -> Iterator[Notices]:
    shown = Notices()
    yield shown
    shown.close()


@pytest.fixture
def home(tmp_path: Path, display: Display, keyring: Keyring) -> Home:
    """Of somebody who has been led through a first start."""
    made = Home(tmp_path / "home", display.name)
    made.remember(set_up="true")
    return made


@pytest.fixture
def start(home: Home, screen: Screen) -> Iterator[Callable[..., Berth]]:
    """Starts the program in the test's home; the newest is the one that the screen shows."""
    started: list[Berth] = []

    def run(*options: str) -> Berth:
        started.append(Berth(home, *options))
        screen.watch(started[-1].pid)
        return started[-1]

    yield run
    for program in reversed(started):
        program.stop()


@pytest.fixture
def own_server(home: Home) -> Iterator[BerthServer]:
    """A server that somebody else has started on the home's data."""
    running = BerthServer(home.data)
    running.start()
    yield running
    if running.running:
        running.stop()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.CallInfo[None], None]:
    """A test that fails leaves a picture of the screen, and says what a reader would have found on it."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    fixtures = getattr(item, "funcargs", {})
    if report.when != "call" or not report.failed or "screen" not in fixtures or "display" not in fixtures:
        return
    picture = PICTURES / f"{item.name}.png"
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(fixtures["display"].picture())
    seen = fixtures["screen"].describe()
    home = fixtures.get("home")
    log = (home.folder / "berth.log").read_text(errors="replace")[-3000:] if home else ""
    report.sections.append(("the screen", f"{picture}\n{seen}"))
    report.sections.append(("the program's log", log))
