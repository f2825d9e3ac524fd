// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

/// A workspace that wants to reach a host: which one, why it is asked, and the answers.
class ConnectionCard : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionCard(QWidget *parent = nullptr);

    /// @p question: `host`, `port`, `workspace_id`, and `reasons` of `text`.
    void ask(const QJsonObject &question);

signals:
    /// @p scope: how long the answer holds: "once", "workspace" or "always".
    void answered(bool isAllowed, const QString &scope);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_title;
    QLabel *m_host;
    QLabel *m_reasons;
    QPushButton *m_allow;
};

} // namespace ui
