# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page: the real window on a real server whose agents follow a script.

    tests/gui/run --pictures [FOLDER] [WORD...]

They are named place-language-theme-width.png and lie in build/screenshots, beside index.html, which shows them all. With
words, only the looks that have all of them are taken, for example "de light".
"""

from __future__ import annotations

import argparse
import re
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from bus import Bus
from llm_peer import LlmPeer
from panel import Panel
from patience import eventually
from program import Berth, Home
from scenery import fill
from screen import Element, Screen
from session import Display, Keyring
from target import REPOSITORY, BerthServer

FOLDER = REPOSITORY / "build" / "screenshots"
STILL = 0.2
"""Seconds without a change after which a picture is whole."""
LONGEST = 5.0
SIZES = ((1280, 800), (800, 600))
THEMES = {"light": 1, "dark": 2, "light-contrast": 3, "dark-contrast": 4}
LOOKS = [(language, theme) for language in ("en", "de", "pseudo") for theme in THEMES
         if language == "en" or "contrast" not in theme]
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
STEPS = ("engine", "model", "safety", "first-run")
# A dialog, the page it belongs to, the class of which it is, where its button lies, and which it is of those there.
DIALOGS = {
    "new-workspace": ("ctrl+4", "NewWorkspaceDialog", "newWorkspace", 0),
    "free-space": ("ctrl+4", "FreeSpaceDialog", "freeSpace", 0),
    "new-key": ("ctrl+8", "NewKeyDialog", "ui::KeysPage.", 0),
    "new-model": ("ctrl+comma", "ModelDialog", "ModelsList.QPushButton", 0),
    "deny": ("ctrl+shift+a", "DenyDialog", "question.", -1),
}


class Camera:
    """The window in one look: no word on it is known, so that it is the same in every language."""

    def __init__(self, display: Display, screen: Screen, folder: Path, language: str, theme: str) -> None:
        self._display = display
        self._screen = screen
        self._folder = folder
        self._language = language
        self._theme = theme
        self.taken: list[str] = []

    def take_set_up(self) -> None:
        """Its steps, each in every size; then it is over."""
        signs = self._of("SetUp.QScrollArea", "push button")[:len(STEPS)]
        for name, sign in zip(STEPS, signs, strict=True):
            sign.grab_focus()
            self._display.press("space")
            for size in SIZES:
                self._resize(size)
                self._keep(f"set-up-{name}", size)
        self._display.press("Escape")
        eventually(lambda: not self._of("SetUp", "push button"), "the set-up is over")

    def take_all(self) -> None:
        self._screen.wait(lambda one: one.role == "list item" and re.search(r"\b1\b", one.name) is not None,
                          "the server has told what waits")
        for size in SIZES:
            self._resize(size)
            for page, keys in PAGES.items():
                self._display.press(keys)
                if page == "inbox":
                    self._wait_for_answers()
                self._keep(page, size)
            self._take_rules(size)
            self._take_conversations(size)
            self._take_requests(size)
            for name, (page, kind, button, which) in DIALOGS.items():
                self._take_dialog(size, name, page, kind, button, which)
            self._take_cards(size)
            self._take_connect(size)
        self._take_window()

    def take_offline(self, server: BerthServer) -> None:
        """What is left while nothing answers."""
        self._screen.wait(lambda one: one.role == "list item" and re.search(r"\b1\b", one.name) is not None,
                          "the server has told what waits")
        self._display.press("ctrl+3", "Down")
        self._display.press("ctrl+1")
        server.kill()
        eventually(lambda: bool(self._of("OfflineBar", "push button")), "nothing answers")
        for size in SIZES:
            self._resize(size)
            for page, keys in (PAGES | {"conversation": "ctrl+3"}).items():
                self._display.press(keys)
                self._keep(f"offline-{page}", size)
        server.start()

    def _take_rules(self, size: tuple[int, int]) -> None:
        self._display.press(PAGES["alerts"])
        eventually(lambda: self._open_tab("AlertsPage", 2), "the alerts have parts")
        rules: list[Element] = []

        def are_there() -> bool:
            rules[:] = [one for one in self._screen.elements() if one.role == "table"]
            return bool(rules)

        eventually(are_there, "the rules are there")
        rules[0].grab_focus()
        self._display.press("ctrl+Home", "Down")
        self._keep("alert-rules", size)
        self._display.press("Return")
        self._wait_for_window("AlertRuleDialog")
        self._keep("alert-rule", size)
        self._display.press("Escape")
        self._wait_for_window("MainWindow")
        self._open_tab("AlertsPage", 0)

    def _take_conversations(self, size: tuple[int, int]) -> None:
        self._display.press("ctrl+shift+a")
        self._wait_for_answers()
        self._keep("question", size)
        for tab, name in enumerate(("plan", "usage"), start=1):
            if size == SIZES[0] and self._open_tab("ConversationPanel", tab):
                self._keep(f"question-{name}", size)
        self._open_tab("ConversationPanel", 0)
        self._display.press("ctrl+3", "Down")
        self._keep("conversation", size)
        self._display.press("ctrl+n")
        self._wait_for_window("NewConversationDialog")
        self._keep("new-conversation", size)
        self._display.press("Escape")
        self._wait_for_window("MainWindow")
        self._display.press("ctrl+1", "ctrl+k")
        self._display.type("se")
        self._keep("palette", size)
        self._display.press("Escape")

    def _take_cards(self, size: tuple[int, int]) -> None:
        """The conversation that was quiet for longest: a group, an image, and all that a text may have."""
        self._display.press("ctrl+3", "End")
        self._keep("cards", size)
        self._display.press("Return", "Home")
        self._keep("cards-first", size)

    def _take_connect(self, size: tuple[int, int]) -> None:
        badge = self._of("ServerBadge", "push button")[0]
        badge.grab_focus()
        self._display.press("space")
        self._keep("server-menu", size)
        self._display.press("Up", "Return")
        self._wait_for_window("ConnectServerDialog")
        self._keep("connect", size)
        self._display.press("Escape")
        self._wait_for_window("MainWindow")

    def _take_window(self) -> None:
        """A conversation beside the window."""
        self._resize(SIZES[0])
        self._display.press("ctrl+1", "ctrl+k")
        self._display.type("flaky upload")
        self._keep("palette-history", SIZES[0])
        self._display.press("ctrl+Return")
        self._wait_for_window("ConversationWindow")
        self._keep("conversation-window", SIZES[0])
        self._display.press("ctrl+w")
        self._wait_for_window("MainWindow")

    def _take_requests(self, size: tuple[int, int]) -> None:
        self._display.press(PAGES["logs"])
        eventually(lambda: self._open_tab("LogsPage", 1), "the requests are beside the log")
        self._keep("requests", size)
        self._open_tab("LogsPage", 0)

    def _take_dialog(self, size: tuple[int, int], name: str, page: str, kind: str, button: str, which: int) -> None:
        self._display.press(page)
        buttons: list[Element] = []

        def is_there() -> bool:
            buttons[:] = [one for one in self._of(button, "push button") if "sensitive" in one.states]
            return bool(buttons)

        eventually(is_there, f"the button of {name}")
        buttons[which].grab_focus()
        self._display.press("space")
        self._wait_for_window(kind)
        self._keep(name, size)
        self._display.press("Escape")
        self._wait_for_window("MainWindow")

    def _of(self, place: str, role: str) -> list[Element]:
        """What lies somewhere in the window, by the classes around it."""
        return [one for one in self._screen.elements() if one.role == role and place in one.identifier]

    def _open_tab(self, place: str, number: int) -> bool:
        tabs = self._of(place, "page tab")
        if number >= len(tabs):
            return False
        tabs[number].act()
        return True

    def _wait_for_window(self, kind: str) -> None:
        eventually(lambda: any(kind in one.identifier and "active" in one.states for one in self._screen.windows()),
                   f"a {kind} hears the keyboard")

    def _wait_for_answers(self) -> None:
        """A question wakes a moment after it appeared."""
        eventually(lambda: any("sensitive" in one.states for place in ("ApprovalCard", "question")
                               for one in self._of(place, "push button")), "the question can be answered")

    def _resize(self, size: tuple[int, int]) -> None:
        self._display.resize_active_window(*size)
        self._display.hide_pointer()

    def _keep(self, name: str, size: tuple[int, int]) -> None:
        """Once the window stands still."""
        last, since = b"", time.monotonic()
        tick = threading.Event()
        deadline = since + LONGEST
        while time.monotonic() < deadline:
            seen = self._display.pixels(*size)
            if seen != last:
                last, since = seen, time.monotonic()
            elif time.monotonic() - since > STILL:
                break
            tick.wait(0.03)
        file = f"{name}-{self._language}-{self._theme}-{size[0]}.png"
        (self._folder / file).write_bytes(self._display.picture(*size))
        self.taken.append(file)


def take(look: tuple[str, str], home: Home, display: Display, screen: Screen, folder: Path,
         server: BerthServer | None = None) -> list[str]:
    """All of the window; with a server, how it looks when that is gone."""
    language, theme = look
    camera = Camera(display, screen, folder, language, theme)
    home.remember(look=str(THEMES[theme]), language=language)
    program = Berth(home)
    screen.watch(program.pid)
    try:
        screen.wait(lambda one: "SetUp" in one.identifier and "focused" in one.states, "somebody new is led")
        if server:
            display.press("Escape")
            camera.take_offline(server)
        else:
            camera.take_set_up()
            camera.take_all()
    finally:
        program.stop()
    return camera.taken


def is_wanted(look: tuple[str, str], words: list[str]) -> bool:
    return all(word in look for word in words)


def wishes() -> argparse.Namespace:
    """What the command line asks for; an option that nobody knows ends the program."""
    parser = argparse.ArgumentParser(prog="tests/gui/run --pictures", description="Pictures of every page of the window.")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where they lie (default: build/screenshots)")
    parser.add_argument("words", nargs="*", metavar="word", help="only the looks that have all of them: de light")
    return parser.parse_args()


def main() -> None:
    wanted = wishes()
    folder: Path = wanted.folder
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="b-")))
        bus = Bus()
        display = Display(temporary / "x")
        stack.callback(display.close)
        peer = LlmPeer()
        for thing in (Keyring(temporary / "keyring", bus), Panel(bus), peer):
            stack.callback(thing.close)
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
        screen = Screen(bus)
        taken: list[str] = []
        for look in LOOKS:
            if is_wanted(look, wanted.words):
                since = time.monotonic()
                taken += take(look, home, display, screen, folder)
                print(f"{' '.join(look)}: {len(taken)} pictures, {time.monotonic() - since:.0f} s", flush=True)
        for look in LOOKS:
            if is_wanted(look, wanted.words):
                taken += take(look, home, display, screen, folder, server)
    rows = "".join(f'<figure><img src="{name}" width="640"><figcaption>{name}</figcaption></figure>'
                   for name in sorted(taken))
    (folder / "index.html").write_text(f"<!doctype html><title>Berth</title>{rows}")
    print(f"{len(taken)} pictures in {folder}")


if __name__ == "__main__":
    main()
