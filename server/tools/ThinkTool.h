// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tools/Tool.h"

namespace tools {

/// Notes a thought, which changes nothing.
class ThinkTool : public Tool
{
public:
    ThinkTool();

    const Definition &definition() const override { return m_definition; }
    core::Result<QJsonObject> parse(const QJsonObject &arguments) const override;
    core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) override;

private:
    Definition m_definition;
};

} // namespace tools
