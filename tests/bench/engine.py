# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Docker engine of the bench's own: data, socket and network are its own too. It needs root and dockerd."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType

from target import REPOSITORY, eventually

IMAGE = "berth/workspace:latest"
PROGRAMS = ("dockerd", "docker", "unshare")


def missing() -> str:
    """What keeps this machine from running an engine; empty when nothing does."""
    if os.geteuid() != 0:
        return "an engine is started by root only"
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"not installed: {', '.join(absent)}" if absent else ""


class Engine:
    """Runs from `with` to its end and has the image that is copied from this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"unix://{folder}/docker.sock"

    def __enter__(self) -> Engine:
        self.folder.mkdir(parents=True)
        command = [
            "unshare", "--net", "dockerd", "--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/exec",
            "--pidfile", f"{self.folder}/pid", "--host", self.address,
            "--bridge=none", "--iptables=false", "--ip6tables=false",
        ]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            eventually(self._answers, 30, "dockerd answers")
            self._import_image()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def command(self, *words: str) -> list[str]:
        return ["docker", "--host", self.address, *words]

    def docker(self, *words: str) -> str:
        done = subprocess.run(self.command(*words), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"docker {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout.strip()

    def _answers(self) -> bool:
        return subprocess.run(self.command("version"), capture_output=True, check=False).returncode == 0

    def _import_image(self) -> None:
        archive = subprocess.Popen([REPOSITORY / "scripts" / "host-image"], stdout=subprocess.PIPE)
        subprocess.run(self.command("import", "-", IMAGE), stdin=archive.stdout, capture_output=True, check=True)
        assert archive.wait() == 0, "host-image failed"

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)
