# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios: functions that do something on a side and note what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from differ.side import Side

Play = Callable[[Side], None]


@dataclass(frozen=True)
class Scenario:
    """A name and what to do. `alone`: before all others, on servers that hold nothing yet."""

    name: str
    play: Play
    alone: bool = False


ALL: dict[str, Scenario] = {}


def scenario(play: Play) -> Play:
    """Registers a function as a scenario of its own name."""
    return _register(Scenario(play.__name__, play))


def alone(play: Play) -> Play:
    return _register(Scenario(play.__name__, play, alone=True))


def variant(name: str, play: Play) -> None:
    """Registers one of several scenarios that differ in data."""
    _register(Scenario(name, play))


def _register(one: Scenario) -> Play:
    assert one.name not in ALL, f"two scenarios are called {one.name}"
    ALL[one.name] = one
    return one.play
