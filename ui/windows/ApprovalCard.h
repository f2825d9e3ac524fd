// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/Commands.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QMenu;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class Chip;
class QuestionFacts;

/// A question of an agent: the actions whole, their risk, why it is asked, and the answers. It has
/// no default button and takes no focus by itself; its buttons wake a moment after it appeared, and
/// what is of high risk is only allowed when its end has been seen. While it has the focus, A
/// allows and D denies.
class ApprovalCard : public QWidget
{
    Q_OBJECT

public:
    explicit ApprovalCard(QWidget *parent = nullptr);

    /// @p question: `actions` of `id`, `tool` and `action`, `risk`, `asked_at`, and `reasons` of
    /// `text`.
    void ask(const QJsonObject &question);
    /// Where the actions would run; empty for what is not known.
    void setPlace(const QString &directory, const QString &workspace);
    QStringList actionIds() const { return m_actionIds; }
    /// Whether A, D and R act while the card has the focus.
    void setSingleKeys(bool areOn);
    /// Whether a letter is an answer, which it then gives.
    bool takeLetter(int key);

signals:
    /// The answer holds for exactly these actions. @p policy: when to ask from now on; empty for as
    /// before.
    void allowed(const QStringList &actionIds, const QJsonObject &policy = {});
    void denied(const QStringList &actionIds, const QString &reason,
                ui::Commands::Run run = ui::Commands::Run::Yes);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void layOut();
    void retranslate();
    void showQuestion();
    void showMore();
    void addPolicies();
    void allow(const QJsonObject &policy = {});
    void deny();
    void wake();
    void fitActions();
    void lookForEnd();
    void updateAnswers();

    QJsonObject m_question;
    QStringList m_actionIds;
    bool m_hasSingleKeys = true;
    bool m_isHighRisk = false;
    bool m_isAwake = false;
    QTimer m_waking;
    bool m_hasSeenEnd = false;
    QElapsedTimer m_pressed; ///< since the first of two presses that high risk asks for
    QLabel *m_title;
    Chip *m_risk;
    QPlainTextEdit *m_actions;
    QLabel *m_why;
    QLabel *m_reasons;
    QuestionFacts *m_facts;
    QLabel *m_note;
    QPushButton *m_allow;
    QPushButton *m_longer;
    QMenu *m_policies;
    QPushButton *m_deny;
};

} // namespace ui
