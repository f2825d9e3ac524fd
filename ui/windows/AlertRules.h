// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class NeedsServer;
class TableView;

/// The name of a rule in words; of one that is not known, as it is.
QString wordsOfRule(const QString &rule);

/// What the server watches for: from where on it is an alert, for how long it must hold, who is
/// told, and a way to change that.
class AlertRules : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit AlertRules(Session *session, QWidget *parent = nullptr);

    void read();

signals:
    /// The words of the setting of the webhook.
    void settingAsked(const QString &name);
    void refused(const QString &why);

private:
    void take(const QJsonValue &answer);
    void takeRule(const QJsonObject &rule);
    void look();
    void change();
    void switchOver();

    Session *m_session;
    NeedsServer *m_needs;
    Table m_rules;
    TableView *m_view;
    QLabel *m_told;
    QPushButton *m_webhook;
    QPushButton *m_switch;
    QPushButton *m_change;
    bool m_hasWebhook = false;
};

} // namespace ui
