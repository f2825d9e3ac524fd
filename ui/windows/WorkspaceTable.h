// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/models/Usage.h"
#include "ui/widgets/Table.h"

namespace ui {

/// How a workspace is, in words, with its sign; what uses nearly all it may is told as a warning.
struct WorkspaceLook
{
    QString word;
    QString icon;
    Tone tone = Tone::Muted;
};

WorkspaceLook lookOfWorkspace(const QJsonObject &workspace, const QJsonObject &usage);

/// The share of its processors, memory or disk that a workspace may use; -1 when it is not known.
double processorShare(const QJsonObject &workspace, double processors);
double memoryShare(const QJsonObject &usage);
/// From this share on it is told as a warning.
inline constexpr double nearMemoryLimit = 0.9;

/// Why one that failed does not start, and when it is tried again; empty for another.
QString failureOfWorkspace(const QJsonObject &workspace);
/// Why one that is stopped is; empty where nobody said.
QString restOfWorkspace(const QJsonObject &workspace);

/// "now", "12 min", "3 h", then a date; nothing for what never was.
QString ageWord(const QString &moment);

/// The workspaces of a session as rows, with what they use.
class WorkspaceTable : public Table
{
    Q_OBJECT

public:
    /// Both outlive it.
    WorkspaceTable(Session *session, Usage *usage, QObject *parent = nullptr);
};

} // namespace ui
