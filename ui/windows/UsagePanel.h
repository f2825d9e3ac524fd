// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

class WorkspaceUse;

/// What a conversation used: its context window, tokens and cost, model by model; what its
/// workspace uses, live while it can be seen; and what its run waited for.
class UsagePanel : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit UsagePanel(Session *session, QWidget *parent = nullptr);

    /// Asks the server for what is true now. @p item: the conversation as the feed tells it.
    void look(const QString &conversationId, const QJsonObject &item);

private:
    void show(const QJsonObject &conversation);
    void addContext(const QJsonObject &uses);
    void addCost(const QJsonObject &uses);
    void addModels(const QJsonObject &uses);
    void addRun(int mostSteps);
    void addFact(const QString &name, const QString &value, const QString &below = {});
    void addBar(const QString &name, double share);

    Session *m_session;
    QString m_id;
    QJsonObject m_item;
    bool m_isReading = false;
    QVBoxLayout *m_column = nullptr; ///< what is being filled: one of the next two
    QVBoxLayout *m_facts;
    QVBoxLayout *m_run;
    WorkspaceUse *m_workspace;
};

} // namespace ui
