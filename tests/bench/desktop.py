# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's program: how soon its icon is there, what it holds and burns, and whether its window keeps up.

It has a desktop of its own, of the parts of the GUI tests: tests/gui/run --bench.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from bus import Bus
from footprint import idle_memory, processor_seconds
from llm_peer import LlmPeer, finish
from panel import Panel
from patience import eventually
from program import Berth, Home
from session import Display
from target import BerthServer, berthd_path

type Figures = dict[str, float]

RATE = 2000
"""Events a second."""
SENDERS = 4
TEXT = "The loader reads the new file first and falls back to the old one with a warning. " * 4

LIMITS = {"icon": 400.0, "open": 150.0, "hidden": 80.0, "p99": 16.0, "idle": 0.1}
TITLES = {
    "icon": "process start to the icon in the panel, ms",
    "open": "memory, window with 10,000 events open, MB",
    "hidden": "memory, the same window closed, MB",
    "idle": "processor while nothing happens, %",
    "rate": "events a second of a busy conversation",
    "p99": "window's thread at a stretch meanwhile, p99, ms",
    "longest": "the longest of them, ms",
    "busy": "window's thread meanwhile, %",
}


def icon_seconds(home: Home, panel: Panel) -> float:
    """From the start of the process until the panel has been told of its icon."""
    panel.forget()
    started = time.perf_counter()
    program = Berth(home, "--background")
    try:
        panel.wait_for_icon()
        return time.perf_counter() - started
    finally:
        program.stop()


class Talker:
    """Says things to a conversation without letting its agent work."""

    def __init__(self, server: BerthServer, conversation: str) -> None:
        self._address = server.url.replace("http", "ws", 1) + f"/sockets/session/{conversation}?after_seq=1000000000"
        self._key = server.api_key

    def say(self, count: int, rate: float) -> float:
        """@return how many a second were sent. Each sender says its share at its share of the rate."""
        started = time.perf_counter()
        threads = [threading.Thread(target=self._send, args=(count // SENDERS, rate / SENDERS), daemon=True)
                   for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return count / (time.perf_counter() - started)

    def _send(self, count: int, rate: float) -> None:
        message = json.dumps({"role": "user", "content": [{"type": "text", "text": TEXT}]})
        with connect(self._address, max_size=None, additional_headers={"X-Session-API-Key": self._key}) as socket:
            started = time.perf_counter()
            pause = threading.Event()
            for number in range(count):
                socket.send(message)
                late = started + (number + 1) / rate - time.perf_counter()
                if late > 0.005:
                    pause.wait(late)


def rows_of(home: Home, conversation: str) -> int:
    answer: dict[str, Any] = home.call("GET", f"/conversations/{conversation}")
    return int(answer["seq"]) + 1


def fill(home: Home, server: BerthServer, peer: LlmPeer, events: int) -> str:
    conversation = home.converse(peer, peer.play(finish()), title="Long work", message="Begin.")
    home.becomes(conversation, "finished")
    Talker(server, conversation).say(events, 20_000)
    eventually(lambda: rows_of(home, conversation) >= events, f"{events} events are stored")
    return conversation


def busy_window(home: Home, server: BerthServer, conversation: str, events: int, seconds: float) -> Figures:
    """The window's thread while a conversation that is shown grows by RATE events a second."""
    program = berthd_path().with_name("bench_window")
    key = json.loads((home.data / "server.json").read_text())["api_key_file"]
    count = int(RATE * seconds)
    with subprocess.Popen([str(program), server.url, key, conversation, str(events)], env=home.environment,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        assert "ready" in json.loads(process.stdout.readline())
        sent = time.perf_counter()
        Talker(server, conversation).say(count, RATE)
        process.stdin.write(f"{events + count}\n")
        process.stdin.flush()
        told: Figures = json.loads(process.stdout.readline())
        told["rate"] = count / (time.perf_counter() - sent)
    return told


def measure(folder: Path, quick: bool) -> Figures:
    events = 10_000
    with ExitStack() as stack:
        display = Display(folder / "x")
        stack.callback(display.close)
        bus = Bus()
        panel = Panel(bus)
        stack.callback(panel.close)
        peer = LlmPeer()
        stack.callback(peer.close)
        home = Home(folder / "home", display.name)
        home.environment["BERTH_KEYCHAIN"] = "off"
        home.remember(set_up="true")
        figures: Figures = {
            "icon": 1000 * statistics.median(icon_seconds(home, panel) for _ in range(3 if quick else 7))
        }
        server = BerthServer(home.data)
        server.start()
        stack.callback(server.stop)
        conversation = fill(home, server, peer, events)
        figures |= held(home, server, conversation, display, panel, 2 if quick else 10)
        told = busy_window(home, server, conversation, events, 3 if quick else 10)
        return figures | {name: told[name] for name in ("rate", "p99", "longest", "busy")}


def held(
    home: Home, server: BerthServer, conversation: str, display: Display, panel: Panel, seconds: float,
) -> Figures:
    """A window that watches a server: with a long conversation open, at rest, and closed."""
    panel.forget()
    del home.environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"]  # a reader makes things of its own
    program = Berth(home)
    try:
        icon = panel.wait_for_icon()
        eventually(lambda: display.active_window().startswith("Home"), "the window is there")
        streams = server.log().count(f"/sockets/session/{conversation}")
        display.press("ctrl+3", "Down")
        eventually(lambda: server.log().count(f"/sockets/session/{conversation}") > streams, "it is read")
        eventually(lambda: _is_quiet(program.pid), "the conversation is loaded")
        opened = idle_memory(program.pid, 1)
        before = processor_seconds(program.pid)
        threading.Event().wait(seconds)
        idle = 100 * (processor_seconds(program.pid) - before) / seconds
        display.close_active_window()
        eventually(lambda: _is_quiet(program.pid), "the window is closed")
        hidden = idle_memory(program.pid, 2)
        icon.click(icon.wait_for_row("Open Berth"))
    finally:
        program.stop()
    return {"open": (opened.pss or opened.rss) / 1e6, "hidden": (hidden.pss or hidden.rss) / 1e6, "idle": idle}


def _is_quiet(pid: int) -> bool:
    before = processor_seconds(pid)
    threading.Event().wait(1)
    return processor_seconds(pid) - before < 0.02


def table(figures: Figures) -> str:
    lines = [f"{'':48}{'berth':>10}{'limit':>10}"]
    for name, title in TITLES.items():
        limit = f"{LIMITS[name]:10.1f}" if name in LIMITS else f"{'-':>10}"
        lines.append(f"{title:48}{figures[name]:10.1f}{limit}")
    return "\n".join(lines)


def is_within(figures: Figures) -> bool:
    return all(figures[name] <= limit for name, limit in LIMITS.items())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="berth-desktop-", ignore_cleanup_errors=True) as temporary:
        measured = measure(Path(temporary), "--quick" in sys.argv)
    print(json.dumps({"figures": measured, "table": table(measured), "is_within": is_within(measured)}))
