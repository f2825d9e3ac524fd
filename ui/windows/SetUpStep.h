// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/Session.h"

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace ui {

/// One of the steps of setting up: a title, a sentence, and what is asked.
class SetUpStep : public QWidget
{
    Q_OBJECT

public:
    SetUpStep(const QString &title, const QString &text, QWidget *parent = nullptr);

    /// What is watched, which outlives it until there is another; null while there is no server.
    void setSession(Session *session);

    /// It is on the screen now.
    virtual void enter() {}
    /// Keeps what was chosen; calls @p then when it is kept, and says why when it cannot be.
    virtual void leave(std::function<void()> then) { then(); }
    /// How it stands, in a few words; empty while nothing is known.
    QString state() const { return m_state; }
    bool isDone() const { return m_isDone; }

signals:
    void stateChanged();

protected:
    virtual void sessionChanged() {}
    Session *session() const { return m_session; }
    QBoxLayout *column() const { return m_column; }
    void setText(const QString &text);
    void setState(const QString &state, bool isDone);
    /// A quieter heading within the step.
    QLabel *addHeading(const QString &text);

private:
    Session *m_session = nullptr;
    QBoxLayout *m_column;
    QLabel *m_text;
    QString m_state;
    bool m_isDone = false;
};

} // namespace ui
