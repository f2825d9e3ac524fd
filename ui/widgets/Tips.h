// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

class QHelpEvent;
class QKeyEvent;
class QLabel;
class QWidget;

namespace ui {

/// Shows what controls have to tell beside their words, in all windows: where the pointer rests,
/// and as well where the keyboard's focus comes by Tab. It stays while either is there, the pointer
/// may go over to it, and Escape puts it away before it does anything else.
/// https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus
class Tips : public QObject
{
    Q_OBJECT

public:
    /// There is one, as long as the application has windows.
    Tips();
    ~Tips() override;

    /// What is shown now; empty when nothing is.
    QString text() const;
    /// What shows it; null when nothing is shown.
    QWidget *label() const;
    /// The pointer has left, and it goes unless the pointer comes to it.
    bool isLeaving() const { return m_leaving.isActive(); }

    bool eventFilter(QObject *object, QEvent *event) override;

private:
    enum class Cause { Pointer, Focus };

    bool point(QWidget *widget, QHelpEvent *event);
    void focus(QWidget *widget);
    bool take(QWidget *widget, QKeyEvent *event);
    void leave(const QWidget *widget);
    void showFocused();
    void show(QWidget *owner, const QRect &area, const QString &text, Cause cause);
    void hide();

    QPointer<QLabel> m_label;
    QPointer<QWidget> m_owner; ///< of what is shown
    QPointer<QWidget> m_focused; ///< by the keyboard
    QRect m_area; ///< of the owner
    Cause m_cause = Cause::Pointer;
    QTimer m_waiting; ///< for what has the focus
    QTimer m_leaving;
};

} // namespace ui
