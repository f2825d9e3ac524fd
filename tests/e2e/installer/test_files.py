# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What desktops, package managers and readers of manuals are given is what they expect."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

LINUX = ROOT / "installer/linux"
BUILT = ROOT / "build/release"


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_desktop_entry_is_valid() -> None:
    assert run("desktop-file-validate", LINUX / "dev.berth.Berth.desktop") == ""


def test_the_metainfo_is_valid() -> None:
    run("appstreamcli", "validate", "--no-net", BUILT / "installer/dev.berth.Berth.metainfo.xml")


def test_every_file_has_the_name_that_the_program_gives_itself() -> None:
    source = (ROOT / "app/desktop/main.cpp").read_text()
    name = re.search(r'setDesktopFileName\("([^"]+)"\)', source)[1]
    for file in (f"{name}.desktop", f"{name}.metainfo.xml", f"{name}.svg", f"{name}-symbolic.svg"):
        assert (LINUX / file).exists()
    assert f"\nIcon={name}\n" in (LINUX / f"{name}.desktop").read_text()


@pytest.mark.parametrize("text", ["berth-workspaced.1"])
def test_a_manual_page_has_no_mistakes(text: str) -> None:
    assert run("groff", "-man", "-ww", "-z", ROOT / "installer/man" / text) == ""


def test_the_service_starts_what_there_is() -> None:
    """An option of the unit that berthd does not know would end it at once, on every machine."""
    unit = (LINUX / "berthd.service").read_text()
    words = re.search(r"^ExecStart=/usr/bin/berthd (.*)$", unit, re.MULTILINE)[1].split()
    help_text = run(BUILT / "bin/berthd", "--help")
    assert all(re.search(rf"^ +{re.escape(word)}\b", help_text, re.MULTILINE) for word in words)


@pytest.mark.parametrize("program", ["berthd", "berth-workspaced"])
def test_the_server_needs_no_graphics(program: str) -> None:
    libraries = subprocess.run(["ldd", BUILT / "bin" / program], capture_output=True, text=True).stdout
    assert not re.search(r"libQt6(Gui|Widgets|Svg)|libX11|libwayland|libGL", libraries)
