// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui {

/// A question of an agent: the actions whole, their risk, why it is asked, and the answers. It has
/// no default button and takes no focus by itself; its buttons wake a moment after it appeared.
/// While it has the focus, A allows and D denies.
class ApprovalCard : public QWidget
{
    Q_OBJECT

public:
    explicit ApprovalCard(QWidget *parent = nullptr);

    /// @p question: `actions` of `id`, `tool` and `action`, `risk`, and `reasons` of `text`.
    void ask(const QJsonObject &question);
    QStringList actionIds() const { return m_actionIds; }
    /// Whether A, D and R act while the card has the focus.
    void setSingleKeys(bool areOn);

signals:
    /// The answer holds for exactly these actions.
    void allowed(const QStringList &actionIds);
    void denied(const QStringList &actionIds, const QString &reason);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showQuestion();
    void showMore();
    void allow();
    void deny();
    void wake();

    QJsonObject m_question;
    QStringList m_actionIds;
    bool m_hasSingleKeys = true;
    bool m_isHighRisk = false;
    QElapsedTimer m_pressed; ///< since the first of two presses that high risk asks for
    QLabel *m_title;
    QLabel *m_risk;
    QPlainTextEdit *m_actions;
    QLabel *m_reasons;
    QLabel *m_note;
    QPushButton *m_allow;
    QPushButton *m_deny;
};

} // namespace ui
