// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace ui {

/// The agent of the offline demo: it needs no model, no key and no network.
inline QJsonObject demoAgent()
{
    const QJsonArray tools{QJsonObject{{"name", "terminal"}}, QJsonObject{{"name", "file_editor"}},
                           QJsonObject{{"name", "task_tracker"}}};
    const QJsonObject model{{"model", "demo/berth"}, {"stream", true}, {"usage_id", "agent"}};
    return {{"kind", "Agent"}, {"llm", model}, {"tools", tools}};
}

} // namespace ui
