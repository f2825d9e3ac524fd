# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Debian 13 below a folder, with nothing but its own packages, and commands that run in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a test looks with; none of it is there for Berth.
TOOLS = ("ca-certificates", "curl", "dbus", "dbus-x11", "dex", "procps", "x11-utils", "xvfb", "xauth")
USER = "skipper"
HOME = f"/home/{USER}"
PATIENCE_SECONDS = 600

# Folders in which package managers keep their own books.
BOOKS = ("var/lib/dpkg", "var/lib/apt", "var/lib/systemd", "var/cache", "var/log", "proc", "sys", "dev", "run", "tmp", "home")


def mirror() -> str:
    """The mirror of the machine, so that a private one stays in use."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*.sources")]
    text = "\n".join(file.read_text() for file in files if file.exists())
    found = re.search(r"^(?:URIs:\s*|deb\s+(?:\[[^]]*\]\s*)?)(\S+/debian/?)(?:\s|$)", text, re.MULTILINE)
    assert found, "No mirror of Debian is among apt's sources."
    return found[1]


class CleanRoot:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def make(cls, folder: Path) -> CleanRoot:
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(TOOLS)}", "trixie", folder, mirror()]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE_SECONDS)
        root = cls(folder)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        # No service of a package starts while it is installed.
        policy = folder / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        root.run(f"useradd --create-home --shell /bin/bash {USER}")
        return root

    def run(self, script: str, *, user: str = "root", alone: bool = False) -> str:
        """What a shell script prints. Processes that it leaves end with it. alone: with a loopback address only."""
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.folder}/proc"]
        prepare = f"mount -t devpts -o newinstance,ptmxmode=0666 devpts {self.folder}/dev/pts"
        prepare += f" && mount --bind {self.folder}/dev/pts/ptmx {self.folder}/dev/ptmx"
        if alone:
            enter.append("--net")
            prepare += " && ip link set lo up"
        enter += ["sh", "-c", f'{prepare} && exec "$@"', "sh"]
        home = "/root" if user == "root" else HOME
        inside = ["chroot", f"--userspec={user}:{user}", self.folder, "/usr/bin/env", "-i", "-C", home, f"HOME={home}"]
        words = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        shell = ["/bin/bash", "-euo", "pipefail", "-c", script]
        done = subprocess.run([*enter, *inside, *words, *shell], capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        assert done.returncode == 0, f"{script}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def install(self, package: Path) -> None:
        shutil.copy(package, self.folder / "tmp" / package.name)
        self.run(f"apt-get -q update && apt-get -q install -y --no-install-recommends /tmp/{package.name}")

    def files(self) -> set[str]:
        """All files and folders but those in which package managers keep books."""
        found = set()
        for place, folders, files in os.walk(self.folder):
            here = Path(place).relative_to(self.folder)
            folders[:] = [name for name in folders if str(here / name) not in BOOKS and name != "__pycache__"]
            found |= {str(here / name) for name in (*folders, *files)}
        return found

    @contextmanager
    def home(self) -> Iterator[Path]:
        """The user's home, empty before and after."""
        place = self.folder / HOME[1:]
        try:
            yield place
        finally:
            for left in (".local", ".config", ".cache"):
                shutil.rmtree(place / left, ignore_errors=True)
