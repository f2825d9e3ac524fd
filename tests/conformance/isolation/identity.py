# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
from isolation.row import Row

_USER = {"id": "{user}"}
_KEY = {"id": "{key}"}

ROWS = [
    Row("listUsers", needs="admin"),
    Row("createUser", needs="admin", body={"name": "Someone"}),
    Row("readUser", needs="admin", path=_USER),
    Row("updateUser", needs="admin", path=_USER, body={"name": "Alice"}),
    Row("deleteUser", needs="admin", path=_USER, own=(409,), destroys=True),
    Row("readAudit", needs="admin"),
    Row("listKeys", foreign=200),
    Row("createKey", body={"name": "another"}, foreign=201),
    Row("readKey", path=_KEY),
    Row("rotateKey", path=_KEY, body={"grace_seconds": 3600}),
    Row("revokeKey", path=_KEY, destroys=True),
]
