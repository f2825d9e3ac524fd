// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/TouchedFiles.h"

namespace ui {

/// What git says of the folder of a conversation, asked for one question at a time, and only while
/// its workspace is at work: looking must not start it. Where there is no repository it is silent.
class GitChanges : public QObject
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit GitChanges(Session *session, QObject *parent = nullptr);

    /// Of this conversation from now on; nothing is known of it yet.
    void look(const QString &conversationId);
    void ask();
    /// Whether it was asked while the workspace could not answer, which it can now.
    bool isOwed() const;
    /// Both sides of a file of the workspace; diffRead() follows, unless that cannot be had or
    /// another one is wanted by then.
    void askDiff(const QString &path);

signals:
    /// By their whole paths.
    void filesRead(const QMap<QString, GitFile> &files);
    void diffRead(const QString &path, const QString &before, const QString &after);

private:
    bool canAnswer() const;
    QString folder() const;
    void read(const QJsonArray &changes, const QString &folder);

    Session *m_session;
    QString m_id;
    bool m_isAsking = false;
    bool m_isWanted = false; ///< once more, after the question that is under way
    bool m_isRefused = false; ///< the workspace was not at work
    bool m_isAskingDiff = false;
    QString m_wantedDiff; ///< path of the file
    std::stop_source m_stop; ///< of what is under way
};

} // namespace ui
