// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/windows/FormDialog.h"

class QLineEdit;

namespace ui {

/// Asks for another name of a workspace; its id and its files stay as they are.
class RenameWorkspaceDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    RenameWorkspaceDialog(Session *session, const QJsonObject &workspace, QWidget *parent);

private:
    QLineEdit *m_name;
};

} // namespace ui
