# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Docker engine of the tests' own: its data, socket and network are its own too."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from target import REPOSITORY, eventually

START_SECONDS = 60.0
CLEAR_SECONDS = 30.0


class Engine:
    def __init__(self, folder: Path, image: Path | None = None) -> None:
        """With an image of scripts/host-image, which makes one when there is none."""
        self._folder = folder
        self._image = image
        self.address = f"unix://{folder}/docker.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()
        self._import_image()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        command = [
            "unshare", "--net", "dockerd", "--data-root", str(self._folder / "data"),
            "--exec-root", str(self._folder / "exec"), "--pidfile", str(self._folder / "pid"),
            "--host", self.address, "--bridge=none", "--iptables=false", "--ip6tables=false",
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        eventually(self._answers, START_SECONDS, f"dockerd answers: {self._folder}/log")

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=30)

    def docker(self, *words: str) -> str:
        done = subprocess.run(
            ["docker", "--host", self.address, *words], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def containers(self) -> list[dict[str, str]]:
        """Every container with its state, running or not."""
        lines = self.docker("ps", "--all", "--format", "{{json .}}").splitlines()
        return [json.loads(line) for line in lines]

    def volumes(self) -> set[str]:
        return set(self.docker("volume", "ls", "--quiet").split())

    def clear(self) -> None:
        """Removes every container and volume.

        A server that is stopped while it makes a container leaves the engine still at it: the container appears after
        the list was read and holds its volumes. So the lists are read again until both are empty.
        """
        eventually(self._is_cleared, CLEAR_SECONDS, "the engine holds neither containers nor volumes")

    def _is_cleared(self) -> bool:
        for container in self.containers():
            self._remove("rm", "--force", "--volumes", container["ID"])
        for volume in self.volumes():
            self._remove("volume", "rm", volume)
        return not self.containers() and not self.volumes()

    def _remove(self, *words: str) -> None:
        subprocess.run(["docker", "--host", self.address, *words], capture_output=True, timeout=60, check=False)

    def _answers(self) -> bool:
        asked = subprocess.run(
            ["docker", "--host", self.address, "version"], capture_output=True, timeout=30, check=False
        )
        return asked.returncode == 0

    def _import_image(self) -> None:
        if self._image is not None:
            self.docker("import", str(self._image), "berth/workspace:latest")
            return
        with subprocess.Popen([REPOSITORY / "scripts" / "host-image"], stdout=subprocess.PIPE) as image:
            subprocess.run(
                ["docker", "--host", self.address, "import", "-", "berth/workspace:latest"],
                stdin=image.stdout, capture_output=True, timeout=120, check=True,
            )
