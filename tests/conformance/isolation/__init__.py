# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One row for each operation of the server: how it is called with what belongs to Alice.

A new route needs a row in one of the files here, or in a new one: each has a list ROWS.
"""

from __future__ import annotations

import importlib
import pkgutil

from isolation.row import Row


def rows() -> dict[str, Row]:
    """Every row by the name of its operation."""
    table: dict[str, Row] = {}
    for module in pkgutil.iter_modules(__path__):
        for row in getattr(importlib.import_module(f"isolation.{module.name}"), "ROWS", []):
            assert row.operation not in table, f"{row.operation} has two rows"
            table[row.operation] = row
    return table
