// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/FormDialog.h"

class QCheckBox;
class QLineEdit;

namespace ui {

/// Whether a rule of alerts is on, from where on and after how long it fires, and who is told.
class AlertRuleDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p rule: as the server shows it. @p hasWebhook: there is an address that can be told.
    AlertRuleDialog(Session *session, QJsonObject rule, bool hasWebhook, QWidget *parent);

signals:
    /// As it counts now.
    void changed(const QJsonObject &rule);

private:
    void addThreshold();
    void addHolds();
    void addSinks(bool hasWebhook);
    void addWayBack();
    void submit();
    void send(const QJsonObject &members);

    Session *m_session;
    const QJsonObject m_rule;
    QCheckBox *m_isOn;
    QLineEdit *m_threshold = nullptr; ///< of a rule that has one
    QLineEdit *m_holds;
    QList<QCheckBox *> m_sinks;
};

} // namespace ui
