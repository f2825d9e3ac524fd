// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Workspaces.h"

namespace workspace {

/// What is to be another in a workspace: what is named takes the place of what was, null takes it
/// back, and the rest stays (a JSON Merge Patch, RFC 7396).
struct WorkspaceChange
{
    QJsonObject patch = {};

    static constexpr json::Unknown unknownFields = json::Unknown::Refuse;

    /// Of these settings of its own. Invalid with the path of what does not fit.
    core::Result<WorkspaceSettings> appliedTo(const WorkspaceSettings &own) const;
    /// The name it gets; nothing when it keeps the one it has.
    std::optional<QString> name() const;
};

} // namespace workspace

template<>
struct json::Codec<workspace::WorkspaceChange>
{
    static void read(const QJsonValue &value, workspace::WorkspaceChange &out, Reader &reader);
    static QJsonValue write(const workspace::WorkspaceChange &value, Nulls) { return value.patch; }
    static QJsonObject schema();
};
