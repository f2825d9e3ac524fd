# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every difference that is meant, with its reason. What is not here is a mistake."""

from differ.expected import Explained, because

FAILED = (
    "a_model_that_*",
    "an_answer_*",
    "an_error_after_a_step",
    "the_run_after_an_error",
    "the_steps_are_limited",
    "repetition_without_stuck_detection",
)
ANALYSED = ("only_risky_actions_wait", "unknown_risks_wait", "an_analyzer_without_a_policy")
UNBUILT = ("/load_plugin", "/switch_acp_model")

RUNS: list[Explained] = [
    *because(
        "An event is stored before the status that tells of it: a client that wakes finds it.",
        *(f"{name} :: * order" for name in FAILED),
        *(
            f"{name} :: *.ConversationStateUpdateEvent(execution_status)#*.parent_id"
            for name in FAILED
        ),
        "a_rejected_action :: * order",
        "a_rejected_action :: *.ConversationStateUpdateEvent(execution_status)#3.parent_id",
    ),
    *because(
        "No SecurityAnalysisEvent: clients of 1.43.1 refuse events that they do not know.",
        *(f"{name} :: log order" for name in ANALYSED),
        *(f"{name} :: log.SecurityAnalysisEvent#*" for name in ANALYSED),
        *(f"{name} :: log.ObservationEvent#*.parent_id" for name in ANALYSED),
        *(
            f"{name} :: log.ConversationStateUpdateEvent(execution_status)#2.parent_id"
            for name in ANALYSED[:2]
        ),
        *(f"{name} :: log info.leaf_event_id" for name in ANALYSED[:2]),
    ),
    *because(
        "A provider that forbids is a matter of the settings; waiting does not help.",
        "a_model_that_answers_403 :: log.ConversationErrorEvent#1.code",
        "a_model_that_answers_403 :: log.ConversationErrorEvent#1.classification.*",
    ),
    *because(
        "All failures of the provider's servers have one code, and all answers that say nothing.",
        "a_model_that_answers_502 :: log.ConversationErrorEvent#1.code",
        "an_answer_that_is_not_json :: log.ConversationErrorEvent#1.code",
        "an_answer_without_choices :: log.ConversationErrorEvent#1.code",
    ),
    *because(
        "A latency is counted for answers that could be used.",
        "an_answer_with_no_choice :: log info.stats.usage_to_metrics.agent.response_latencies.1",
    ),
    *because(
        "Own words for the model.",
        "two_statements_in_one_command :: log.ObservationEvent#1.observation.content.0.text",
        "a_command_that_times_out :: log.ObservationEvent#1.observation.metadata.suffix",
        "an_empty_answer :: log.MessageEvent#*.llm_message.content.0.text",
        "stuck_in_empty_answers :: log.MessageEvent#*.llm_message.content.0.text",
        "stuck_in_the_same_error :: log.MessageEvent#*.llm_message.content.0.text",
    ),
    *because(
        "An answer without text has no part that says nothing.",
        "an_empty_answer :: log.MessageEvent#2.llm_message.content.0",
        "stuck_in_empty_answers :: log.MessageEvent#*.llm_message.content.0",
    ),
    *because(
        "Whether a model sees images is for the model to say; the reference answers for it.",
        "an_image_in_a_message :: *",
    ),
    *because(
        "What the terminal refuses has no output, so no place for the whole of it.",
        "two_statements_in_one_command :: log.ObservationEvent#1.observation.full_output_save_dir",
        "a_shell_that_is_reset :: log.ObservationEvent#2.observation.full_output_save_dir",
        "input_without_a_command :: log.ObservationEvent#1.observation.full_output_save_dir",
        "a_command_without_output :: log.ObservationEvent#2.observation.full_output_save_dir",
    ),
    *because(
        "What a question on the side costs is counted.",
        "the_question_on_the_side :: log info.stats.usage_to_metrics.ask-agent-llm",
    ),
    *because("Condensation is not built yet.", "a_context_window_that_is_full :: *"),
    *because(
        "Each model of the agent is in the statistics from the beginning, with zeros.",
        "* :: *stats.usage_to_metrics.agent",
        "* :: *stats.usage_to_metrics.condenser",
    ),
    *because(
        "Berth knows no Python modules: it echoes what the client sent and invents none.",
        "* :: *tool_module_qualnames.*",
    ),
    *because(
        "The first event of a tree has no parent, whatever news of the state came before it.",
        "* :: *.SystemPromptEvent#1.parent_id",
        "* :: *.PauseEvent#1.parent_id",
        "* :: *Event(confirmation_policy)#*.parent_id",
        "* :: *Event(security_analyzer)#*.parent_id",
        "titles_and_tags_are_changed :: *Event(tags)#*.parent_id",
    ),
    *because(
        "A run without any message asks the model; the reference ends it without a word.",
        "a_run_without_a_message :: *",
    ),
    *because(
        "New secrets are news: a client that caches the state learns of them.",
        "secrets_in_commands :: log order",
        "secrets_in_commands :: log.ConversationStateUpdateEvent(secret_registry)#1",
        "secrets_in_commands :: registry.*",
    ),
    *because(
        "A description that nobody gave is absent.",
        "secrets_in_commands :: *.TOKEN.description",
    ),
]

CONVERSATIONS: list[Explained] = [
    *because(
        "A fork knows the last message of its person.",
        "*fork* :: *last_user_message_id",
    ),
    *because(
        "The sender that the client named is kept; the reference drops it.",
        "messages_that_are_sent :: log.MessageEvent#2.sender",
    ),
    *because(
        "A message may be plain text, and unknown fields of a part are ignored, as everywhere.",
        "messages_that_are_sent :: plain text.status",
        "messages_that_are_sent :: surplus in a part.status",
        "messages_that_are_sent :: log order",
        "messages_that_are_sent :: log.*#*",
        "messages_that_are_sent :: log info.*",
    ),
    *because(
        "One event is the stored text, in which what is null is absent.",
        "events_are_read_one_by_one :: one *",
        "events_are_read_one_by_one :: batch.body.*",
    ),
    *because(
        "The policy's and the analyzer's kind is one place, and their names are words of Berth.",
        "policies_and_analyzers_are_changed :: *.body.detail.*",
    ),
    *because(
        "The patterns of an analyzer are its own; a client fills in its defaults.",
        "policies_and_analyzers_are_changed :: *patterns",
    ),
]

REFUSALS: list[Explained] = [
    *because(
        "The parameter of the path has the name id.",
        "an_id_that_is_none :: *.body.detail.0.loc",
    ),
    *because(
        "A wrong body is told at the field that is wrong, without the alternatives of a union.",
        "messages_that_are_sent :: *.body.detail.*",
        "bodies_that_are_wrong :: *.body.detail.*",
        "start_requests_that_are_wrong :: *.body.detail*",
        "tags_are_checked_when_a_conversation_is_made :: *.body.detail.*",
        "titles_and_tags_are_changed :: *.body.detail.*",
        "forks_that_are_refused :: *.body.detail.*",
        "secrets_in_commands :: *.body.detail.*",
        "files_that_are_refused :: *.body.detail.*",
    ),
    *because(
        "A body that is not UTF-8 is broken JSON: 422.",
        "bodies_that_are_wrong :: *not UTF-8.status",
    ),
    *because(
        "Bad input is refused; the reference fails with 500.",
        "tags_are_checked_when_a_conversation_is_made :: *.status",
        "titles_and_tags_are_changed :: *.status",
        "messages_of_other_roles :: *.status",
        "start_requests_that_are_wrong :: workspace without a directory.status",
    ),
    *because("What is refused leaves nothing in the log.", "messages_of_other_roles :: log*"),
    *because(
        "A page that is no id is refused.",
        "conversations_are_searched_and_counted :: *page_id=nothing.status",
    ),
    *because(
        "Stored profiles are not built yet.",
        "start_requests_that_are_wrong :: unknown profile.status",
    ),
    *because(
        "Taken as it is: a model without a name fails when it is asked, and plain text is the value of"
        " a secret.",
        "start_requests_that_are_wrong :: model without a name.status",
        "start_requests_that_are_wrong :: bad secret.status",
    ),
    *because(
        "A body is JSON whatever its type says; the reference fails with 500.",
        "bodies_of_other_types :: *.status",
    ),
]

SERVER: list[Explained] = [
    *because(
        "/health tells how the parts of the server are.",
        "details_of_the_server :: GET /health.body.*",
        "who_may :: *: /health.body.*",
    ),
    *because("Berth's own tools.", "the_tools_of_the_server :: GET /api/tools/.body"),
    *because(
        "A slash at the end is no other route, so nothing is redirected.",
        "routes_that_are_not_there :: GET *.status",
        "the_tools_of_the_server :: without a slash.status",
    ),
    *because(
        "HEAD and OPTIONS are served.",
        "other_methods :: *.status",
        "routes_that_are_not_there :: *.allow",
    ),
    *because("A key may come as a bearer on every route.", "who_may :: a bearer: *.status"),
    *because(
        "Foreign origins get no header, and 403 before anything is done.",
        "pages_of_other_origins :: *",
    ),
    *because(
        "A plain request is told what the path speaks.", "a_socket_that_is_no_upgrade :: *.status"
    ),
    *because(
        "Unknown sockets are unknown paths.",
        "sockets_of_unknown_conversations :: /sockets/nothing.1",
    ),
    *because(
        "A cursor below -1 is refused before the upgrade, like one that is no number.",
        "sockets_of_unknown_conversations :: *after_seq=-2.*",
    ),
    *because(
        "An empty key is no key: the first frame may bear it.",
        "the_ways_to_say_the_key :: *: empty query.*",
    ),
    *because(
        "No capability of the reference is claimed.",
        "details_of_the_server :: capabilities*",
        "details_of_the_server :: *.body.capabilities",
    ),
]

WORKSPACES: list[Explained] = [
    *because("Own words.", "commands_are_executed :: an absent directory.body.stderr"),
    *because("A timeout of 0 or less is none.", "commands_that_take_too_long :: n*"),
    *because(
        "Times and orders of commands are refused with value_error.",
        "a_command_in_the_background :: search bad *.body.detail.0.type",
    ),
    *because(
        "Names come as they are: not quoted, not escaped, and in their order.",
        "changes_of_files_with_strange_names :: changes.body*",
    ),
    *because(
        "A directory has no difference: 400.",
        "differences_of_files :: a directory.status",
    ),
    *because(
        "What is wrong with a range is told as JSON, and several ranges get the whole file.",
        "parts_of_a_file :: Range *.type",
        "parts_of_a_file :: Range *.body",
        "parts_of_a_file :: Range bytes=0-1,4-5.status",
    ),
    *because("HEAD is served.", "parts_of_a_file :: HEAD.status"),
    *because(
        "The two servers of a comparison have homes of their own.",
        "* :: GET /api/file/home.body.favorites.0",
    ),
    *because(
        "The folder of each server is its own; a header tells it escaped.",
        "archives :: *.headers.x-archive-repo-root",
    ),
    *because(
        "A word that is not of a list is told as such.",
        "archives :: bad format.body.detail.0.type",
    ),
    *because(
        "The parameter of the path has the name id.",
        "the_trajectory_of_a_conversation :: bad.body.detail.0.loc",
    ),
    *because(
        "A number out of bounds is refused with value_error.",
        "commits :: commits *.body.detail.0.type",
    ),
    *because(
        "A file's name is told in both spellings.",
        "files_* :: *.content-disposition",
    ),
]

SETTINGS: list[Explained] = because(
    "A name that is none is told by its place.",
    "secrets_that_are_kept :: GET /api/settings/secrets/*.body.detail",
)

NOT_BUILT: list[Explained] = because(
    "Not built yet.",
    *(f"an_id_that_is_none :: POST {path}.status" for path in UNBUILT),
    *(f"bodies_that_are_wrong :: POST {path} *.status" for path in UNBUILT),
    "an_id_that_is_none :: GET /workspace.status",
    "condensing_by_request :: *",
    "another_model :: *.status",
    "lists_for_the_settings :: *.status",
    "the_tools_of_the_server :: GET /api/tools/catalog.status",
)

EXPLAINED: list[Explained] = [*RUNS, *CONVERSATIONS, *REFUSALS, *SERVER, *WORKSPACES, *SETTINGS, *NOT_BUILT]
