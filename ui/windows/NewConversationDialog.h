// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Preferences.h"
#include "ui/windows/FormDialog.h"

class QComboBox;
class QPlainTextEdit;

namespace ui {

/// Asks what an agent is to do, and where, and begins.
class NewConversationDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it. @p asking: when it asks, unless somebody chooses otherwise.
    NewConversationDialog(Session *session, Preferences::Asking asking, QWidget *parent);

signals:
    /// The conversation is there, and its agent at work.
    void made(const QString &conversationId);

private:
    void offerAgents();
    void offerModels();
    void takeModels(const QJsonArray &models);
    QJsonObject request() const;
    void submit();

    Session *m_session;
    QPlainTextEdit *m_message;
    QComboBox *m_agent;
    QComboBox *m_model;
    QComboBox *m_workspace;
    QComboBox *m_policy;
};

} // namespace ui
