// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class QuestionFacts;

/// A workspace that wants to reach a host: which one, why it is asked, and the answers,
/// which wake a moment after it appeared.
class ConnectionCard : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionCard(QWidget *parent = nullptr);

    /// @p question: `id`, `host`, `port`, `asked_at`, `deadline`, and `reasons` of `text`.
    void ask(const QJsonObject &question);
    /// Which workspace it is; empty when that is not known.
    void setWorkspace(const QString &name);
    /// Whether a letter is an answer, which it then gives.
    bool takeLetter(int key);

signals:
    /// @p scope: how long the answer holds: "once", "workspace" or "always".
    void answered(bool isAllowed, const QString &scope);
    void moreTimeAsked(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setAwake(bool isAwake);

    QString m_id;
    QTimer m_waking;
    QLabel *m_title;
    QLabel *m_host;
    QLabel *m_reasons;
    QuestionFacts *m_facts;
    QPushButton *m_allow;
    QPushButton *m_longer;
    QPushButton *m_deny;
    QPushButton *m_moreTime;
};

} // namespace ui
