# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watchers: the memory of the server, the lines that it logs, and a client that must notice nothing."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from target import Server, eventually, is_sanitized
from wire import Wire, request

MEBIBYTE = 1 << 20


def resident(server: Server) -> int:
    """Bytes of the server in memory."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.M)
    assert found, "the server has no memory"
    return int(found[1]) * 1024


def descriptors(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def log_size(server: Server) -> tuple[int, int]:
    """Lines and bytes."""
    text = server.log_path.read_bytes()
    return text.count(b"\n"), len(text)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def report_of(seconds: list[float]) -> str:
    shares = [percentile(seconds, share) * 1000 for share in (0.5, 0.95, 0.99, 1)]
    return "{} times, median {:.2f} ms, p95 {:.2f} ms, p99 {:.2f} ms, worst {:.1f} ms".format(len(seconds), *shares)


class Repeating:
    """Does one thing over and over in a thread of its own while a block runs."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.fault: Exception | None = None

    def once(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._thread.join(30)

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                self.once()
                self._over.wait(self._pause)
        except Exception as fault:
            self.fault = fault


class Bystander(Repeating):
    """A client on one kept connection that asks /health and measures how long it waits."""

    def __init__(self, server: Server, pause: float = 0.01) -> None:
        super().__init__(pause)
        self._wire = Wire(server, patience=20)
        self._request = request(server, "GET", "/health")
        self.seconds: list[float] = []

    def once(self) -> None:
        started = time.perf_counter()
        self._wire.send(self._request)
        answer = self._wire.answer()
        self.seconds.append(time.perf_counter() - started)
        assert answer.status == 200

    def check(self, worst: float, since: int = 0) -> None:
        """No answer took longer; the last of them was asked for after this call."""
        asked = len(self.seconds)
        eventually(lambda: self.fault is not None or len(self.seconds) >= asked + 2, 20, "/health answers")
        assert self.fault is None, f"the bystander noticed: {self.fault!r}"
        longest = max(self.seconds[since:])
        assert longest < worst, f"the bystander waited for {longest:.3f} s"

    def report(self) -> str:
        return f"/health {report_of(self.seconds)}"


class MemoryWatch(Repeating):
    """Follows the memory of the server and remembers its peak."""

    def __init__(self, server: Server, pause: float = 0.02) -> None:
        super().__init__(pause)
        self._server = server
        self.before = self.peak = resident(server)

    def once(self) -> None:
        self.peak = max(self.peak, resident(self._server))

    def check(self, peak: int, after: int) -> None:
        """Bytes above the beginning that were used meanwhile, and that may stay for good."""
        if is_sanitized():
            return
        assert self.peak - self.before < peak, f"the peak was {self.report()}"
        eventually(lambda: resident(self._server) - self.before < after, 20,
                   f"memory is given back ({self.report()})")

    def report(self) -> str:
        now = resident(self._server)
        return (f"{self.before / MEBIBYTE:.1f} MiB before, {self.peak / MEBIBYTE:.1f} at the peak, "
                f"{now / MEBIBYTE:.1f} after")


class LogWatch:
    """Counts what the server logs from here on."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.lines, self.bytes = log_size(server)

    def check(self, lines: int) -> None:
        now, size = log_size(self._server)
        assert now - self.lines <= lines, f"{now - self.lines} lines were logged, not {lines}"
        assert size - self.bytes <= lines * 1024, f"{size - self.bytes} bytes were logged"
