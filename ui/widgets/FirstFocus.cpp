// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FirstFocus.h"

#include <QFocusEvent>
#include <QPointer>
#include <QWidget>

namespace ui {

/// Hands the focus on.
class FocusPasser : public QObject
{
public:
    FocusPasser(QWidget *page, QWidget *first)
        : QObject(page)
        , m_first(first)
    {
        page->installEventFilter(this);
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::FocusIn && m_first)
            m_first->setFocus(static_cast<QFocusEvent *>(event)->reason());
        return false;
    }

private:
    QPointer<QWidget> m_first;
};

void focusFirst(QWidget *page, QWidget *first)
{
    new FocusPasser(page, first);
}

} // namespace ui
