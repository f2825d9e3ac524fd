# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process takes of the machine, as the kernel tells."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """Bytes. The proportional share is unknown to an ordinary user when the process guards its memory."""

    pss: int | None
    rss: int


def processor_seconds(pid: int) -> float:
    """What the process itself has used of a processor since it began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idle_memory(pid: int, seconds: float) -> Memory:
    """What the process and its children hold after some seconds without a request."""
    threading.Event().wait(seconds)
    each = [_memory_of(one) for one in _family(pid)]
    shares = [one.pss for one in each if one.pss is not None]
    return Memory(sum(shares) if len(shares) == len(each) else None, sum(one.rss for one in each))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [one for child in children for one in _family(int(child))]


def _memory_of(pid: int) -> Memory:
    rss = _kib(_fields(Path(f"/proc/{pid}/status"))["VmRSS"])
    try:
        return Memory(_kib(_fields(Path(f"/proc/{pid}/smaps_rollup"))["Pss"]), rss)
    except PermissionError:
        return Memory(None, rss)


def _fields(file: Path) -> dict[str, str]:
    return dict(line.split(":", 1) for line in file.read_text().splitlines() if ":" in line)


def _kib(text: str) -> int:
    return int(text.split()[0]) * 1024
