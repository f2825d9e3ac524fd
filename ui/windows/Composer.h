// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace ui {

class Chip;

/// Where a message to the agent is written: two to ten lines, with when the agent asks, what it is
/// sent to and the button below. Enter is a new line, Ctrl+Enter sends, Ctrl+Shift+Enter sends
/// without running.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    /// What will happen when it is sent.
    void setHint(const QString &text);
    void setModel(const QString &name);
    /// @p policy: `kind` and `threshold` as the wire has them; empty when it is not known.
    void setPolicy(const QJsonObject &policy);
    QString draft() const;
    void setDraft(const QString &text);
    /// Off while the server does not answer; what was written stays.
    void setOnline(bool isOnline);

signals:
    void said(const QString &text, bool andRun);
    /// The person wants to change when the agent asks.
    void policyAsked();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void send(bool andRun);
    void fit();
    void retranslate();
    void showPolicy();
    void update();

    bool m_isOnline = true;
    QJsonObject m_policy;
    QPlainTextEdit *m_draft;
    QPushButton *m_ask;
    Chip *m_model;
    QPushButton *m_send;
};

} // namespace ui
