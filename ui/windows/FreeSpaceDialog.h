// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"
#include "ui/widgets/Table.h"
#include "ui/windows/FormDialog.h"

class QLabel;

namespace ui {

class TableView;

/// What takes space and is not needed: images that no workspace is made of, and stopped workspaces
/// besides the default ones. It lists what, whose and why first; what is chosen is deleted.
class FreeSpaceDialog : public FormDialog
{
    Q_OBJECT

public:
    /// @p session outlives it.
    FreeSpaceDialog(Session *session, QWidget *parent);

signals:
    void freed(int things);

private:
    void readImages();
    void addWorkspaces();
    void updateChosen();
    void submit();

    Session *m_session;
    Table m_things;
    TableView *m_view;
    QLabel *m_nothing; ///< says so
    QLabel *m_chosen; ///< how much goes
};

} // namespace ui
