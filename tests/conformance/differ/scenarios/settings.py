# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and secrets that clients keep on the server. The scenarios share one server, so each has names of its own."""

from differ.scenario import scenario
from differ.side import Side

SETTINGS = "/api/settings"
SECRETS = f"{SETTINGS}/secrets"


@scenario
def secrets_that_are_kept(side: Side) -> None:
    side.call("PUT", SECRETS, json={"name": "KEPT_ONE", "value": "first value", "description": "for tests"})
    side.call("PUT", SECRETS, json={"name": "KEPT_TWO", "value": "second value"})
    side.call("PUT", SECRETS, json={"name": "KEPT_TWO", "value": "third value"})
    told = side.http.get(SECRETS).json()["secrets"]
    side.note("kept", sorted((each for each in told if each["name"].startswith("KEPT_")), key=lambda each: each["name"]))
    side.get(f"{SECRETS}/KEPT_TWO")
    side.call("DELETE", f"{SECRETS}/KEPT_ONE")
    side.call("DELETE", f"{SECRETS}/KEPT_ONE")
    side.get(f"{SECRETS}/KEPT_ONE")
    for value in (" ", "**********"):
        side.call("PUT", SECRETS, json={"name": "KEPT_BAD", "value": value})
    for name in ("1st", "a-b", "x" * 65):
        side.get(f"{SECRETS}/{name}", body="shape")
    side.call("PUT", SECRETS, json={"name": "KEPT_BAD"}, body="shape")


@scenario
def settings_that_are_kept(side: Side) -> None:
    for diffs in (
        {"misc_settings_diff": {"canvas": {"theme": "dark", "tabs": [1, 2]}}},
        {"misc_settings_diff": {"canvas": {"theme": None, "tabs": []}}},
        {"conversation_settings_diff": {"max_iterations": 42}},
    ):
        told = side.http.patch(SETTINGS, json=diffs)
        side.note("status", told.status_code)
        side.note("kept", {"misc": told.json()["misc_settings"].get("canvas"), "conversation": told.json()["conversation_settings"]})
    side.http.patch(SETTINGS, json={"conversation_settings_diff": {"max_iterations": 500}})
    told = side.http.get(SETTINGS).json()
    side.note("members", sorted(told))
    side.note("agent", sorted(told["agent_settings"]))
    for wrong in (
        {}, {"active_profile": "kept-nowhere"}, {"conversation_settings_diff": {"max_iterations": 0}},
        {"active_agent_profile_id": "11111111-1111-1111-1111-111111111111"},
    ):
        side.call("PATCH", SETTINGS, json=wrong)
    side.get(SETTINGS, headers={"X-Expose-Secrets": "loudly"})
