// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkspaceChange.h"

namespace workspace {

/// As the RFC has it: members of objects are merged, null removes.
static QJsonObject mergedPatch(QJsonObject target, const QJsonObject &patch)
{
    for (auto member = patch.begin(); member != patch.end(); ++member) {
        const QJsonValue value = *member;
        if (value.isNull())
            target.remove(member.key());
        else if (value.isObject())
            target.insert(member.key(),
                          mergedPatch(target.value(member.key()).toObject(), value.toObject()));
        else
            target.insert(member.key(), value);
    }
    return target;
}

core::Result<WorkspaceSettings> WorkspaceChange::appliedTo(const WorkspaceSettings &own) const
{
    QJsonObject settings = patch;
    settings.remove("name");
    return json::read<WorkspaceSettings>(
        mergedPatch(json::writeObject(own, json::Nulls::Omit), settings));
}

std::optional<QString> WorkspaceChange::name() const
{
    if (!patch.contains("name"))
        return std::nullopt;
    return patch.value("name").toString();
}

} // namespace workspace

/// Variables are taken back by null, too.
QJsonObject json::Codec<workspace::WorkspaceChange>::schema()
{
    QJsonObject schema = Codec<workspace::NewWorkspace>::schema();
    QJsonObject properties = schema.value("properties").toObject();
    QJsonObject variables = properties.value("env").toObject();
    variables.insert("additionalProperties",
                     QJsonObject{{"anyOf", QJsonArray{QJsonObject{{"type", "string"}},
                                                      QJsonObject{{"type", "null"}}}}});
    properties.insert("env", variables);
    schema.insert("properties", properties);
    return schema;
}

void json::Codec<workspace::WorkspaceChange>::read(const QJsonValue &value,
                                                   workspace::WorkspaceChange &out, Reader &reader)
{
    if (!value.isObject())
        return reader.report("dict_type", "expected an object", value);
    // An unknown name is refused whether or not it is taken back.
    QJsonObject said = workspace::mergedPatch({}, value.toObject());
    for (const QString &key : value.toObject().keys()) {
        if (value[key].isNull())
            said.insert(key, QJsonValue());
    }
    workspace::NewWorkspace checked;
    readInto(QJsonValue(said), checked, reader);
    out.patch = value.toObject();
}
