# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator watches."""

from isolation.row import Row

ROWS = [
    Row("readMetrics", needs="metrics"),
    Row("readFigureHistory", needs="metrics"),
    Row("readModelUse", foreign=200),
    Row("listLimits", foreign=200),
    Row("listLogs", foreign=200),
    Row("streamLogs", foreign=101),
    Row("listRequests", needs="admin"),
    Row("listAlerts", foreign=200),
    Row("listAlertRules", foreign=200),
    Row("changeAlertRule", needs="admin", path={"rule": "none"}, body={"enabled": False}, own=(404,)),
    Row("readEngine", needs="admin"),
    Row("silenceAlert", needs="admin", path={"id": "none"}, body={"seconds": 1}, own=(404,)),
]
