#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the whole tree against the architecture; prints each finding as file:line: message."""

import sys
from pathlib import Path

import rooms
import words

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    findings = rooms.check(ROOT) + words.check(ROOT)
    for finding in findings:
        print(finding)
    print(f"architecture: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
