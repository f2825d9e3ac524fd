# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that may stand nowhere in the repository, and the two licence lines that must.

The patterns are written so that they do not match themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from findings import Finding, numbered_lines, project_files

# Pattern, what to say, and where it holds (a prefix of the path, "" for everywhere).
FORBIDDEN = [
    (re.compile(r"(?<![\w.~-])/(?:wor[k]|far[m])/"), "a path of one machine", ""),
    (re.compile(r"\.librar[y]/"), "a path of one machine", ""),
    (re.compile(r"\b(?:TOD[O]|XX[X]|HAC[K])\b"), "unfinished work; finish it", ""),
    (re.compile(r"\bFIXM[E]\b(?!: #\d)"), "unfinished work without the number of an issue", ""),
    (re.compile(r"\b(?:pkg\.de[v]|artifactregistr[y]|artifact-registr[y]|nexu[s]-repository)\b"),
     "a host of one machine's registry", ""),
    (re.compile(r"\b[Ff]or no[w]\b|\bnot implemented ye[t]\b|\bstu[b](?:bed)?\b"),
     "words of unfinished work", "server/"),
    (re.compile(r"\b[Ff]or no[w]\b|\bnot implemented ye[t]\b|\bstu[b](?:bed)?\b"),
     "words of unfinished work", "app/"),
    (re.compile(r"\bQSKI[P]\(|\bpytest\.ski[p]\b|\bmark\.(?:ski[p]|xfai[l])"), "a test that is left out", "tests/"),
    (re.compile(r"\bQTest::qWai[t]\(|\bQThread::(?:m|u)?slee[p]\(|\busleep\(|\btime\.slee[p]\("),
     "a sleep; wait for a condition with a deadline", "tests/"),
]

LICENCE_LINES = ("SPDX-FileCopyrightText: The Berth authors", "SPDX-License-Identifier: GPL-3.0-or-later")
LICENSED_SUFFIXES = {".h", ".cpp", ".py", ".sh", ".cmake", ".sql"}
LICENSED_NAMES = {"CMakeLists.txt", "dev", "run", "install", "build", "test", "lint", "package"}
UNCHECKED = ("LICENSE", "LICENSES/")


def check(root: Path) -> list[Finding]:
    findings: list[Finding] = []
    for name in project_files(root):
        if name.as_posix().startswith(UNCHECKED):
            continue
        findings += check_words(root, name)
        findings += check_licence(root, name)
    return findings


def check_words(root: Path, name: Path) -> Iterator[Finding]:
    rules = [rule for rule in FORBIDDEN if name.as_posix().startswith(rule[2])]
    for line, text in numbered_lines(root / name):
        for pattern, message, _ in rules:
            found = pattern.search(text)
            if found:
                yield Finding(name, line, f"{message}: '{found[0]}'")


def check_licence(root: Path, name: Path) -> Iterator[Finding]:
    if name.suffix not in LICENSED_SUFFIXES and name.name not in LICENSED_NAMES:
        return
    head = "\n".join(text for line, text in numbered_lines(root / name) if line <= 5)
    for wanted in LICENCE_LINES:
        if head and wanted not in head:
            yield Finding(name, 1, f"the first lines do not say '{wanted}'")
