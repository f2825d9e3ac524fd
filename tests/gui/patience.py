# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long anything may take on a machine that has much else to do."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

PATIENCE = float(os.environ.get("GUI_PATIENCE", "30"))
"""Seconds. Nothing takes a tenth of them on a machine that is idle."""


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Waits until the condition holds, however long one look at it takes, and says what was missing."""
    tick = threading.Event()
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        tick.wait(0.02)
