// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

/// What a conversation used: its context window, tokens and cost, model by model.
class UsagePanel : public QWidget
{
    Q_OBJECT

public:
    /// @p client outlives it.
    explicit UsagePanel(Client *client, QWidget *parent = nullptr);

    /// Asks the server for what is true now. @p steps of the run under way; 0 when nobody counted.
    void look(const QString &conversationId, int steps);

private:
    void show(const QJsonObject &conversation);
    void addContext(const QJsonObject &uses);
    void addFact(const QString &name, const QString &value, const QString &below = {});

    Client *m_client;
    QString m_id;
    int m_steps = 0;
    bool m_isReading = false;
    QVBoxLayout *m_column;
};

} // namespace ui
