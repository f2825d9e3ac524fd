# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process of its own that asks /health over and over, so that the work of the test is not measured with it.

    probe.py HOST PORT     until its standard input ends; then it prints its times in seconds, as JSON
"""

from __future__ import annotations

import json
import select
import socket
import sys
import time

PAUSE = 0.005
REQUEST = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def main(host: str, port: int) -> None:
    seconds: list[float] = []
    with socket.create_connection((host, port), timeout=30) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while not select.select([sys.stdin], [], [], PAUSE)[0]:
            started = time.perf_counter()
            client.sendall(REQUEST)
            answer = client.recv(4096)
            seconds.append(time.perf_counter() - started)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"/health answered {answer[:200]!r}")
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
