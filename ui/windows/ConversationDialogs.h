// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/FormDialog.h"

class QComboBox;
class QLineEdit;

namespace ui {

/// Asks for another title of a conversation.
class RenameDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    RenameDialog(Session *session, const QJsonObject &conversation, QWidget *parent);

private:
    QLineEdit *m_title;
};

/// Asks which of the kept models a conversation goes on with.
class ChangeModelDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    ChangeModelDialog(Session *session, const QJsonObject &conversation, QWidget *parent);

private:
    void submit();

    Session *m_session;
    const QString m_id;
    QComboBox *m_model;
};

/// Asks when a conversation has to ask before it acts.
class ChangePolicyDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    ChangePolicyDialog(Session *session, const QJsonObject &conversation, QWidget *parent);

private:
    void readPolicy(const QString &id);

    Session *m_session;
    QComboBox *m_policy;
};

} // namespace ui
