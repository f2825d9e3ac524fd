# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an explained difference is; the table of all of them is in explained.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from differ.compare import Difference


@dataclass(frozen=True)
class Explained:
    """Where a difference is expected, and why. A star in a scenario or path stands for anything.

    An entry that explains nothing any more has to go, except `sometimes`: that depends on the
    moment.
    """

    scenario: str
    path: str
    reason: str
    sometimes: bool = False

    def __str__(self) -> str:
        return f"{self.scenario} :: {self.path} ({self.reason})"

    def covers(self, found: Difference) -> bool:
        return matches(self.scenario, found.scenario) and matches(self.path, found.path)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    return _pattern(pattern).fullmatch(text) is not None


def because(reason: str, *places: str, sometimes: bool = False) -> list[Explained]:
    """One reason for several places, each "scenario :: path"."""
    return [Explained(*place.split(" :: "), reason, sometimes) for place in places]
