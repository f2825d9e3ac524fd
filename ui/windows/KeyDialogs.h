// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/FormDialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace ui {

/// Makes a key.
class NewKeyDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it. @p users: whose key it can be; without any, one's own.
    NewKeyDialog(Session *session, const QStringList &users, QWidget *parent);

signals:
    /// With the key itself, which nobody can read again.
    void made(const QJsonObject &key);

private:
    QJsonObject request() const;

    QLineEdit *m_name;
    QComboBox *m_user;
    QComboBox *m_expires;
    QList<QCheckBox *> m_scopes;
};

/// Makes a key that may do what another does, and says how long that one still works.
class ReplaceKeyDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    ReplaceKeyDialog(Session *session, const QJsonObject &key, QWidget *parent);

signals:
    /// With the key itself, which nobody can read again.
    void made(const QJsonObject &key);
};

/// Makes a user.
class NewUserDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    NewUserDialog(Session *session, QWidget *parent);

signals:
    void made();

private:
    QLineEdit *m_id;
    QLineEdit *m_name;
};

/// Shows a key this once; it is closed by saying that the key is stored.
class ShownKeyDialog : public QDialog
{
    Q_OBJECT

public:
    ShownKeyDialog(const QString &name, const QString &key, QWidget *parent);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace ui
