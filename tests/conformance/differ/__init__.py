# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same scenarios against the Python reference and against Berth, and what differs."""
