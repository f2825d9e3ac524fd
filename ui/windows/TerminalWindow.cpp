// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TerminalWindow.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/windows/TerminalPane.h"

#include <QBoxLayout>
#include <QEvent>

namespace ui {

TerminalWindow::TerminalWindow(Client *client, const QString &workspaceId, const QString &name,
                               QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_name(name)
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(820, 520);
    auto *pane = new TerminalPane(client, workspaceId, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pane);
    focusFirst(this, pane);
    retranslate();
}

void TerminalWindow::retranslate()
{
    setWindowTitle(tr("Terminal of %1 – Berth").arg(m_name));
}

void TerminalWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace ui
