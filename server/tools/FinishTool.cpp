// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/FinishTool.h"

#include "core/Json.h"
#include "tools/Observation.h"

namespace tools {

struct FinishAction
{
    static constexpr const char *kind = "FinishAction";
    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    QString message;

    static constexpr auto fields()
    {
        return std::tuple{
            json::field("message", &FinishAction::message, "The last message to the user.")};
    }
};

static constexpr const char *finishDescription = R"(End the work on the current request.

Use it when the request is fulfilled, or when you cannot go on: for technical reasons, or because
you need something from the user.

The message says
* what you did and what came of it,
* what the user may want to do next,
* if you could not finish: why, and what was tried,
* what you need to know, if there are questions left.)";

FinishTool::FinishTool()
{
    m_definition.name = "finish";
    m_definition.kind = "FinishTool";
    m_definition.description = finishDescription;
    m_definition.actionKind = FinishAction::kind;
    m_definition.observationKind = "FinishObservation";
    m_definition.annotations = {{"title", "finish"},
                                {"readOnlyHint", true},
                                {"destructiveHint", false},
                                {"idempotentHint", true},
                                {"openWorldHint", false}};
    m_definition.parameters = json::schema<FinishAction>();
}

core::Result<QJsonObject> FinishTool::parse(const QJsonObject &arguments) const
{
    return json::read<FinishAction>(arguments).transform(
        [](const FinishAction &action) { return json::writeObject(action); });
}

core::Task<QJsonObject> FinishTool::execute(QJsonObject action, std::stop_token)
{
    co_return observation("FinishObservation", action.value("message").toString());
}

} // namespace tools
