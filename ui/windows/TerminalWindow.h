// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/TerminalLine.h"

#include <QWidget>

class QPushButton;
class QSocketNotifier;
class QTermWidget;

namespace ui {

class Notice;

/// A shell of a workspace on the screen. What it prints is drawn by a terminal emulator; nothing of
/// it reaches this machine.
class TerminalWindow : public QWidget
{
    Q_OBJECT

public:
    /// A window of its own. @p client outlives it.
    TerminalWindow(Client *client, const QString &workspaceId, const QString &name,
                   QWidget *parent);
    ~TerminalWindow() override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void start();
    void tellSize();
    void write();

    TerminalLine m_line;
    QTermWidget *m_terminal;
    QSocketNotifier *m_writable = nullptr;
    QByteArray m_printed; ///< that the emulator has not taken yet
    QSize m_size; ///< in columns and rows, as the shell knows it
    Notice *m_notice;
    QPushButton *m_again;
};

} // namespace ui
