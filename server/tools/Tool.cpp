// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/Tool.h"

QJsonObject tools::Definition::dump() const
{
    QJsonObject object{{"kind", kind},
                       {"title", annotations.value("title").toString(name)},
                       {"description", description},
                       {"action_type", actionKind},
                       {"observation_type", observationKind}};
    if (!annotations.isEmpty())
        object.insert("annotations", annotations);
    if (responseSchema)
        object.insert("response_schema", *responseSchema);
    if (kind == "ClientTool") {
        object.insert("client_tool_name", name);
        object.insert("input_schema", parameters);
    }
    return object;
}

QStringList tools::Tool::locks(const QJsonObject &) const
{
    return {};
}
