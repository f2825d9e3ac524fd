# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program whose window files are dragged from and to, and the pointer that does it."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

from patience import PATIENCE, eventually
from program import Home
from session import Display
from target import berthd_path

PLACE = (1140, 140)
"""Where its window is, as drag_peer.cpp has it."""


class DragPeer:
    def __init__(self, home: Home, file: Path) -> None:
        """Whoever drags from its window drags `file`."""
        self.heard: list[str] = []
        self._process = subprocess.Popen([berthd_path().with_name("drag_peer"), file], env=home.environment, text=True,
                                         stdout=subprocess.PIPE)
        threading.Thread(target=self._listen, daemon=True).start()
        self.wait_for("shown")

    def wait_for(self, word: str) -> None:
        eventually(lambda: word in self.heard, f"the other program says {word!r}")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.heard.append(line.strip())


def drag(display: Display, start: tuple[int, int], end: tuple[int, int], peer: DragPeer, word: str) -> None:
    """The button goes down at the start, and up at the end once the other program has said the word."""
    display.hold(*start)
    ends = [end, (end[0] + 4, end[1] + 4)]

    def is_said() -> bool:
        """A hand is never still, and each of its moves asks who is below it."""
        display.move(*ends[0])
        ends.reverse()
        return word in peer.heard

    eventually(is_said, f"the other program says {word!r}")
    display.let_go()
