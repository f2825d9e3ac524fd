# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Berth beside the Python server: time to start, memory at rest, time added to each agent step; then one user beside
another, workspaces in containers beside plain docker, and the desktop's program on a desktop of its own.

All run on this machine, over loopback, with the same scripted model that answers at once.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import containers
import engine
import fairness
from footprint import idle_memory
from llm_peer import LlmPeer
from measure import start_seconds, step_seconds
from target import REPOSITORY, BerthServer, ReferenceServer, Server

type Figures = dict[str, float | None]

RESULT = REPOSITORY / "build" / "bench.json"
SERVERS: dict[str, type[Server]] = {"berth": BerthServer, "python": ReferenceServer}


@dataclass(frozen=True)
class Effort:
    starts: int
    runs: int
    steps: int
    idle_seconds: float


QUICK = Effort(starts=3, runs=1, steps=20, idle_seconds=2)
FULL = Effort(starts=7, runs=3, steps=100, idle_seconds=5)


@dataclass(frozen=True)
class Row:
    """One measure: its name in the file, its title and unit in the table, and decimals to show."""

    key: str
    title: str
    unit: str
    decimals: int


ROWS = [
    Row("start", "process start to the first 200 on /health", "ms", 0),
    Row("memory_pss", "memory at rest (proportional)", "MiB", 1),
    Row("memory_rss", "memory at rest (resident)", "MiB", 1),
    Row("step", "time added to an agent step", "ms", 2),
]


def measure(kind: type[Server], effort: Effort, peer: LlmPeer, folder: Path) -> Figures:
    starts = [start_seconds(kind(folder / f"start-{number}")) for number in range(effort.starts)]
    server = kind(folder / "steps")
    server.start()
    try:
        memory = idle_memory(server.process.pid, effort.idle_seconds)
        steps = [step_seconds(server, peer, effort.steps, folder) for _ in range(effort.runs)]
    finally:
        server.stop()
    return {
        "start": 1000 * statistics.median(starts),
        "memory_pss": memory.pss / 2**20 if memory.pss is not None else None,
        "memory_rss": memory.rss / 2**20,
        "step": 1000 * statistics.median(steps),
    }


def shown(value: float | None, decimals: int, width: int) -> str:
    return f"{'-':>{width}}" if value is None else f"{value:{width}.{decimals}f}"


def table(results: dict[str, Figures]) -> str:
    lines = [f"{'':48}{'berth':>10}{'python':>10}{'ratio':>9}"]
    for row in ROWS:
        berth, python = results["berth"][row.key], results["python"][row.key]
        ratio = python / berth if berth and python else None
        title = f"{row.title}, {row.unit}"
        lines.append(
            f"{title:48}{shown(berth, row.decimals, 10)}{shown(python, row.decimals, 10)}{shown(ratio, 1, 9)}"
        )
    return "\n".join(lines)


def within(folder: Path, effort: Effort, say: Callable[[str], None]) -> dict[str, Figures]:
    peer = LlmPeer()
    results = {}
    try:
        for name, kind in SERVERS.items():
            say(f"measuring {name}")
            results[name] = measure(kind, effort, peer, folder / name)
    finally:
        peer.close()
    return results


def measure_containers(folder: Path, quick: bool, say: Callable[[str], None]) -> containers.Figures:
    """Empty, after a word about it, where nothing can be measured."""
    problem = engine.missing()
    if problem:
        say(f"workspaces in containers are not measured: {problem}")
        return {}
    try:
        return containers.measure(folder, quick, say)
    except (AssertionError, OSError, RuntimeError) as error:
        say(f"workspaces in containers cannot be measured: {error}")
        return {}


def measure_desktop(quick: bool) -> dict[str, object]:
    """In the environment of the GUI tests, which brings a screen and a panel."""
    command = [str(REPOSITORY / "tests/gui/run"), "--bench", *(["--quick"] if quick else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--only", choices=["servers", "fairness", "containers", "desktop"], help="one part of it")
    options = parser.parse_args()
    quick = options.quick
    figures: dict[str, object] = {"quick": quick}
    in_containers: containers.Figures = {}
    tables = []

    def say(text: str) -> None:
        print(text, flush=True)

    with tempfile.TemporaryDirectory(prefix="berth-bench-", ignore_cleanup_errors=True) as folder:
        if options.only in (None, "servers"):
            figures["results"] = results = within(Path(folder), QUICK if quick else FULL, say)
            tables.append(table(results))
        if options.only in (None, "fairness"):
            say("measuring one user beside another")
            figures["fairness"] = between_users = fairness.measure(Path(folder), quick)
            tables.append(fairness.table(between_users))
        if options.only in (None, "containers"):
            figures["containers"] = in_containers = measure_containers(Path(folder), quick, say)
            tables.append(containers.table(in_containers))
    on_a_desktop: dict[str, object] = {}
    if options.only in (None, "desktop"):
        say("measuring the desktop's program")
        on_a_desktop = measure_desktop(quick)
        figures["desktop"] = on_a_desktop["figures"]
        tables.append(str(on_a_desktop["table"]))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n")
    print("\n\n".join(tables))
    print(f"written to {RESULT.relative_to(REPOSITORY)}")
    if options.only in (None, "containers") and not containers.is_whole(in_containers):
        sys.exit(1)
    if on_a_desktop and not on_a_desktop["is_within"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
