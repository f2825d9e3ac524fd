// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Client.h"

#include <QWidget>

namespace ui {

/// A shell of a workspace in a window of its own.
class TerminalWindow : public QWidget
{
    Q_OBJECT

public:
    /// @p client outlives it.
    TerminalWindow(Client *client, const QString &workspaceId, const QString &name,
                   QWidget *parent);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    const QString m_name;
};

} // namespace ui
