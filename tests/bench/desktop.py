# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's program: how soon its icon is there, what it holds and burns, and whether its window keeps up.

It has a desktop of its own, of the parts of the GUI tests: tests/gui/run --bench.

What the window's thread needs for a frame is judged by the time of the processor that it used for it, since by the clock a
frame also lasts for as long as other programs have the processor; the longest time by the clock is told beside it. The window is watched twice: while a real server is asked
to store and tell 2,000 events a second, of which every other one is shown (how many it came to is told), and while a peer
replays recorded events of all kinds at that rate.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bus import Bus
from footprint import idle_memory, processor_seconds
from llm_peer import LlmPeer, call, finish, say
from panel import Panel
from patience import eventually
from program import Berth, Home
from replay import Recording, Replay
from session import Display
from target import BerthServer, berthd_path

type Figures = dict[str, float]

RATE = 2000
"""Events a second."""
SENDERS = 48
TEXT = "The loader reads the new file first and falls back to the old one with a warning. " * 4
EVENTS = 10_000
LONG_OUTPUT = "for n in $(seq 40); do echo \"tests/test_upload.py::test_resume_$n PASSED in 0.$n s\"; done"

LIMITS = {
    "icon": 400.0, "window": 150.0, "open": 150.0, "hidden": 80.0, "idle": 0.1, "switch": 50.0, "shown": 50.0,
    "palette": 30.0, "history": 100.0, "answered": 100.0,
    "server_p99": 16.0, "replay_p99": 16.0, "replay_longest": 16.0, "server_longest": 16.0,
    "server_away": 16.0, "replay_away": 16.0,
}
LEAST = {"server_rate": 0.98 * RATE, "replay_rate": 0.98 * RATE}
TITLES = {
    "icon": "process start to the icon in the panel, ms",
    "window": "the window after that, to its first frame, ms",
    "shown": "a conversation of 10,000 events, to the newest, ms",
    "whole": "the same, until all of them are there, ms",
    "switch": "from one conversation to another, ms",
    "palette": "an answer of the palette, ms",
    "history": "the same of all history, ms",
    "answered": "an answer to an agent, until it works again, ms",
    "open": "memory, window with 10,000 events open, MB",
    "hidden": "memory, the same window closed, MB",
    "idle": "processor while nothing happens, %",
    "server_rate": "events a second, stored and told by the server",
    "server_p99": "- window's work for a frame, p99, ms of a processor",
    "server_longest": "- the longest of them",
    "server_away": "- longest time away from the keys, ms by the clock",
    "server_busy": "- window's thread, % of a processor",
    "replay_rate": "events a second, recorded, shown one by one",
    "replay_p99": "- window's work for a frame, p99, ms of a processor",
    "replay_longest": "- the longest of them",
    "replay_away": "- longest time away from the keys, ms by the clock",
    "replay_busy": "- window's thread, % of a processor",
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


async def _send(address: tuple[str, int], request: bytes, times: list[float]) -> None:
    """One connection that makes a request at each of the times, or as soon as it can."""
    reader, writer = await asyncio.open_connection(*address)
    for due in times:
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
    writer.close()


async def _talk(address: tuple[str, int], request: bytes, count: int, rate: float) -> float:
    started = time.perf_counter()
    shares = [[started + number / rate for number in range(sender, count, SENDERS)] for sender in range(SENDERS)]
    await asyncio.gather(*(_send(address, request, share) for share in shares))
    return count / (time.perf_counter() - started)


def talk(server: BerthServer, conversation: str, count: int, rate: float) -> float:
    """Says things to a conversation whose agent does not work. Each is two events, of which one is a message.
    @return how many events a second were stored."""
    body = json.dumps({"role": "user", "content": [{"type": "text", "text": TEXT}], "run": False}).encode()
    host, port = server.url.removeprefix("http://").split(":")
    head = (f"POST /api/conversations/{conversation}/events HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"X-Session-API-Key: {server.api_key}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n")
    return 2 * asyncio.run(_talk((host, int(port)), head.encode() + body, count // 2, rate / 2))


def rows_of(home: Home, conversation: str) -> int:
    answer: dict[str, Any] = home.call("GET", f"/conversations/{conversation}")
    return int(answer["seq"]) + 1


def work(home: Home, peer: LlmPeer, title: str) -> str:
    """What an agent does in a while, of every kind."""
    turns = [say(f"## What I found\n\nThe *retry* begins **before** the file is flushed:\n\n1. {TEXT}\n2. `close()`\n")]
    for number in range(12):
        path = str(home.folder / f"notes-{number}.py")
        lines = "".join(f"value_{line} = compute({line})\n" for line in range(60))
        turns += [
            call("think", thought=TEXT), call("terminal", command=LONG_OUTPUT),
            call("file_editor", command="create", path=path, file_text=lines),
            call("file_editor", command="str_replace", path=path, old_str="value_7 = compute(7)",
                 new_str="value_7 = compute_once(7, retries=2)"),
            call("terminal", command="ls /nowhere"),
        ]
    script = peer.play(*turns[1:], *turns[:1], finish(TEXT))
    tools = [{"name": "terminal"}, {"name": "file_editor"}]
    agent = {"llm": home.model(peer, script) | {"usage_id": "agent"}, "tools": tools}
    made = home.call("POST", "/conversations", {"agent": agent, "title": title, "message": "Begin."})
    home.becomes(made["id"], "finished")
    return str(made["id"])


def fill(home: Home, server: BerthServer, peer: LlmPeer, events: int) -> str:
    conversation = work(home, peer, "Long work")
    talk(server, conversation, events, 20_000)
    eventually(lambda: rows_of(home, conversation) >= events, f"{events} events are stored")
    return conversation


def recorded(home: Home, conversation: str) -> list[dict[str, Any]]:
    """Its events that are shown, from the first."""
    path = f"/api/conversations/{conversation}/events/search?limit=100"
    events: list[dict[str, Any]] = home.call("GET", path)["items"]
    return [event for event in events
            if event["kind"] not in ("ConversationStateUpdateEvent", "SystemPromptEvent")]


class Window:
    """bench_window, which does what it is told and says how long it took."""

    def __init__(self, home: Home, url: str) -> None:
        program = berthd_path().with_name("bench_window")
        key = json.loads((home.data / "server.json").read_text())["api_key_file"]
        self._process = subprocess.Popen([str(program), url, key], env=home.environment, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.first = self.told()

    def told(self) -> Figures:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "bench_window has ended"
        figures: Figures = json.loads(line)
        return figures

    def do(self, order: str) -> Figures:
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self.told()

    def watch(self, rows: int, emit: Callable[[], float], name: str) -> Figures:
        """What the window's thread does while that brings so many rows."""
        self.do(f"watch {rows}")
        rate = emit()
        told = self.told()
        return {f"{name}_rate": rate, f"{name}_p99": told["frame_p99"], f"{name}_longest": told["frame_longest"],
                f"{name}_away": told["away"], f"{name}_busy": told["busy"]}

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)


def middle(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


def window_figures(home: Home, server: BerthServer, peer: LlmPeer, conversation: str, quick: bool) -> Figures:
    seconds = 3 if quick else 10
    others = [work(home, peer, f"Short work {number}") for number in range(2)]
    careful = home.converse(peer, peer.play(call("terminal", command="true"), finish()), title="Careful work",
                            message="Begin.", confirmation_policy={"kind": "AlwaysConfirm"})
    home.becomes(careful, "waiting_for_confirmation")
    eventually(lambda: home.call("GET", "/search?text=flushed")["complete"] is True, "the history has been read")
    window = Window(home, server.url)
    try:
        figures = {"window": window.first["window"]}
        loads = [(window.do(f"open {conversation}"), window.do(f"open {others[0]}")["shown"],
                  window.do(f"open {others[1]}")["shown"]) for _ in range(3 if quick else 9)]
        figures |= {name: middle(load[0][name] for load in loads[1:]) for name in ("shown", "whole")}
        figures["switch"] = middle(one for load in loads[1:] for one in load[1:])
        figures["palette"] = middle(window.do(f"palette {text}")["shown"] for text in ("short", "open", "theme"))
        figures["history"] = middle(window.do(f"palette # {text}")["shown"] for text in ("loader", "warning", "flushed"))
        figures["answered"] = window.do(f"allow {careful}")["answered"]
        window.do(f"open {conversation}")
        count = int(RATE * seconds)
        figures |= window.watch(count // 2, lambda: talk(server, conversation, count, RATE), "server")
    finally:
        window.close()
    replay = Replay(server.url, Recording(recorded(home, others[0])), EVENTS)
    window = Window(home, replay.url)
    try:
        window.do(f"open {conversation}")
        # An action and its answer are one row.
        figures |= window.watch(count * 2 // 5, lambda: replay.emit(count, RATE), "replay")
    finally:
        window.close()
        replay.close()
    return figures


def measure(folder: Path, quick: bool) -> Figures:
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
        server = BerthServer(home.data, "--rate-limit", "100000")
        server.start()
        stack.callback(server.stop)
        conversation = fill(home, server, peer, EVENTS)
        figures |= held(home, server, conversation, display, panel, 2 if quick else 10)
        return figures | window_figures(home, server, peer, conversation, quick)


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
        display.press("ctrl+3")

        def is_read() -> bool:
            display.press("Down")  # as soon as the page is there
            return server.log().count(f"/sockets/session/{conversation}") > streams

        eventually(is_read, "it is read")
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
    lines = [f"{'':52}{'berth':>10}{'limit':>10}"]
    for name, title in TITLES.items():
        limit = f"{LIMITS[name]:.1f}" if name in LIMITS else f"> {LEAST[name]:.0f}" if name in LEAST else "-"
        lines.append(f"{title:52}{figures[name]:10.1f}{limit:>10}")
    return "\n".join(lines)


def is_within(figures: Figures) -> bool:
    return (all(figures[name] <= limit for name, limit in LIMITS.items())
            and all(figures[name] >= least for name, least in LEAST.items()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="berth-desktop-", ignore_cleanup_errors=True) as temporary:
        measured = measure(Path(temporary), "--quick" in sys.argv)
    print(json.dumps({"figures": measured, "table": table(measured), "is_within": is_within(measured)}))
