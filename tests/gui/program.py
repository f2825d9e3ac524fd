# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`berth` as a person starts it, and its server as another program sees it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

from llm_peer import LlmPeer, Script
from patience import PATIENCE, eventually
from target import berthd_path

KEY = "sk-window-canary"


class Home:
    """Where a person's files and settings are, and the server that works for them."""

    def __init__(self, folder: Path, display: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.data = folder / "data"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BERTH_", "OH_", "LLM_", "QT_"))}
        self.environment = kept | {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "share"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "LANG": "C.UTF-8",
            "DISPLAY": display,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }

    def remember(self, **settings: str) -> None:
        """What the window kept when it was last there."""
        self.window_settings.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        self.window_settings.write_text("[General]\n" + "".join(lines))

    @property
    def window_settings(self) -> Path:
        return self.folder / "config" / "berth" / "window.ini"

    def announced(self) -> dict[str, Any]:
        path = self.data / "server.json"
        eventually(path.exists, "the server listens")
        told: dict[str, Any] = json.loads(path.read_text())
        return told

    def call(self, method: str, path: str, body: Any = None) -> Any:
        told = self.announced()
        key = Path(told["api_key_file"]).read_text().strip()
        request = urllib.request.Request(told["url"] + path, method=method, headers={"Authorization": f"Bearer {key}"})
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def model(self, peer: LlmPeer, script: Script) -> dict[str, Any]:
        return {"model": f"openai/{script.model}", "base_url": peer.url, "api_key": KEY, "num_retries": 0}

    def keep_model(self, peer: LlmPeer, script: Script, name: str = "paper") -> None:
        """The model that conversations take when they name none."""
        self.call("PUT", f"/llms/{name}?default=true", self.model(peer, script))

    def converse(self, peer: LlmPeer, script: Script, **more: Any) -> str:
        """A conversation that another program has begun."""
        tools = [{"name": name} for name in ("terminal", "file_editor")]
        agent = {"llm": self.model(peer, script) | {"usage_id": "agent"}, "tools": tools}
        made: dict[str, Any] = self.call("POST", "/conversations", {"agent": agent} | more)
        identifier: str = made["id"]
        return identifier

    def state(self, conversation: str) -> str:
        told: str = self.call("GET", f"/conversations/{conversation}")["state"]
        return told

    def becomes(self, conversation: str, state: str) -> None:
        eventually(lambda: self.state(conversation) == state, f"{conversation} is {state}")


class Berth:
    """One process of the program."""

    def __init__(self, home: Home, *options: str) -> None:
        self.home = home
        command = [str(berthd_path().with_name("berth")), "--data-dir", str(home.data), "--port", "0",
                   "--runtime", "local", *options]
        self._log = (home.folder / "berth.log").open("ab")
        self.process = subprocess.Popen(command, env=home.environment, stdout=self._log, stderr=self._log)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait(self) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(timeout=PATIENCE)

    def stop(self) -> None:
        """As the end of a session does."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise
        self._log.close()
