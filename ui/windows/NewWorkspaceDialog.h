// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/FormDialog.h"

class QComboBox;
class QLineEdit;

namespace ui {

/// Makes a workspace. What is left empty is as the server's settings say.
class NewWorkspaceDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    NewWorkspaceDialog(Session *session, QWidget *parent);

signals:
    void made(const QString &workspaceId);

private:
    QJsonObject request() const;
    void submit();

    Session *m_session;
    QLineEdit *m_name;
    QLineEdit *m_image;
    QLineEdit *m_memory;
    QLineEdit *m_processors;
    QLineEdit *m_disk;
    QComboBox *m_network;
    QComboBox *m_profile;
};

} // namespace ui
