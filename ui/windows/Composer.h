// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace ui {

class Chip;

/// Where a message to the agent is written: two to ten lines, with what it is sent to and the
/// button below. Enter is a new line, Ctrl+Enter sends, Ctrl+Shift+Enter sends without running.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    /// What will happen when it is sent.
    void setHint(const QString &text);
    void setModel(const QString &name);
    QString draft() const;
    void setDraft(const QString &text);
    /// Off while the server does not answer; what was written stays.
    void setOnline(bool isOnline);

signals:
    void said(const QString &text, bool andRun);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void send(bool andRun);
    void fit();
    void retranslate();
    void update();

    bool m_isOnline = true;
    QPlainTextEdit *m_draft;
    Chip *m_model;
    QPushButton *m_send;
};

} // namespace ui
