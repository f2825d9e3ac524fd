// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Commands.h"
#include "ui/windows/FormDialog.h"

class QLineEdit;

namespace ui {

/// Asks why something is denied, and whether the agent goes on with that.
class DenyDialog : public FormDialog
{
    Q_OBJECT

public:
    explicit DenyDialog(QWidget *parent);

signals:
    void denied(const QString &reason, ui::Commands::Run run);

private:
    void answer(Commands::Run run);

    QLineEdit *m_reason;
};

} // namespace ui
