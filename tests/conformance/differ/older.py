# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs besides when the reference is 1.43.1: Berth answers as 1.58.2 does."""

from differ.expected import Explained, because

VERSION = "1.43.1"

# Scenarios that need routes, or an answer to a wrong range, that 1.43.1 does not have.
NOT_PLAYED = {
    "a_child_conversation",
    "a_command_is_stopped",
    "a_run_as_the_sockets_tell_it",
    "the_workspace_of_a_conversation",
    "parts_of_a_file",
    "the_session_socket_with_cursors",
    "what_is_streamed",
}

OLDER: list[Explained] = [
    *because(
        "New fields of a conversation.",
        "* :: *tool_module_qualnames",
        "* :: *runtime_info",
    ),
    *because("It has no children.", "an_id_that_is_none :: POST /children*"),
    *because(
        "Below the root it does not list what 1.58.2 lists.", "changes_of_a_repository :: below*"
    ),
    *because("A title is no tag.", "*fork* :: *tags.title", "titles_and_tags_are_changed :: *"),
    *because(
        "Its provider library asks once more before it gives up.",
        "a_model_that_* :: run()",
        "a_model_that_* :: log*",
        "an_error_after_a_step :: run()",
        "an_error_after_a_step :: log*",
    ),
    *because(
        "Unknown conversations are 404 on every route, and a page is at most 100: 422.",
        "an_unknown_conversation* :: *.status",
        "a_deleted_conversation_is_gone :: DELETE again.status",
        "a_command_in_the_background :: search many.status",
        "conversations_are_searched_and_counted :: *limit=101.status",
        "events_are_filtered :: search high limit.status",
        "several_conversations_are_read_at_once :: 100 ids.status",
        "events_are_read_one_by_one :: *.status",
        "policies_and_analyzers_are_changed :: policy null.status",
        "secrets_in_commands :: a number.status",
        "files_that_are_refused :: *.status",
        "bodies_that_are_wrong :: *.status",
        "start_requests_that_are_wrong :: *",
        "sockets_of_unknown_conversations :: *",
    ),
    *because("Keys are looked at before bodies.", "who_may :: *broken JSON*"),
    *because("There is no session socket.", "the_ways_to_say_the_key :: session: *"),
    *because("A kind has a short name as well.", "events_are_filtered :: * kind by name.body*"),
    *because("Deleted files have a difference.", "differences_of_files :: deleted.status"),
    *because(
        "A final newline is no line.",
        "files_are_edited :: *",
        "edits_that_fail :: *",
    ),
    *because("An upload tells its size.", "files_* :: *.file_size"),
    *because("The server has a newer version.", "details_of_the_server :: *"),
    *because(
        "Routes that are new.",
        "the_runtime_of_a_conversation :: *",
        "an_id_that_is_none :: *runtime*.status",
    ),
]
