// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

namespace ui {

class Chip;

/// What is known about a question beside its risk: when it was asked, where it would act, and what
/// happens when nobody answers. What is not known has no chip.
class QuestionFacts : public QWidget
{
    Q_OBJECT

public:
    explicit QuestionFacts(QWidget *parent = nullptr);

    /// @p question: `asked_at` and `deadline`, ISO 8601; without an answer by then it is no.
    void ask(const QJsonObject &question);
    void setPlace(const QString &directory, const QString &workspace);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showMoments();
    void showPlace();

    QJsonObject m_question;
    QString m_directory;
    QString m_workspace;
    QTimer m_aging; ///< while it is in sight
    Chip *m_asked;
    Chip *m_folder;
    Chip *m_box;
    Chip *m_deadline;
};

} // namespace ui
