# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader with a cursor that loses its connection at any byte, over and over, while an agent works."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

from llm_peer import call as tool
from messages import call, project, say, scripted, start, stored, wait_for_status
from wire import Socket

ORDINARY, LONG = 100, 1000


class Reader:
    """Remembers every number that arrived whole, and goes on behind the last one."""

    def __init__(self, server, conversation, chance) -> None:
        self._server = server
        self._conversation = conversation
        self._chance = chance
        self.numbers: list[int] = []
        self.events: list[str] = []

    def visit(self, most_bytes: int) -> None:
        """Reads for a moment, or until so many bytes have come, then goes without a goodbye."""
        self._follow(most_bytes, self._chance.uniform(0, 0.2), until=1 << 62)

    def read_to_the_end(self, last: int) -> None:
        self._follow(1 << 62, 30, until=last)
        assert self.numbers[-1] == last

    def _follow(self, most_bytes: int, seconds: float, until: int) -> None:
        last = self.numbers[-1] if self.numbers else -1
        socket = Socket(self._server, f"/sockets/session/{self._conversation}?after_seq={last}")
        end = time.monotonic() + seconds
        taken = 0
        try:
            while taken < most_bytes and last < until and (left := end - time.monotonic()) > 0:
                socket.socket.settimeout(left)
                _, payload = socket.frame()
                taken += len(payload)
                last = self._note(json.loads(payload), last)
        except TimeoutError:
            pass
        socket.reset()

    def _note(self, frame: dict[str, Any], last: int) -> int:
        if frame["type"] != "durable":
            return last
        self.numbers.append(frame["seq"])
        self.events.append(frame["event"]["id"])
        return self.numbers[-1]


def test_a_reader_that_is_cut_off_all_the_time_sees_every_number_once(server, peer, tmp_path, long, chance, figure):
    numbers = itertools.count()
    script = peer.repeat(lambda: tool("terminal", command=f"echo {next(numbers)}"))
    body = scripted(peer, script, project(tmp_path)) | {"max_iterations": 100_000}
    conversation = start(server, body)
    say(server, conversation, run=True)
    reader = Reader(server, conversation, chance)
    losses = LONG if long else ORDINARY

    for _ in range(losses):
        reader.visit(chance.choice([0, 1, 1000, 10_000, 50_000, 200_000]))
    call(server, "POST", f"/api/conversations/{conversation}/pause")
    wait_for_status(server, conversation, "paused")
    log = [event["id"] for event in stored(server, conversation)]
    reader.read_to_the_end(len(log) - 1)

    assert reader.numbers == list(range(len(log)))
    assert reader.events == log
    figure(f"{len(log)} events, each once, over {losses} losses")
