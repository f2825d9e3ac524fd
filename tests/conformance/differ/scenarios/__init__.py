# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All scenarios; each file registers its own."""

from differ.scenarios import (
    bad_requests,
    bash,
    conversations,
    events,
    files,
    forks,
    models,
    profiles,
    runs,
    server,
    settings,
    sockets,
    steering,
)

__all__ = [
    "bad_requests",
    "bash",
    "conversations",
    "events",
    "files",
    "forks",
    "models",
    "profiles",
    "runs",
    "server",
    "settings",
    "sockets",
    "steering",
]
