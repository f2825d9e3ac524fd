# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
from isolation.row import Row

_OPEN = ("serverRoot", "alive", "health", "ready", "serverInfo", "readOpenApi", "readDocs", "readRedoc")

ROWS = [Row(operation, needs="public") for operation in _OPEN] + [
    Row("listTools", foreign=200),
]
