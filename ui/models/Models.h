// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/FeedModel.h"

namespace ui {

/// The state of a conversation in the words of the window.
QString stateWord(const QString &state);

/// Conversations: who needs somebody first, then who works, then the newest.
class ConversationsModel : public FeedModel
{
    Q_OBJECT

public:
    explicit ConversationsModel(Feed *feed, QObject *parent = nullptr)
        : FeedModel(feed, "conversations", parent)
    {}

    /// The title, or what stands for it while there is none.
    static QString titleOf(const QJsonObject &item);

protected:
    QString textOf(const QJsonObject &item) const override;
    QVariant orderOf(const QJsonObject &item) const override;
};

/// Workspaces by name, the default one first.
class WorkspacesModel : public FeedModel
{
    Q_OBJECT

public:
    explicit WorkspacesModel(Feed *feed, QObject *parent = nullptr)
        : FeedModel(feed, "workspaces", parent)
    {}

protected:
    QString textOf(const QJsonObject &item) const override;
    QVariant orderOf(const QJsonObject &item) const override;
};

/// What the server says that needs a person, the newest first.
class AlertsModel : public FeedModel
{
    Q_OBJECT

public:
    explicit AlertsModel(Feed *feed, QObject *parent = nullptr)
        : FeedModel(feed, "alerts", parent)
    {}

protected:
    QString textOf(const QJsonObject &item) const override;
    QVariant orderOf(const QJsonObject &item) const override;
};

/// What the server says of itself: one item.
class ServerModel : public FeedModel
{
    Q_OBJECT

public:
    explicit ServerModel(Feed *feed, QObject *parent = nullptr)
        : FeedModel(feed, "server", parent)
    {}

    /// With state, version, runtime, engine, started_at, status and reasons; empty until it is
    /// known.
    QJsonObject facts() const { return item("server"); }

protected:
    QString textOf(const QJsonObject &item) const override;
    QVariant orderOf(const QJsonObject &) const override { return 0; }
};

/// Questions that wait for a person, the oldest first.
class WaitingModel : public FeedModel
{
    Q_OBJECT

public:
    explicit WaitingModel(Feed *feed, QObject *parent = nullptr)
        : FeedModel(feed, "waiting", parent)
    {}

    /// The conversation, or what else asks.
    static QString titleOf(const QJsonObject &question);
    /// What its first action does, on one line: the command, the path, or the name of the tool; or
    /// where a connection would go.
    static QString textOfFirst(const QJsonObject &question);
    /// Whether textOfFirst() is all that is asked, in at most @p length characters.
    static bool isWhole(const QJsonObject &question, qsizetype length);
    /// "High risk", "Risk not rated", ...; of a connection, that it is one.
    static QString riskOf(const QJsonObject &question);
    /// Why it is asked, a sentence each; what only the server knows in its own words.
    static QStringList reasonsOf(const QJsonObject &question);
    /// Its risk and the first reason to ask, in two sentences.
    static QString whyOf(const QJsonObject &question);

protected:
    QString textOf(const QJsonObject &item) const override;
    QVariant orderOf(const QJsonObject &item) const override;
};

} // namespace ui
