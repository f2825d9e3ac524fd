# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the scenarios on both servers side by side, several at a time."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from differ.scenario import Scenario
from differ.side import Side
from llm_peer import LlmPeer
from target import BerthServer, ReferenceServer, Server

AT_ONCE = 4
SIDES: dict[str, type[Server]] = {"reference": ReferenceServer, "berth": BerthServer}


class Stage:
    """One side's server and model. It plays scenarios and keeps what they noted."""

    def __init__(self, name: str, directory: Path) -> None:
        self.name = name
        self._directory = directory
        self._peer = LlmPeer()
        self._server = SIDES[name](directory / "server" / "data")
        self._sides: list[Side] = []
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._records: dict[str, Future[dict[str, Any]]] = {}

    def begin(self, scenarios: list[Scenario]) -> None:
        """Starts the server, plays what wants it for itself, and puts the others in the queue."""
        self._server.start()
        for one in scenarios:
            if one.alone:
                self._records[one.name] = self._pool.submit(self._play, one)
                self._records[one.name].exception()
        for one in scenarios:
            if not one.alone:
                self._records[one.name] = self._pool.submit(self._play, one)

    def record(self, one: Scenario) -> dict[str, Any]:
        """What the scenario noted; waits for it, and raises what it raised."""
        return self._records[one.name].result(timeout=170)

    def play_again(self, one: Scenario) -> dict[str, Any]:
        """Another record of the same scenario, in a directory of its own."""
        return self._pool.submit(self._play, one, "-again").result(timeout=170)

    def end(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        for side in self._sides:
            side.close()
        for side in self._sides:
            side.program.wait_until_closed()
        self._peer.close()
        self._server.stop()

    def _play(self, one: Scenario, suffix: str = "") -> dict[str, Any]:
        side = Side(self.name, self._server, self._peer, self._directory / f"{one.name}{suffix}")
        self._sides.append(side)
        try:
            one.play(side)
        except Exception as error:
            error.add_note(f"on the {self.name} server, after {list(side.record())}")
            raise
        return side.record()
