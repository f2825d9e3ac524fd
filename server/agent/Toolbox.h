// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"
#include "tools/Tool.h"

namespace agent {

/// The tools of one conversation: those that its agent names and that this server can make.
class Toolbox
{
public:
    /// NotFound for a name that nobody knows, Conflict for a name that two tools claim.
    static core::Result<Toolbox> create(const model::AgentConfig &config,
                                        const tools::Place &place);

    /// The tool of this name, or nullptr.
    std::shared_ptr<tools::Tool> find(const QString &name) const;
    QStringList names() const;
    /// As the model sees them: each with an optional summary, and a risk unless it only reads.
    const QList<llm::ToolSchema> &schemas() const { return m_schemas; }
    /// As SystemPromptEvent lists them.
    QJsonArray dump() const;
    /// Names that are valid but that this server cannot make.
    const QStringList &leftOut() const { return m_leftOut; }
    void close() const;

private:
    core::Result<> addNamed(const model::AgentConfig &config, const tools::Place &place);
    core::Result<> addDefaults(const model::AgentConfig &config, const tools::Place &place);
    core::Result<> checkNames() const;

    QList<std::shared_ptr<tools::Tool>> m_tools;
    QList<llm::ToolSchema> m_schemas;
    QStringList m_leftOut;
};

} // namespace agent
