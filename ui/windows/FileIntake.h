// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"

#include <QObject>

#include <stop_token>

namespace ui {

/// Brings files of this machine into the workspace of a conversation, one after the other, below
/// "attachments" in the directory it works in. It replaces nothing that is there.
class FileIntake : public QObject
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit FileIntake(Session *session, QObject *parent = nullptr);
    ~FileIntake() override;

    /// @p conversation: `id`, `workspace`, `directory`.
    void bring(const QJsonObject &conversation, const QStringList &files);

signals:
    /// @p path: as the agent finds it from its directory.
    void brought(const QString &conversationId, const QString &path);
    /// What is being done, or why it was not.
    void told(const QString &text, bool isDone);

private:
    struct Wanted
    {
        QString conversation;
        QString workspace;
        QString directory;
        QString file;
    };

    void next();

    Session *m_session;
    QList<Wanted> m_waiting;
    bool m_isBusy = false;
    std::stop_source m_stop;
};

} // namespace ui
