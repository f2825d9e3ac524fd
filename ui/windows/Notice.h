// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Theme.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace ui {

/// A sentence that a page has to say, until it is put away.
class Notice : public QWidget
{
    Q_OBJECT

public:
    explicit Notice(QWidget *parent = nullptr);

    /// @p tone: Danger for what went wrong, Warn, Ok.
    /// @p verb: of a button that does something about it; empty for none.
    void tell(const QString &text, Tone tone = Tone::Danger, const QString &verb = {});
    QString text() const;
    /// Of the verb.
    QPushButton *answerButton();
    /// For a narrow place: the verb stands below the text.
    void setVerbBelow() { m_isVerbBelow = true; }

signals:
    void answered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_isVerbBelow = false;
    QBoxLayout *m_words;
    Tone m_tone = Tone::Danger;
    QLabel *m_text;
    QPushButton *m_answer;
    QPushButton *m_close;
};

} // namespace ui
