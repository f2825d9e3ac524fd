# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's settings, and those that clients of the SDK keep for their users."""

from isolation.row import Row

_SECRET = {"name": "{secret}"}

ROWS = [
    Row("readSettings", needs="admin"),
    Row("changeSettings", needs="admin", body={}),
    Row("readClientSettings", foreign=200),
    Row("changeClientSettings", body={"misc_settings_diff": {"colour": "blue"}}, foreign=200),
    Row("listSecrets", foreign=200),
    Row("putSecret", body={"name": "ANOTHER", "value": "another value"}, foreign=200),
    Row("readSecret", path=_SECRET, needs="write"),
    Row("removeSecret", path=_SECRET, destroys=True),
]
