// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Json.h"
#include "tools/Tool.h"

namespace tools {

/// A tool that the client carries out when it sees the action.
class ClientTool : public Tool
{
public:
    /// @p spec has name, description, parameters (a JSON Schema of type object) and perhaps
    /// annotations.
    static core::Result<std::shared_ptr<Tool>> create(const QJsonObject &spec);

    const Definition &definition() const override { return m_definition; }
    core::Result<QJsonObject> parse(const QJsonObject &arguments) const override;
    core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) override;

private:
    Definition m_definition;
};

} // namespace tools
