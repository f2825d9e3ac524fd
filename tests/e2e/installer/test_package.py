# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The package in a Debian that knows nothing of Berth: installed, started, upgraded, removed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clean_root import USER, CleanRoot

pytestmark = pytest.mark.long

# eventually COMMAND: waits until a command succeeds, for a minute at most.
EVENTUALLY = """
eventually() { for try in $(seq 300); do if "$@" >/dev/null 2>&1; then return; fi; sleep 0.2; done; echo "never: $*" >&2; return 1; }
data=$HOME/.local/share/berth
health() { url=$(grep -o 'http://[^"]*' "$data/server.json") && curl -fsS "$url/health"; }
"""


@pytest.fixture
def installed(root: CleanRoot, package: Path) -> Iterator[CleanRoot]:
    root.install(package)
    with root.home():
        yield root
    root.run("apt-get -q purge -y berth")


def older(package: Path, folder: Path) -> Path:
    """The same package as if it had been made before."""
    content = folder / "content"
    subprocess.run(["dpkg-deb", "-R", package, content], check=True)
    control = content / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", "Version: 0.0.1", control.read_text()))
    made = folder / "berth_0.0.1_older.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", content, made], check=True, stdout=subprocess.DEVNULL)
    return made


def test_nothing_is_left_when_it_is_removed(root: CleanRoot, package: Path) -> None:
    before = root.files()
    root.install(package)
    assert root.files() - before
    root.run("apt-get -q purge -y berth && apt-get -q autoremove --purge -y")
    assert root.files() - before == set()
    assert before - root.files() == set()


def test_the_window_opens_from_the_desktop_entry(installed: CleanRoot) -> None:
    story = EVENTUALLY + """
    export XDG_RUNTIME_DIR=$HOME DISPLAY=:7
    Xvfb :7 -screen 0 1280x800x24 >/dev/null 2>&1 &
    eventually xdpyinfo
    dbus-run-session -- sh -c 'dex /usr/share/applications/dev.berth.Berth.desktop; exec sleep 300' >"$HOME/berth.log" 2>&1 &
    eventually sh -c 'xwininfo -root -tree | grep -q "\\"Berth"' || { cat "$HOME/berth.log"; xwininfo -root -tree; exit 1; }
    eventually health || { cat "$HOME/berth.log"; ls -la "$data"; exit 1; }
    health
    pkill -TERM -x berth
    eventually sh -c '! pgrep -x berth'
    """
    assert '"status"' in installed.run(story, user=USER, alone=True)


def test_the_server_starts_by_the_command_of_its_unit(installed: CleanRoot) -> None:
    unit = (installed.folder / "usr/lib/systemd/user/berthd.service").read_text()
    command = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1]
    story = EVENTUALLY + f"""
    {command} >"$HOME/berthd.log" 2>&1 &
    eventually health || {{ cat "$HOME/berthd.log"; exit 1; }}
    health
    kill -TERM $!
    wait $!
    """
    assert '"status"' in installed.run(story, user=USER, alone=True)


def test_the_demo_needs_nothing_else(installed: CleanRoot) -> None:
    story = EVENTUALLY + """
    berthd demo --port 0 --runtime local >"$HOME/demo.log" 2>&1 &
    eventually grep -q "http://127.0.0.1" "$HOME/demo.log" || { cat "$HOME/demo.log"; exit 1; }
    kill -TERM $!
    wait $! || true
    cat "$HOME/demo.log"
    """
    assert "This was the offline demo" in installed.run(story, user=USER, alone=True)


def test_an_upgrade_keeps_the_data(root: CleanRoot, package: Path, tmp_path: Path) -> None:
    start = EVENTUALLY + """
    start() { berthd serve --port 0 >>"$HOME/berthd.log" 2>&1 & server=$!; eventually health || { cat "$HOME/berthd.log"; exit 1; }; }
    end() { kill -TERM $server; wait $server; }
    """
    root.install(older(package, tmp_path))
    with root.home():
        key = root.run(start + "start; berthd key create --name kept; end", user=USER, alone=True)
        root.install(package)
        version = root.run("dpkg-query -W -f '${Version}' berth")
        kept = root.run(start + "start; berthd key list; end", user=USER, alone=True)
    root.run("apt-get -q purge -y berth")
    assert version != "0.0.1" and key and "kept" in kept


def test_manual_pages_can_be_read(installed: CleanRoot) -> None:
    pages = {path.name for path in (installed.folder / "usr/share/man/man1").glob("berth*")}
    assert pages == {"berth.1.gz", "berthd.1.gz", "berth-workspaced.1.gz"} or pages == {
        "berth.1", "berthd.1", "berth-workspaced.1"}
