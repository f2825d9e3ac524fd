# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether one user's requests slow another's: the time of a quiet user's answers, alone and beside 200 requests a second.

    fairness.py URL KEY    asks for ever as the busy user does, in a process of its own
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from target import BerthServer

type Figures = dict[str, float | None]

BUSY_RATE, BUSY_CONNECTIONS = 200, 4  # requests a second, over so many connections
QUIET_PAUSE = 0.01  # seconds between two of the quiet user's requests
# Most of what programs ask reads; one request in ten writes.
BUSY_REQUESTS = [("GET", "/conversations"), ("GET", "/workspaces"), ("GET", "/keys"), ("GET", "/llms"),
                 ("GET", "/api/conversations/search")] * 2
BUSY_REQUESTS[-1] = ("PUT", "/llms/busy")
QUIET_REQUEST = ("GET", "/conversations")


class Asker:
    """One connection that is kept."""

    def __init__(self, url: str, key: str) -> None:
        address = urlsplit(url)
        assert address.hostname is not None
        self._connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        text = None if body is None else json.dumps(body)
        self._connection.request(method, path, text, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status < 300, f"{method} {path}: {answer.status} {content[:200]!r}"
        read: dict[str, object] = json.loads(content)
        return read


def be_busy(url: str, key: str) -> None:
    def ask_for_ever(first: int) -> None:
        asker, due, number = Asker(url, key), time.monotonic(), first
        pause = threading.Event()
        while True:
            method, path = BUSY_REQUESTS[number % len(BUSY_REQUESTS)]
            asker.ask(method, path, {"model": "openai/busy"} if method == "PUT" else None)
            number += 1
            due += BUSY_CONNECTIONS / BUSY_RATE
            pause.wait(max(0.0, due - time.monotonic()))

    threads = [threading.Thread(target=ask_for_ever, args=(number,)) for number in range(BUSY_CONNECTIONS)]
    for thread in threads:
        thread.start()
    print("busy", flush=True)


@contextmanager
def busy(url: str, key: str) -> Iterator[None]:
    command = [sys.executable, __file__, url, key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == "busy\n"
            yield
            assert process.poll() is None, "the busy user gave up"
        finally:
            process.kill()


def p95(url: str, key: str, requests: int) -> float:
    """Milliseconds that 95 of 100 answers do not take longer than."""
    asker, pause = Asker(url, key), threading.Event()
    times = []
    for _ in range(requests):
        started = time.perf_counter()
        asker.ask(*QUIET_REQUEST)
        times.append(1000 * (time.perf_counter() - started))
        pause.wait(QUIET_PAUSE)
    return statistics.quantiles(times, n=20)[-1]


def key_of(server: BerthServer, user: str) -> str:
    admin = Asker(server.url, server.api_key)
    admin.ask("POST", "/users", {"id": user, "name": user})
    made = admin.ask("POST", "/keys", {"name": user, "user_id": user, "scopes": ["write"]})
    return str(made["key"])


def measure(folder: Path, quick: bool) -> Figures:
    server = BerthServer(folder / "fairness" / "data")
    server.start()
    try:
        loud, quiet = key_of(server, "loud"), key_of(server, "quiet")
        requests = 200 if quick else 1000
        p95(server.url, quiet, 50)
        alone = p95(server.url, quiet, requests)
        with busy(server.url, loud):
            beside = p95(server.url, quiet, requests)
    finally:
        server.stop()
    return {"alone": alone, "beside": beside}


def table(figures: Figures) -> str:
    alone, beside = figures["alone"], figures["beside"]
    assert alone and beside
    title = f"p95 of a quiet user's requests, alone and beside {BUSY_RATE}/s of another, ms"
    return f"{title}\n{'':48}{alone:10.2f}{beside:10.2f}{beside / alone:9.2f} times"


if __name__ == "__main__":
    be_busy(sys.argv[1], sys.argv[2])
