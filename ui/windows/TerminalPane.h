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
/// it reaches this machine. Keys with Ctrl alone are the shell's, unless the window says otherwise.
class TerminalPane : public QWidget
{
    Q_OBJECT

public:
    /// @p client outlives it.
    TerminalPane(Client *client, const QString &workspaceId, QWidget *parent = nullptr);
    ~TerminalPane() override;

    /// Ctrl with this key stays a shortcut of the window.
    void leaveOut(int key) { m_leftOut = key; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void retranslate();
    void start();
    void tellSize();
    void write();
    void showText();

    TerminalLine m_line;
    int m_leftOut = 0;
    QTermWidget *m_terminal;
    QSocketNotifier *m_writable = nullptr;
    QByteArray m_printed; ///< that the emulator has not taken yet
    QSize m_size; ///< in columns and rows, as the shell knows it
    Notice *m_notice;
    QPushButton *m_again;
    QPushButton *m_asText;
};

} // namespace ui
