// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/ThinkTool.h"

#include "core/Json.h"
#include "tools/Observation.h"

namespace tools {

struct ThinkAction
{
    static constexpr const char *kind = "ThinkAction";
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    QString thought;

    static constexpr auto fields()
    {
        return std::tuple{json::field("thought", &ThinkAction::thought, "The thought.")};
    }
};

static constexpr const char *thinkDescription =
    R"(Write down a thought. It reads nothing and changes nothing; it only
becomes part of the conversation.

Use it as a scratchpad when something needs thinking over:
* you found the cause of a bug: weigh several ways to repair it, which is simplest and which is
  safest,
* tests failed: think about what the results mean before you change code,
* a new feature or a larger change: compare designs and what speaks for and against each,
* you are debugging: collect what you know, what you assume, and what to look at next.)";

ThinkTool::ThinkTool()
{
    m_definition.name = "think";
    m_definition.kind = "ThinkTool";
    m_definition.description = thinkDescription;
    m_definition.actionKind = ThinkAction::kind;
    m_definition.observationKind = "ThinkObservation";
    m_definition.annotations = {{"readOnlyHint", true},
                                {"destructiveHint", false},
                                {"idempotentHint", true},
                                {"openWorldHint", false}};
    m_definition.parameters = json::schema<ThinkAction>();
}

core::Result<QJsonObject> ThinkTool::parse(const QJsonObject &arguments) const
{
    return json::read<ThinkAction>(arguments).transform(
        [](const ThinkAction &action) { return json::writeObject(action); });
}

core::Task<QJsonObject> ThinkTool::execute(QJsonObject, std::stop_token)
{
    co_return observation("ThinkObservation", "Your thought has been logged.");
}

} // namespace tools
