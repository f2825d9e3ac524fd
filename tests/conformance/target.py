# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server under test: Berth, or the Python reference that shows the tests are right."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

REPOSITORY = Path(__file__).resolve().parents[2]
LISTENING = "berth: listening on "
START_SECONDS = 60.0
STOP_SECONDS = 5.0


def eventually(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Waits until the condition holds, and says what was missing when it never does."""
    tick = threading.Event()
    for _ in range(max(1, int(seconds / 0.02))):
        if condition():
            return
        tick.wait(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server process on one data directory; it can be stopped, killed and started again."""

    def __init__(self, data_dir: Path, *options: str) -> None:
        self.data_dir = data_dir
        self.options = options  # words of Berth's command line
        self.log_path = data_dir.parent / f"{data_dir.name}.log"
        self.environment: dict[str, str] = {}  # added to what the server sees
        self.url = ""
        self.api_key = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the server has not been started"
        return self._process

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._log = self.log_path.open("ab")
        try:
            self._launch()
        except BaseException:
            if self.running:
                self.kill()
            raise

    def stop(self) -> None:
        """Asks the server to end, and insists that it ends well and soon."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=self._patience())
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not end within {self._patience()} s of SIGTERM")
        self._close_log()
        self._check_exit_code(code)

    def kill(self) -> None:
        """Takes the process away without a word, as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=10)
        self._close_log()

    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def _spawn(self, command: list[str], environment: dict[str, str], output: int | IO[bytes]) -> None:
        self._process = subprocess.Popen(
            command, stdout=output, stderr=self._log, env=environment | self.environment, cwd=self.data_dir
        )

    def _close_log(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None

    def _launch(self) -> None:
        raise NotImplementedError

    def _patience(self) -> float:
        raise NotImplementedError

    def _check_exit_code(self, code: int) -> None:
        raise NotImplementedError


def runtime_options() -> list[str]:
    """Where agents work: on this machine, or in containers of the engine that CONFORMANCE_ENGINE names.

    Tests look at files from outside, so the containers share the folder that they work in.
    """
    engine = os.environ.get("CONFORMANCE_ENGINE")
    if engine is None:
        return ["--runtime", "local"]
    shared = os.environ["CONFORMANCE_SHARED"]
    return ["--runtime", "docker", "--docker-host", engine, "--share-folder", shared]


class BerthServer(Server):
    """`berthd serve` on any free port; the port and the key are learned as a user would."""

    def _launch(self) -> None:
        command = [
            str(berthd_path()), "serve", "--port", "0",
            "--data-dir", str(self.data_dir), *runtime_options(), *self.options,
        ]
        self._spawn(command, _plain_environment(), subprocess.PIPE)
        self.url = self._announced_url()
        announced = json.loads((self.data_dir / "server.json").read_text())
        assert announced["url"] == self.url
        self._check_process(announced["pid"])
        self.api_key = Path(announced["api_key_file"]).read_text().strip()

    def _check_process(self, pid: int) -> None:
        assert pid == self.process.pid

    def _announced_url(self) -> str:
        """Reads standard output until the server says where it listens; a thread keeps the pipe empty."""
        found: list[str] = []
        listening = threading.Event()
        threading.Thread(target=self._drain, args=(found, listening), daemon=True).start()
        heard = listening.wait(START_SECONDS)
        assert heard and found, f"berthd never said that it listens:\n{self.log()[-4000:]}"
        return found[0]

    def _drain(self, found: list[str], listening: threading.Event) -> None:
        assert self.process.stdout is not None
        with self.log_path.open("ab") as log:
            for raw in self.process.stdout:
                log.write(raw)
                line = raw.decode(errors="replace").strip()
                if line.startswith(LISTENING):
                    found.append(line.removeprefix(LISTENING))
                    listening.set()
        listening.set()

    def _patience(self) -> float:
        return STOP_SECONDS

    def _check_exit_code(self, code: int) -> None:
        assert code == 0, f"berthd ended with {code}:\n{self.log()[-4000:]}"


class ReferenceServer(Server):
    """The Python agent server from the packages that the tests run with.

    REFERENCE_PYTHON names another interpreter, to serve one version to the client of another.
    """

    def _launch(self) -> None:
        self.api_key = self.api_key or secrets.token_urlsafe(24)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [
            os.environ.get("REFERENCE_PYTHON", sys.executable), "-m", "openhands.agent_server",
            "--host", "127.0.0.1", "--port", str(port),
        ]
        assert self._log is not None
        self._spawn(command, self._environment(), self._log)
        eventually(self._answers, START_SECONDS, "the reference server answers /ready")

    def _environment(self) -> dict[str, str]:
        data = self.data_dir
        return _plain_environment() | {
            "OH_SESSION_API_KEYS_0": self.api_key,
            "OH_SECRET_KEY": f"seal-{self.api_key}",
            "OH_CONVERSATIONS_PATH": str(data / "conversations"),
            "OH_BASH_EVENTS_DIR": str(data / "bash_events"),
            "OH_WORKSPACE_PATH": str(data / "project"),
            "OH_PERSISTENCE_DIR": str(data / "settings"),
            "OH_ENABLE_VSCODE": "false",
            "OH_PRELOAD_TOOLS": "false",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LOG_JSON": "true",  # what it draws around a traceback otherwise takes seconds
            "OPENHANDS_SUPPRESS_BANNER": "1",
            "HOME": str(data),
            "PATH": f"{self._without_tmux()}:{os.environ['PATH']}",
            "INPUTRC": str(self._quiet_readline()),
        }

    def _without_tmux(self) -> Path:
        """A directory with a tmux that refuses.

        With tmux the reference kills a command that timed out as soon as the next one comes, against
        what it tells the model; without tmux it keeps the command and takes input for it.
        """
        directory = self.data_dir / "path"
        directory.mkdir(exist_ok=True)
        tmux = directory / "tmux"
        tmux.write_text("#!/bin/sh\nexit 1\n")
        tmux.chmod(0o755)
        return directory

    def _quiet_readline(self) -> Path:
        """Without tmux the reference leaves the marks of bracketed paste in the outputs."""
        inputrc = self.data_dir / "inputrc"
        inputrc.write_text("set enable-bracketed-paste off\n")
        return inputrc

    def _answers(self) -> bool:
        assert self.running, f"the reference server ended:\n{self.log()[-4000:]}"
        try:
            with urllib.request.urlopen(f"{self.url}/ready", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _patience(self) -> float:
        return 30.0

    def _check_exit_code(self, code: int) -> None:
        assert code in (0, -signal.SIGTERM), f"the reference server ended with {code}"


def target_name() -> str:
    name = os.environ.get("CONFORMANCE_TARGET", "berth")
    assert name in ("berth", "reference"), f"CONFORMANCE_TARGET is {name!r}"
    return name


def make_server(data_dir: Path, *options: str) -> Server:
    if target_name() == "berth":
        return BerthServer(data_dir, *options)
    return ReferenceServer(data_dir, *options)


def berthd_path() -> Path:
    path = Path(os.environ.get("BERTHD", REPOSITORY / "build/release/bin/berthd"))
    assert path.exists(), f"there is no {path}: build it, or set BERTHD"
    return path.resolve()


def is_sanitized() -> bool:
    """Whether the server was built to find faults; then its memory and its speed say nothing."""
    return b"__asan_init" in berthd_path().read_bytes()


def _plain_environment() -> dict[str, str]:
    """This environment without what would change the server under test: keys, and the keychain."""
    prefixes = ("BERTH_", "OH_", "SESSION_API_KEY", "OPENAI_", "LLM_", "DBUS_SESSION_BUS_ADDRESS")
    return {k: v for k, v in os.environ.items() if not k.startswith(prefixes)}
