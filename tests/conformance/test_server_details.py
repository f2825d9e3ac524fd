# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server says about itself."""


def test_the_tools_are_the_same_however_often_they_are_asked_for(program):
    with program.http() as http:
        lists = [http.get("/api/tools/").json() for _ in range(3)]
        usable = http.get("/server_info").json()["usable_tools"]

    assert {"terminal", "file_editor", "task_tracker"} <= set(lists[0])
    assert lists[1:] == lists[:1] * 2
    assert set(usable) <= set(lists[0])
