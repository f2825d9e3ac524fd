// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class TableView;

/// The name of a rule in words; of one that is not known, as it is.
QString wordsOfRule(const QString &rule);

/// What the server watches for: from where on it is an alert, for how long it must hold, and who is
/// told.
class AlertRules : public QWidget
{
    Q_OBJECT

public:
    /// @p session outlives it.
    explicit AlertRules(Session *session, QWidget *parent = nullptr);

    void read();

signals:
    /// The words of the setting that holds a threshold.
    void settingAsked(const QString &name);

private:
    void take(const QJsonValue &answer);
    void look();

    Session *m_session;
    Table m_rules;
    TableView *m_view;
    QLabel *m_told;
    QPushButton *m_change;
};

} // namespace ui
