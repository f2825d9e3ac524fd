# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a row says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """How one operation is called. `{kind}` in a text stands for a thing of that kind: `{conversation}`.

    The kinds are those of `World.things`. For a foreign call the same texts are filled with things that
    never were, and the answers must be the same.
    """

    operation: str
    path: dict[str, str] = field(default_factory=dict)  # parameters of the path
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None  # JSON
    files: dict[str, Any] | None = None  # a multipart body instead
    needs: str = ""  # the scope: "" by the method, "public", "read", "write", "admin", "metrics"
    # What the owner may be answered besides success: an honest call that the state does not allow.
    own: tuple[int, ...] = ()
    # What a stranger is answered where it is not 404: they see only what is their own.
    foreign: int = 404
    # Whether the owner's call may take things away from other rows: it comes last.
    destroys: bool = False
    # Whether every user of the server shares what is answered, as on a machine without isolation.
    shared: bool = False
    # Whether a request is answered without end.
    streams: bool = False
    # What a socket is sent once it is open, to see that commands need their scope.
    command: Any = None
    # What a reader sends to be told everything that a socket can tell.
    wish: Any = None

    @property
    def names_something(self) -> bool:
        return re.search(r"{\w+}", repr((self.path, self.query, self.body))) is not None
