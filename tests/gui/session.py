# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop has around its programs: a screen with a keyboard, a window manager, and a keyring."""

from __future__ import annotations

import os
import struct
import subprocess
import zlib
from pathlib import Path

from bus import Bus
from patience import PATIENCE, eventually

SIZE = (1280, 800)
# Windows without frames, where they ask to be.
MANAGER = """<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications><application class="*"><decor>no</decor></application></applications>
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
</openbox_config>
"""
SECRETS = "org.freedesktop.secrets"


class Display:
    """An X server without a monitor, a window manager, and a keyboard that presses real keys."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._log = (folder / "log").open("wb")
        reading, writing = os.pipe()
        width, height = SIZE
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
                   "-noreset", "-nocursor", "-fbdir", str(folder)]
        self._server = subprocess.Popen(command, pass_fds=[writing], stdout=self._log, stderr=self._log)
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()  # empty when it has ended
        assert number, f"Xvfb has not started:\n{(folder / 'log').read_text(errors='replace')}"
        self.name = f":{number}"
        configuration = folder / "openbox.xml"
        configuration.write_text(MANAGER)
        home = {"HOME": str(folder), "DISPLAY": self.name}
        self._manager = subprocess.Popen(["openbox", "--sm-disable", "--config-file", str(configuration)],
                                         env=os.environ | home, stdout=self._log, stderr=self._log)
        eventually(self._is_managed, "openbox manages the windows")

    def press(self, *keys: str) -> None:
        """Keys as xdotool names them, such as ctrl+shift+a."""
        self._do("key", "--delay", "5", *keys)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "5", "--", text)

    def active_window(self) -> str:
        done = subprocess.run(["xdotool", "getactivewindow", "getwindowname"], env=self._environment(), timeout=PATIENCE,
                              capture_output=True, text=True)
        return done.stdout.strip()

    def close_active_window(self) -> None:
        """As the button in the title bar does."""
        self.press("alt+F4")

    def hold(self, x: int, y: int) -> None:
        """Presses the left button of the mouse there."""
        self._do("mousemove", str(x), str(y), "mousedown", "1")

    def move(self, x: int, y: int) -> None:
        self._do("mousemove", str(x), str(y))

    def let_go(self) -> None:
        self._do("mouseup", "1")

    def resize_active_window(self, width: int, height: int) -> None:
        """To the left upper corner, in this size; its border of one pixel lies outside."""
        self._do("getactivewindow", "windowmove", "--", "-1", "-1", "windowsize", "--sync", str(width), str(height))

    def hide_pointer(self) -> None:
        """Away from everything that it could light up."""
        self._do("mousemove", str(SIZE[0] - 1), str(SIZE[1] - 1))

    def pixels(self, width: int, height: int) -> bytes:
        """The same as picture() as long as nothing changes, and much sooner."""
        dump = (self._folder / "Xvfb_screen0").read_bytes()
        start, line = _layout_of(dump)
        return b"".join(dump[start + row * line:start + row * line + 4 * width] for row in range(height))

    def picture(self, width: int = SIZE[0], height: int = SIZE[1]) -> bytes:
        """What is seen at the left upper corner now, as PNG."""
        return png_of((self._folder / "Xvfb_screen0").read_bytes(), width, height)

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(timeout=PATIENCE)
        self._log.close()

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment(), timeout=PATIENCE, check=True,
                       stdout=subprocess.DEVNULL)

    def _environment(self) -> dict[str, str]:
        return os.environ | {"DISPLAY": self.name}

    def _is_managed(self) -> bool:
        # It says how many desktops there are when it is ready.
        done = subprocess.run(["xdotool", "get_num_desktops"], env=self._environment(), timeout=PATIENCE,
                              capture_output=True)
        return done.returncode == 0


def png_of(dump: bytes, width: int, height: int) -> bytes:
    """The left upper part of an X window dump, 32 bits a pixel with the lowest byte first, as PNG."""
    start, line = _layout_of(dump)
    pixels = memoryview(dump)[start:]
    rows = bytearray()
    for number in range(height):
        row = pixels[number * line:number * line + 4 * width]
        rows += b"\0"
        packed = bytearray(3 * width)
        packed[0::3], packed[1::3], packed[2::3] = row[2::4], row[1::4], row[0::4]
        rows += packed
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _layout_of(dump: bytes) -> tuple[int, int]:
    """Where the pixels of an X window dump begin, and how many bytes a row has."""
    header = struct.unpack(">25I", dump[:100])
    return header[0] + 12 * header[19], header[12]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


class Keyring:
    """gnome-keyring, open, with nothing in it."""

    def __init__(self, folder: Path, bus: Bus) -> None:
        folder.mkdir()
        self._bus = bus
        self._log = (folder / "log").open("wb")
        environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
                   f"--control-directory={folder}"]
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=self._log,
                                         stderr=self._log)
        assert self._process.stdin is not None
        self._process.stdin.write(b"paper")
        self._process.stdin.close()
        eventually(lambda: bus.has_owner(SECRETS), "the keyring is on the bus")

    def labels(self) -> list[str]:
        """What the things in it are called."""
        service = "org.freedesktop.Secret.Service"
        found, locked = self._bus.call(SECRETS, "/org/freedesktop/secrets", service, "SearchItems", "a{ss}", {})
        return [self._bus.get(SECRETS, path, "org.freedesktop.Secret.Item", "Label") for path in found + locked]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)
        self._log.close()
