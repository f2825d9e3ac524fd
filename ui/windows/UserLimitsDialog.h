// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/FormDialog.h"

class QLineEdit;

namespace ui {

/// How much a user may have and spend, and what their workspaces may use; an empty field is as the
/// server says.
class UserLimitsDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p user: as the server shows them.
    UserLimitsDialog(Session *session, QJsonObject user, QWidget *parent);

signals:
    void changed();

private:
    struct Field
    {
        QString name; ///< of the member
        QLineEdit *edit;
    };

    void add(QList<Field> &fields, const QString &name, const QString &label,
             const QJsonValue &value, const QString &help = {});
    QJsonObject request() const;

    const QJsonObject m_user;
    QList<Field> m_quotas;
    QList<Field> m_limits;
    QList<Field> m_budget;
};

} // namespace ui
