# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window, page, step and dialog for a person with a keyboard and a screen reader.

All that can be chosen has a name, Tab goes everywhere and round, Escape closes what is above something else and gives the
focus back. What is visited is a table of the classes in ui/windows; one that is missing there fails a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bus import Bus
from llm_peer import LlmPeer, call, finish, say
from panel import Panel
from patience import eventually
from program import Berth, Home
from screen import Element, Screen
from session import Display, Keyring
from sweep import check, check_names, check_tabs, leave
from target import REPOSITORY

PAGES = {
    "HomePage": ("Home", "ctrl+1"), "InboxPage": ("Inbox", "ctrl+2"),
    "ConversationsPage": ("Conversations", "ctrl+3"), "WorkspacesPage": ("Workspaces", "ctrl+4"),
    "LogsPage": ("Logs", "ctrl+5"), "MetricsPage": ("Metrics", "ctrl+6"), "AlertsPage": ("Alerts", "ctrl+7"),
    "KeysPage": ("Keys and users", "ctrl+8"), "SettingsPage": ("Settings", "ctrl+comma"),
}


@dataclass(frozen=True)
class Way:
    """How a person comes to a window or a dialog: by a button, by keys, or by the palette of commands."""

    title: str
    page: str
    button: str = ""
    keys: str = ""
    command: str = ""
    tab: str = ""
    """Of the page; it has to be opened before."""
    first: tuple[str, str] = ("", "")
    """What has the focus before, by its role and name."""
    entry: str = ""
    """Of the menu that the button opens."""


ASKING = "ctrl+shift+a"  # the conversation that asks
DIALOGS = {
    "NewConversationDialog": Way("New conversation", "ctrl+3", keys="ctrl+n"),
    "ShortcutsDialog": Way("All shortcuts", "ctrl+1", keys="F1"),
    "RenameDialog": Way("Rename the conversation", ASKING, keys="F2"),
    "ChangeModelDialog": Way("Change the model", ASKING, command="Change the model"),
    "ChangePolicyDialog": Way("When to ask", ASKING, command="Change when to ask"),
    "JsonDialog": Way("JSON of the card", ASKING, keys="j", first=("list", "Timeline")),
    "TextDialog": Way("Text of the terminal", ASKING, "Show as text", tab="Terminal"),
    "ConnectServerDialog": Way("Connect to a server", "ctrl+1", "change server", entry="Connect to a server..."),
    "RequestDialog": Way("A request", "ctrl+5", keys="Return", tab="Requests",
                         first=("table", "Requests")),
    "ModelDialog": Way("New model", "ctrl+comma", "New model..."),
    "NewWorkspaceDialog": Way("New workspace", "ctrl+4", "New workspace", tab="Workspaces"),
    "RenameWorkspaceDialog": Way("Rename the workspace", "ctrl+4", keys="F2", tab="Workspaces",
                                 first=("table", "Workspaces")),
    "FreeSpaceDialog": Way("Free up space", "ctrl+4", "Free up space...", tab="Workspaces"),
    "FetchImageDialog": Way("Fetch image", "ctrl+4", "Fetch image...", tab="Images"),
    "NewRuleDialog": Way("New rule", "ctrl+4", "New rule...", tab="Connections"),
    "AlertRuleDialog": Way("Engine does not answer", "ctrl+7", "Change rule...", tab="Rules",
                           first=("table", "Rules")),
    "NewKeyDialog": Way("New key", "ctrl+8", "New key...", tab="Keys"),
    "ReplaceKeyDialog": Way("Replace the key", "ctrl+8", "Replace...", tab="Keys", first=("table", "Keys")),
    "NewUserDialog": Way("New user", "ctrl+8", "New user...", tab="Users"),
    "UserLimitsDialog": Way("Limits", "ctrl+8", "Limits...", tab="Users", first=("table", "Users")),
}
STEPS = {"SetUpEngine": "Container engine", "SetUpModel": "Model", "SetUpSafety": "Safety", "SetUpFirstRun": "First run"}
# Each has a test of its own, the notice of a missing tray in test_tray.
OTHERS = {"MainWindow", "SetUp", "CommandPalette", "TrayNotice", "DenyDialog", "DiffDialog", "ImageDialog",
          "ShownKeyDialog"}
# Beside the window: the button on the page Workspaces that opens them; none for one that the palette opens.
APART = {"ConversationWindow": "", "FilesWindow": "Files", "TerminalWindow": "Terminal"}
PIXEL = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
         "rkJggg==")
BASES = {"FormDialog", "SetUpStep", "WindowPalette"}


def classes() -> set[str]:
    """All that can be in front of a person, as the sources have it."""
    found = set()
    for header in (REPOSITORY / "ui" / "windows").glob("*.h"):
        text = header.read_text()
        found |= set(re.findall(r"^class (\w*(?:Window|Dialog|Page|SetUp|Palette|TrayNotice)) : public", text, re.M))
        found |= set(re.findall(r"^class (\w+) : public (?:QDialog|TextDialog|FormDialog|SetUpStep)", text, re.M))
    return found - BASES


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, bus: Bus, display: Display, keyring: Keyring, screen: Screen,
           peer: LlmPeer) -> Iterator[Berth]:
    """With a conversation that asks, one that is done, and one about an image. All tests of this module look at it."""
    home = Home(tmp_path_factory.mktemp("sweep") / "home", display.name)
    home.remember(set_up="true")
    panel = Panel(bus)
    program = Berth(home)
    screen.watch(program.pid)
    screen.wait_for_title("Home")
    note = call("file_editor", command="create", path=str(home.folder / "note.txt"), file_text="One.\n")
    home.becomes(home.converse(peer, peer.play(note, finish("All is well.")), title="Look around", message="Look."),
                 "finished")
    seen = home.converse(peer, peer.play(say("A pixel.")), title="Name a picture")
    content = [{"type": "text", "text": "What is it?"}, {"type": "image", "image_urls": [PIXEL]}]
    home.call("POST", f"/api/conversations/{seen}/events", {"content": content, "run": True})
    home.becomes(seen, "finished")
    asks = home.converse(peer, peer.play(call("terminal", command="git push")), title="Push it", message="Push.",
                         confirmation_policy={"kind": "AlwaysConfirm"})
    home.becomes(asks, "waiting_for_confirmation")
    screen.wait_for_title("Home · 1 waiting for you")
    yield program
    program.stop()
    panel.close()


def wait_for_window(screen: Screen, kind: str) -> None:
    screen.wait(lambda one: "active" in one.states and f"ui::{kind}" in one.identifier, f"a {kind} hears the keyboard")


def go_to(screen: Screen, display: Display, way: Way) -> None:
    display.press(way.page)
    if way.page == ASKING:
        screen.wait_for_focus("filler", "Question, ")
    if way.tab:
        screen.named("page tab", way.tab).act()
    role, name = way.first
    if role == "table":
        screen.choose_row(display, name)
    elif role:
        screen.named(role, name).grab_focus()
        display.press("End")


def open_window(screen: Screen, display: Display, way: Way) -> None:
    go_to(screen, display, way)
    if way.keys:
        display.press(way.keys)
    elif way.command:
        display.press("ctrl+k")
        screen.wait_for_focus("text", "Search or run")
        display.type(way.command)
        display.press("Return")
    else:
        open_by_button(screen, display, way.button)
    if way.entry:
        entry = screen.focus_after(lambda: display.press("Up"))  # its last
        assert entry is not None and entry.name == way.entry
        display.press("Return")


def open_by_button(screen: Screen, display: Display, name: str) -> None:
    button = screen.wait(lambda one: one.role in ("push button", "button menu") and name in one.name
                         and "sensitive" in one.states, f"the button {name!r}")
    button.grab_focus()
    screen.wait_for_focus(button.role, button.name)
    display.press("space")


def look_at_tabs(screen: Screen, place: str) -> None:
    """At each, and back to the first."""
    tabs = [one for one in screen.elements() if one.role == "page tab" and place in one.identifier]
    for tab in tabs[1:] + tabs[:1]:
        tab.act()
        check_names(screen)


def test_the_sweep_knows_every_window() -> None:
    known = set(PAGES) | set(DIALOGS) | set(APART) | set(STEPS) | OTHERS
    assert classes() == known, f"not visited: {classes() - known}; gone: {known - classes()}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display, page: str) -> None:
    title, keys = PAGES[page]
    display.press(keys)
    screen.wait_for_title(title)
    screen.wait(lambda one: f"ui::{page}" in one.identifier, f"it is a {page}")
    screen.wait_until_awake("Allow once")
    check(screen, display)
    look_at_tabs(screen, f"ui::{page}")


@pytest.mark.parametrize("kind", DIALOGS)
def test_a_dialog_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display, kind: str) -> None:
    way = DIALOGS[kind]
    open_window(screen, display, way)
    screen.wait_for_title(way.title)
    wait_for_window(screen, kind)
    try:
        check(screen, display)
    finally:
        leave(screen, display)
    wait_for_window(screen, "MainWindow")
    if way.button and not way.entry:
        screen.wait(lambda one: "focused" in one.states and one.role == "push button" and way.button in one.name,
                    f"the focus is back on {way.button!r}")
    if way.tab:  # those that come after it find the page as it was
        screen.named("page tab", way.tab).parent.children()[0].act()


def test_a_conversation_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+shift+a")
    card = screen.wait_for_focus("filler", "Question, ")
    assert "git push" in card.name
    screen.wait(lambda one: one.name == "Allow once" and "sensitive" in one.states, "the buttons are awake")
    check(screen, display)
    timeline = screen.named("list", "Timeline")
    assert [one.role for one in timeline.children()] == ["list item"] * len(timeline.children())
    assert all(one.name for one in timeline.children())
    look_at_tabs(screen, "ConversationPanel")


def test_a_question_is_denied_in_a_dialog(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+shift+a")
    screen.wait_for_focus("filler", "Question, ")
    screen.wait(lambda one: one.name == "Deny..." and "sensitive" in one.states, "the buttons are awake")
    display.press("d")
    wait_for_window(screen, "DenyDialog")
    check(screen, display)
    leave(screen, display)
    wait_for_window(screen, "MainWindow")
    screen.wait_for_focus("filler", "Question, ")


def test_a_diff_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+3")
    screen.wait_for_focus("list", "Conversations")
    display.press("End")
    open_by_button(screen, display, "Open diff")
    wait_for_window(screen, "DiffDialog")
    screen.wait_for_title("Changes of note.txt")
    check(screen, display)
    leave(screen, display)
    wait_for_window(screen, "MainWindow")
    screen.wait(lambda one: "focused" in one.states and one.name == "Open diff", "the focus is back")


def test_an_image_is_seen_whole(window: Berth, screen: Screen, display: Display) -> None:
    open_window(screen, display, Way("Images of the card", "ctrl+3", command="Name a picture"))
    screen.wait(lambda one: one.role == "list item" and "What is it?" in one.name, "the message is there")
    screen.named("list", "Timeline").grab_focus()
    display.press("Home", "Down")  # below the instructions
    display.press("Return")
    wait_for_window(screen, "ImageDialog")
    screen.wait_for_title("Images of the card")
    screen.wait(lambda one: one.name == "Image 1 of 1", "the image is read")
    check(screen, display)
    leave(screen, display)
    wait_for_window(screen, "MainWindow")
    screen.wait_for_focus("list", "Timeline")


def test_a_menu_gives_the_focus_back(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+shift+a")
    screen.wait_for_focus("filler", "Question, ")
    screen.wait(lambda one: one.name == "Allow and..." and "sensitive" in one.states, "the buttons are awake")
    open_by_button(screen, display, "Allow and...")
    entry = screen.focus_after(lambda: display.press("Up"))  # its last
    assert entry is not None and entry.role == "menu item" and entry.name
    display.press("Escape")
    screen.wait_for_focus("button menu", "Allow and...")


def test_the_palette_gives_the_focus_back(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+4")
    screen.wait_for_title("Workspaces")
    before = screen.focus_after(lambda: display.press("Tab"))
    assert before is not None
    display.press("ctrl+k")
    field = screen.wait_for_focus("text", "Search or run")
    assert "ui::CommandPalette" in field.identifier
    check_names(screen)
    after = screen.focus_after(lambda: display.press("Escape"))
    assert after is not None
    assert after.name == before.name


def test_opening_a_card_is_told(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+3")
    screen.wait_for_focus("list", "Conversations")
    display.press("End")
    screen.named("list", "Timeline")
    screen.tab_to(display, "Timeline")
    display.press("End")
    eventually(lambda: _last(screen) is not None, "the last card is known")
    was_open = "expanded" in _last(screen).states
    display.press("Return")
    eventually(lambda: ("expanded" in _last(screen).states) != was_open, "the card was opened or closed")


def _last(screen: Screen) -> Element:
    return screen.named("list", "Timeline").children()[-1]


def test_a_new_key_is_shown_until_it_is_stored(window: Berth, screen: Screen, display: Display) -> None:
    open_window(screen, display, DIALOGS["NewKeyDialog"])
    wait_for_window(screen, "NewKeyDialog")
    display.type("laptop")
    display.press("Return")
    wait_for_window(screen, "ShownKeyDialog")
    check(screen, display)
    leave(screen, display)
    wait_for_window(screen, "ShownKeyDialog")  # it would be lost
    screen.press_button(display, "I have stored it")
    wait_for_window(screen, "MainWindow")


def test_the_set_up_is_walked_by_keyboard(window: Berth, screen: Screen, display: Display) -> None:
    display.press("ctrl+comma")
    screen.wait_for_title("Settings")
    open_by_button(screen, display, "Open the set-up...")
    screen.wait(lambda one: one.name == "Set-up", "it leads")
    for kind, name in STEPS.items():
        sign = screen.wait(lambda one, name=name: one.role == "push button" and one.name.startswith(name + ","), name)
        sign.grab_focus()
        display.press("space")
        screen.wait(lambda one, kind=kind: f"ui::{kind}" in one.identifier, f"the step {kind}")
        check_names(screen)
        check_tabs(screen, display)
    leave(screen, display)
    screen.wait_until_nothing_says("Set-up")
    screen.wait_for_title("Settings")


@pytest.mark.parametrize("kind", APART)
def test_a_window_beside_it_is_walked(window: Berth, screen: Screen, display: Display, kind: str) -> None:
    if APART[kind]:
        display.press("ctrl+4")
        screen.wait_for_title("Workspaces")
        screen.named("page tab", "Workspaces").act()
        if screen.find(lambda one: one.role == "push button" and APART[kind] in one.name) is None:
            screen.choose_row(display, "Workspaces")
            display.press("Return")
        open_by_button(screen, display, APART[kind])
    else:
        display.press("ctrl+k")
        screen.wait_for_focus("text", "Search or run")
        display.type("Look around")
        screen.wait(lambda one: one.role == "list item" and "Look around" in one.name, "the palette knows it")
        display.press("ctrl+Return")
    wait_for_window(screen, kind)
    check_names(screen)
    if kind != "TerminalWindow":  # Tab goes to the shell
        check_tabs(screen, display)
    display.press("alt+F4")
    wait_for_window(screen, "MainWindow")
