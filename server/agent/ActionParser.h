// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Toolbox.h"
#include "model/Event.h"

namespace agent {

/// A tool call of a model, turned into the event that records it; `error` says why it cannot run.
struct ParsedCall
{
    model::ActionEvent event; ///< without thought and response id
    std::optional<QString> error;
};

/// Turns what a model asks for into a checked action, mending the small mistakes that models make.
class ActionParser
{
public:
    /// @p hasAnalyzer: whether the model's own judgement of the risk counts.
    ActionParser(const Toolbox *toolbox, bool hasAnalyzer)
        : m_toolbox(toolbox)
        , m_hasAnalyzer(hasAnalyzer)
    {}

    ParsedCall parse(const model::ToolCall &call) const;

private:
    core::Result<QString> takeRisk(const tools::Tool &tool, QJsonObject &arguments) const;

    const Toolbox *m_toolbox;
    bool m_hasAnalyzer;
};

} // namespace agent
