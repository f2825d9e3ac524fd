// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tools/Tool.h"

namespace tools {

/// A tool with parameters of the agent's maker beside its own. They are checked and stay in the
/// model's call, from where clients read them; the action does not hold them.
class ResponseSchema : public Tool
{
public:
    /// Invalid when @p schema is not a plain object schema or one of its names is taken.
    static core::Result<std::shared_ptr<Tool>> create(std::shared_ptr<Tool> tool,
                                                      const QJsonObject &schema);

    const Definition &definition() const override { return m_definition; }
    core::Result<QJsonObject> parse(const QJsonObject &arguments) const override;
    core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) override;
    QStringList locks(const QJsonObject &action) const override { return m_tool->locks(action); }
    void close() override { m_tool->close(); }

private:
    std::shared_ptr<Tool> m_tool;
    QJsonObject m_schema;
    Definition m_definition;
};

} // namespace tools
