# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page: the real window on a real server whose agents follow a script.

    tests/gui/run --pictures [FOLDER]

They are named page-language-theme-width.png and lie in build/screenshots, beside index.html, which shows them all.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bus import Bus
from llm_peer import Call, LlmPeer, Turn, call, calls, fail, finish, say
from panel import Panel
from patience import eventually
from program import Berth, Home
from screen import Screen
from session import Display, Keyring
from target import REPOSITORY, BerthServer

FOLDER = REPOSITORY / "build" / "screenshots"
STILL = 0.25
"""Seconds without a change after which a picture is whole."""

# What a person could have at home; each plays one conversation.
MODELS = ["gpt-oss-120b", "glm-4.6", "devstral-2", "llama-4", "kimi-k2", "qwen3-coder"]

PLAN = [
    {"title": "Reproduce the failure", "notes": "", "status": "done"},
    {"title": "Find the race between retry and close", "notes": "", "status": "done"},
    {"title": "Fix it, and run the test 20 times", "notes": "", "status": "in_progress"},
    {"title": "Push the branch", "notes": "", "status": "todo"},
]
SESSION = """import asyncio


class Session:
    async def close(self):
        if not self._done:
            self._handle.close()
        self._done = True
"""
# Fails at first, as the story wants it.
PYTEST = """#!/bin/sh
if [ -e .tried ]; then
    echo '....................   [100%]'
    echo '20 passed in 41.12s'
    exit
fi
touch .tried
echo 'FAILED tests/test_upload.py::test_resume[7-20]'
echo 'E   AssertionError: 524288 != 1048576'
echo '4 failed, 16 passed in 13.90s'
exit 1
"""
MENDED = """        async with self._lock:
            await self._flush()
            self._handle.close()
"""


@dataclass(frozen=True)
class Look:
    language: str
    theme: str
    size: tuple[int, int]

    def name(self, page: str) -> str:
        return f"{page}-{self.language}-{self.theme}-{self.size[0]}.png"


LOOKS = [
    Look(language, theme, size)
    for language in ("en", "pseudo")
    for theme in ("light", "dark")
    for size in ((1280, 800), (800, 600))
]
THEMES = {"light": 1, "dark": 2}
# The fonts of the design, whatever else is installed.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <match target="pattern">
    <test name="family"><string>monospace</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>JetBrains Mono</string></edit>
  </match>
  <match target="pattern">
    <test name="family" compare="not_eq"><string>JetBrains Mono</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
  </match>
</fontconfig>
"""

PAGES = {
    "home": "ctrl+1", "inbox": "ctrl+2", "workspaces": "ctrl+4", "logs": "ctrl+5", "metrics": "ctrl+6",
    "alerts": "ctrl+7", "keys": "ctrl+8", "settings": "ctrl+comma",
}


def fill(home: Home, peer: LlmPeer, held: threading.Event) -> str:
    """Conversations in every state; the answer is the one that waits for a person."""
    project = home.folder / "upload"
    project.mkdir()
    (project / "session.py").write_text(SESSION)
    (project / "pytest").write_text(PYTEST)
    (project / "pytest").chmod(0o755)
    test = call("terminal", command="./pytest -q tests/test_upload.py --count 20", security_risk="LOW")

    names = iter(MODELS)

    def ask(title: str, text: str, *turns: Turn, policy: str = "NeverConfirm") -> str:
        model = home.model(peer, peer.play(*turns, model=next(names)))
        tools = [{"name": name} for name in ("terminal", "file_editor", "task_tracker")]
        agent = {"llm": model | {"usage_id": "agent", "stream": True}, "tools": tools}
        body = {"agent": agent, "title": title, "message": text, "directory": str(project),
                "confirmation_policy": {"kind": policy}}
        identifier: str = home.call("POST", "/conversations", body)["id"]
        return identifier

    explained = ask(
        "Explain scheduler latency", "Why does the scheduler wait?", call("terminal", command="uname -s"),
        finish("It waits for the disk: the queue is full for 40 ms of each 200."),
    )
    home.becomes(explained, "finished")
    failed = ask("Nightly dependency audit", "Look for old packages.", fail(401, "invalid key"))
    home.becomes(failed, "error")
    for title in ("Tidy the changelog", "Write release notes for 2.4"):
        home.becomes(ask(title, "Please.", finish("Done.")), "finished")
    working = ask(
        "Migrate settings to TOML", "Read settings from TOML, and keep the old file working.",
        calls(Call("terminal", {"command": "ls -1"}), text="I look at what is there first."),
        Turn(text="The loader reads TOML first.", gate=held),
    )
    home.becomes(working, "running")
    return ask(
        "Fix flaky upload test",
        "The upload test fails about one time in five on CI. Find out why, fix it and push to my branch.",
        calls(Call("task_tracker", {"command": "plan", "task_list": PLAN, "security_risk": "LOW"}),
              text="I plan the work before I change anything."),
        test,
        call("file_editor", command="str_replace", path=str(project / "session.py"), security_risk="LOW",
             old_str="        if not self._done:\n            self._handle.close()\n", new_str=MENDED),
        test,
        calls(Call("terminal", {"command": "git push --force-with-lease origin fix/upload-race",
                                "security_risk": "HIGH"}),
              text="The test failed because close() returned before the last chunk was on disk. "
                   "It now waits for the writer. Twenty runs in a row pass."),
        policy="ConfirmRisky",
    )


class Camera:
    """The window in one look after another."""

    def __init__(self, display: Display, screen: Screen, home: Home, folder: Path) -> None:
        self._display = display
        self._screen = screen
        self._home = home
        self._folder = folder
        self.taken: list[str] = []

    def take(self, look: Look) -> None:
        self._dress(look)
        program = Berth(self._home)
        self._screen.watch(program.pid)
        try:
            self._screen.wait(lambda one: one.role == "list item" and " 1 " in one.name, "the server has told what waits")
            self._screen.wait_for_title("")
            self._display.resize_active_window(*look.size)
            self._display.hide_pointer()
            for page in self._pages():
                self._keep(look.name(page), look)
        finally:
            program.stop()

    def _pages(self) -> Iterator[str]:
        """Goes to each page, and says its name when it is there."""
        for page, keys in PAGES.items():
            self._display.press(keys)
            yield page
        self._display.press("ctrl+shift+a")
        yield "question"
        self._display.press("ctrl+3", "Down")
        yield "conversation"
        self._display.press("ctrl+n")
        yield "new-conversation"
        self._display.press("Escape", "ctrl+k")
        self._display.type("se")
        yield "palette"
        self._display.press("Escape")

    def _dress(self, look: Look) -> None:
        self._home.remember(look=str(THEMES[look.theme]), language=look.language, set_up="true")

    def _keep(self, name: str, look: Look) -> None:
        """Once the window stands still."""
        last, since = b"", time.monotonic()
        tick = threading.Event()
        deadline = since + 5
        while time.monotonic() < deadline:
            seen = self._display.picture(*look.size)
            if seen != last:
                last, since = seen, time.monotonic()
            elif time.monotonic() - since > STILL:
                break
            tick.wait(0.05)
        (self._folder / name).write_bytes(last)
        self.taken.append(name)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="b-")))
        bus = Bus()
        display = Display(temporary / "x")
        stack.callback(display.close)
        keyring = Keyring(temporary / "keyring", bus)
        stack.callback(keyring.close)
        panel = Panel(bus)
        stack.callback(panel.close)
        peer = LlmPeer()
        stack.callback(peer.close)
        held = threading.Event()
        stack.callback(held.set)
        home = Home(temporary / "maria", display.name)
        fonts = home.folder / "config" / "fontconfig" / "fonts.conf"
        fonts.parent.mkdir(parents=True)
        fonts.write_text(FONTS)
        server = BerthServer(home.data)
        server.start()
        stack.callback(server.stop)
        waiting = fill(home, peer, held)
        eventually(lambda: home.state(waiting) == "waiting_for_confirmation", "an agent asks")
        camera = Camera(display, Screen(bus), home, folder)
        for look in LOOKS:
            camera.take(look)
            print(f"{look.language} {look.theme} {look.size[0]}x{look.size[1]}", flush=True)
    rows = "".join(f'<figure><img src="{name}" width="640"><figcaption>{name}</figcaption></figure>'
                   for name in sorted(camera.taken))
    (folder / "index.html").write_text(f"<!doctype html><title>Berth</title>{rows}")
    print(f"{len(camera.taken)} pictures in {folder}")


if __name__ == "__main__":
    main()
