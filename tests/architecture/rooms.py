# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of rooms, and the rule that a room includes only rooms with a lower number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from findings import Finding, numbered_lines

ROOMS = {
    "core": 0,
    "wire": 0,
    "model": 1,
    "net": 1,
    "store": 2,
    "secrets": 2,
    "docker": 2,
    "llm": 2,
    "workspace": 3,
    "mcp": 4,
    "tools": 5,
    "agent": 6,
    "conversations": 7,
    "identity": 7,
    "telemetry": 8,
    "webhooks": 8,
    "api": 9,
}

# Folders outside server/ that may not know every room, with the rooms they may know.
VIEWERS = {"ui": {"core", "model"}, "app/workspaced": {"wire"}}
WITHOUT_QT = ("server/wire", "app/workspaced")

SOURCE_SUFFIXES = {".h", ".cpp", ".hpp", ".cc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')
QT_HEADER = re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*|QCoro\w*/?.*)$")
GUI_HEADER = re.compile(
    r"^(Qt(Gui|Widgets|Svg|SvgWidgets|OpenGL|PrintSupport|Quick|Qml)(/.*)?"
    r"|Q(Gui)?Application|QWidget|QWindow|QIcon|QImage|QPixmap|QPainter|QColor|QFont|QScreen|QClipboard"
    r"|QDialog|QMainWindow|QMenu|QAction|QSystemTrayIcon|QTextDocument|QDesktopServices|QStandardItemModel)$"
)
GUI_TARGET = re.compile(r"\bQt6?::(Gui|Widgets|Svg|SvgWidgets|Quick|Qml|PrintSupport)\b")
ADD_MODULE = re.compile(r"\badd_module\(\s*(\w+)([^)]*)\)")
KEYWORDS = {"NO_QT", "DEPENDS", "LINK", "SOURCES"}


def check(root: Path) -> list[Finding]:
    findings: list[Finding] = []
    for folder in sorted((root / "server").glob("*/")):
        findings += check_room(root, folder)
    for viewer in VIEWERS:
        for source in sources_below(root / viewer):
            findings += check_includes(root, source)
    return findings


def check_room(root: Path, folder: Path) -> Iterator[Finding]:
    name = folder.relative_to(root)
    sources = sources_below(folder)
    if folder.name not in ROOMS:
        yield Finding(name, 1, f"room '{folder.name}' has no number; give it one in {Path(__file__).name}")
        return
    if any(source.suffix == ".cpp" for source in sources):
        yield from check_build(root, folder / "CMakeLists.txt")
    for source in sources:
        yield from check_includes(root, source)


def check_build(root: Path, build: Path) -> Iterator[Finding]:
    """A room is one add_module() of its own name that depends on lower rooms only."""
    name = build.relative_to(root)
    room = build.parent.name
    text = build.read_text(encoding="utf-8") if build.exists() else ""
    module = ADD_MODULE.search(text)
    if module is None or module[1] != room:
        yield Finding(name, 1, f"the room has no add_module({room} ...)")
        return
    line = text.count("\n", 0, module.start()) + 1
    for lower in dependencies(module[2]):
        if lower in ROOMS and ROOMS[lower] >= ROOMS[room]:
            yield Finding(name, line, breach(room, lower))
    for number, row in numbered_lines(build):
        if GUI_TARGET.search(row):
            yield Finding(name, number, "the server never links Gui or Widgets")


def dependencies(arguments: str) -> list[str]:
    words = arguments.split()
    if "DEPENDS" not in words:
        return []
    rest = words[words.index("DEPENDS") + 1:]
    ends = [index for index, word in enumerate(rest) if word in KEYWORDS]
    return rest[: ends[0]] if ends else rest


def check_includes(root: Path, source: Path) -> Iterator[Finding]:
    name = source.relative_to(root)
    for line, text in numbered_lines(source):
        include = INCLUDE.match(text)
        if include is None:
            continue
        complaint = complaint_about(root, source, include[1])
        if complaint:
            yield Finding(name, line, complaint)


def complaint_about(root: Path, source: Path, header: str) -> str | None:
    place = source.relative_to(root).as_posix()
    if place.startswith("server/") and GUI_HEADER.match(header):
        return f"the server never includes Gui or Widgets: {header}"
    if place.startswith(WITHOUT_QT) and QT_HEADER.match(header):
        return f"this folder is plain C++ without Qt: {header}"
    other = room_of(root, source, header)
    if other is None:
        return None
    for viewer, allowed in VIEWERS.items():
        if place.startswith(viewer + "/"):
            return None if other in allowed else f"{viewer} may not know the room {other}: {header}"
    room = place.split("/")[1]
    if other != room and ROOMS[other] >= ROOMS[room]:
        return f"{breach(room, other)}: {header}"
    return None


def room_of(root: Path, source: Path, header: str) -> str | None:
    """The room a header lies in, or None for the C++ library, Qt, other libraries and own folders."""
    if header.startswith("."):
        path = (source.parent / header).resolve()
        server = (root / "server").resolve()
        parts = path.relative_to(server).parts if path.is_relative_to(server) else ()
    else:
        parts = Path(header.removeprefix("server/")).parts
    return parts[0] if len(parts) > 1 and parts[0] in ROOMS else None


def breach(room: str, other: str) -> str:
    relation = "beside" if ROOMS[other] == ROOMS[room] else "above"
    return f"{room} ({ROOMS[room]}) may not know {other} ({ROOMS[other]}), a room {relation} it"


def sources_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in SOURCE_SUFFIXES)
