# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
from isolation.row import Row

ROWS = [
    Row("readFeed", foreign=101, wish={"subscribe": ["keys", "egress", "usage"]}),
]
