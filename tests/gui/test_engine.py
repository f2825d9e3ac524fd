# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in containers: the engine goes away under the window and comes back, and an image is fetched."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import Engine
from llm_peer import LlmPeer, call, finish, say
from panel import Panel
from patience import eventually
from program import Berth, Home
from registry import Registry
from screen import Screen
from session import Display
from target import REPOSITORY

type Start = Callable[..., Berth]
GONE = "The container engine does not answer."


@pytest.fixture(scope="module")
def host_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small system as a tar archive."""
    made = tmp_path_factory.mktemp("image") / "host.tar"
    with made.open("wb") as archive:
        subprocess.run([REPOSITORY / "scripts" / "host-image"], stdout=archive, check=True, timeout=60)
    return made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, host_image: Path) -> Iterator[Engine]:
    running = Engine(tmp_path_factory.mktemp("engine"), host_image)
    yield running
    running.clear()
    running.stop()


def wait_for_card(screen: Screen, words: str) -> None:
    screen.wait(lambda one: one.role == "list item" and one.name.startswith(words), f"a card says {words!r}")


def wait_for_state(screen: Screen, word: str) -> None:
    """Of the workspace that is open beside the table."""
    screen.wait(lambda one: one.role == "label" and one.name == word, f"the workspace is {word}")


def test_the_engine_goes_away_and_comes_back(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, engine: Engine, peer: LlmPeer,
) -> None:
    start("--runtime", "docker", "--docker-host", engine.address)
    screen.wait_for_title("Home")
    screen.wait(lambda one: one.name.startswith("Engine: Docker") and "Connected" in one.name, "the engine is there")
    script = peer.play(call("terminal", command="echo first > kept; cat kept"), say("First."),
                       call("terminal", command="cat kept"), finish("Second."))
    conversation = home.converse(peer, script, title="Long work", message="Begin.")
    home.becomes(conversation, "finished")

    engine.stop()
    screen.named("label", GONE)
    screen.wait(lambda one: one.name.startswith("Engine: Docker") and "It does not answer" in one.name, "Home says it")
    screen.choose_conversation(display, "Long work")
    wait_for_card(screen, "Agent: First.")  # what was done is read as before
    screen.tab_to(display, "Message to the agent")
    display.type("Go on.")
    display.press("ctrl+Return")
    screen.named("label", "There is no place to work in")
    wait_for_card(screen, "You, ")
    screen.press_button(display, "Put this notice away")

    engine.start()
    screen.wait_until_nothing_says(GONE)
    screen.tab_to(display, "Message to the agent")
    display.type("Now?")
    display.press("ctrl+Return")
    screen.named("label", "Finished")
    wait_for_card(screen, "Command cat kept, exit 0")
    assert "first" in "".join(script.tool_results())  # the files are still there
    display.press("ctrl+1")
    screen.wait(lambda one: one.name.startswith("Engine: Docker") and "Connected" in one.name, "Home says it")


def test_a_workspace_fetches_its_image_is_stopped_and_tries_again(
    start: Start, home: Home, screen: Screen, display: Display, panel: Panel, engine: Engine, host_image: Path,
) -> None:
    registry = Registry(engine.pid, host_image)
    try:
        start("--runtime", "docker", "--docker-host", engine.address)
        screen.wait_for_title("Home")
        display.press("ctrl+4")
        screen.wait_for_title("Workspaces")
        screen.press_button(display, "New workspace")
        screen.wait_for_title("New workspace")
        display.type("lab")
        display.press("Tab")
        display.type(registry.image)
        display.press("Return")
        screen.wait_until_gone("New workspace")
        screen.choose_row(display, "Workspaces", "lab")
        display.press("Return")

        screen.wait(lambda one: one.role == "cell" and one.name == "Memory: Fetching the image", "it says what it waits for")
        eventually(lambda: registry.pulls == 1, "half of it is here")
        screen.press_button(display, "Stop workspace")
        wait_for_state(screen, "Stopped")

        screen.press_button(display, "Start workspace")
        eventually(lambda: registry.pulls == 2, "it is fetched again")
        screen.named("page tab", "Images").act()
        screen.choose_row(display, "Images", registry.image)
        screen.wait_until_awake("Cancel fetch")
        display.press("Delete")
        screen.named("label", f"Fetching {registry.image} was cancelled. No image was kept.")
        screen.named("page tab", "Workspaces").act()
        screen.wait(lambda one: one.role == "cell" and "was cancelled by" in one.name, "the workspace says it")
        screen.choose_row(display, "Workspaces", "lab")
        display.press("Return")
        wait_for_state(screen, "Stopped")

        registry.gate.set()
        screen.press_button(display, "Start workspace")
        wait_for_state(screen, "Running")
    finally:
        registry.close()
