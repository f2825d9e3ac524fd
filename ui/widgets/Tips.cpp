// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Tips.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QStyle>
#include <QTextDocumentFragment>

namespace ui {

static constexpr std::chrono::milliseconds leavingTime{300};
static constexpr int widestTip = 420;
static constexpr int tipGap = 4;
static constexpr int cellInset = 22; // what a cell leaves free at its sides, in all

static QString tipText(const QString &text)
{
    return text.startsWith("<qt>") ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
}

/// Of what cannot have the focus itself and lies in what has it.
static void addTipsBelow(const QWidget *widget, QStringList *texts)
{
    for (const QWidget *child : widget->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (!child->isVisible() || child->isWindow() || child->focusPolicy() & Qt::TabFocus)
            continue;
        if (!child->toolTip().isEmpty())
            texts->append(tipText(child->toolTip()));
        addTipsBelow(child, texts);
    }
}

/// What others see where the pointer rests, unless its words say it already.
static QString tipOf(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    if (button && button->text() == widget->toolTip())
        return {};
    if (!widget->toolTip().isEmpty())
        return tipText(widget->toolTip());
    QStringList texts;
    addTipsBelow(widget, &texts);
    texts.removeDuplicates();
    return texts.mid(0, 12).join('\n');
}

/// The cells of the row, or the one, that say more than they have room for.
static QString cutCells(const QAbstractItemView *view, const QModelIndex &current)
{
    QStringList texts;
    const bool isRow = view->selectionBehavior() == QAbstractItemView::SelectRows;
    const int first = isRow ? 0 : current.column();
    const int last = isRow ? current.model()->columnCount(current.parent()) - 1 : current.column();
    for (int column = first; column <= last; ++column) {
        const QModelIndex index = current.siblingAtColumn(column);
        const int room = view->visualRect(index).width();
        const int needed = view->fontMetrics().horizontalAdvance(
            index.data(Qt::DisplayRole).toString());
        const QString text = tipText(index.data(Qt::ToolTipRole).toString());
        if (!text.isEmpty() && room > 0 && needed + cellInset > room)
            texts.append(text);
    }
    return texts.join('\n');
}

static QRect globalRect(const QWidget *widget, const QRect &rect)
{
    return {widget->mapToGlobal(rect.topLeft()), rect.size()};
}

Tips::Tips()
{
    m_waiting.setSingleShot(true);
    m_waiting.setInterval(QApplication::style()->styleHint(QStyle::SH_ToolTip_WakeUpDelay));
    connect(&m_waiting, &QTimer::timeout, this, &Tips::showFocused);
    m_leaving.setSingleShot(true);
    m_leaving.setInterval(leavingTime);
    connect(&m_leaving, &QTimer::timeout, this, &Tips::hide);
    qApp->installEventFilter(this);
}

Tips::~Tips()
{
    hide();
}

QString Tips::text() const
{
    return m_label ? m_label->text() : QString();
}

QWidget *Tips::label() const
{
    return m_label;
}

bool Tips::eventFilter(QObject *object, QEvent *event)
{
    if (!object->isWidgetType())
        return false;
    auto *widget = static_cast<QWidget *>(object);
    switch (event->type()) {
    case QEvent::ToolTip: return point(widget, static_cast<QHelpEvent *>(event));
    case QEvent::FocusIn: {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason)
            focus(widget);
        break;
    }
    case QEvent::ShortcutOverride:
    case QEvent::KeyPress: return take(widget, static_cast<QKeyEvent *>(event));
    case QEvent::Enter:
        if (widget == m_label)
            m_leaving.stop();
        break;
    case QEvent::MouseMove:
        if (widget == m_owner && !m_area.contains(static_cast<QMouseEvent *>(event)->pos()))
            leave(widget);
        break;
    case QEvent::Leave: leave(widget); break;
    case QEvent::FocusOut:
        if (widget == m_focused) {
            m_waiting.stop();
            m_focused.clear();
            if (m_cause == Cause::Focus)
                hide();
        }
        break;
    case QEvent::Hide:
    case QEvent::WindowDeactivate:
        if (widget == m_owner)
            hide();
        break;
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        m_waiting.stop();
        hide();
        break;
    default: break;
    }
    return false;
}

/// The pointer rests.
bool Tips::point(QWidget *widget, QHelpEvent *event)
{
    QRect area = widget->rect();
    QString text = tipText(widget->toolTip());
    const auto *view = qobject_cast<QAbstractItemView *>(widget->parentWidget());
    if (view && view->viewport() == widget) {
        const QModelIndex index = view->indexAt(event->pos());
        area = view->visualRect(index);
        text = tipText(index.data(Qt::ToolTipRole).toString());
    }
    if (text.isEmpty())
        return false;
    event->accept();
    show(widget, area, text, Cause::Pointer);
    return true;
}

void Tips::focus(QWidget *widget)
{
    m_focused = widget;
    m_waiting.start();
}

/// Escape puts away what is shown, other keys only what is about to be; they may go to another row.
bool Tips::take(QWidget *widget, QKeyEvent *event)
{
    if (event->type() == QEvent::KeyPress)
        m_waiting.stop();
    if (event->key() == Qt::Key_Escape) {
        if (!m_label)
            return false;
        event->accept();
        if (event->type() == QEvent::KeyPress)
            hide();
        return true;
    }
    if (event->type() == QEvent::KeyPress && widget->hasFocus()
        && qobject_cast<QAbstractItemView *>(widget)) {
        hide();
        focus(widget);
    }
    return false;
}

void Tips::leave(const QWidget *widget)
{
    if (m_label && m_cause == Cause::Pointer && (widget == m_owner || widget == m_label)
        && !m_leaving.isActive())
        m_leaving.start();
}

void Tips::showFocused()
{
    if (!m_focused || !m_focused->hasFocus())
        return;
    auto *view = qobject_cast<QAbstractItemView *>(m_focused);
    if (!view || !view->currentIndex().isValid())
        return show(m_focused, m_focused->rect(), tipOf(m_focused), Cause::Focus);
    const QModelIndex current = view->currentIndex();
    show(view->viewport(), view->visualRect(current), cutCells(view, current), Cause::Focus);
}

void Tips::show(QWidget *owner, const QRect &area, const QString &text, Cause cause)
{
    m_leaving.stop();
    if (m_label && m_owner == owner && m_area == area && m_label->text() == text)
        return;
    hide();
    if (text.isEmpty())
        return;
    m_owner = owner;
    m_area = area;
    m_cause = cause;
    m_label = new QLabel(owner->window(), Qt::ToolTip);
    m_label->setObjectName("tip");
    m_label->setTextFormat(Qt::PlainText);
    m_label->setText(text);
    m_label->setAttribute(Qt::WA_ShowWithoutActivating);
    m_label->setForegroundRole(QPalette::ToolTipText);
    m_label->setBackgroundRole(QPalette::ToolTipBase);
    m_label->setAutoFillBackground(true);
    m_label->setFrameShape(QFrame::Box);
    m_label->setMargin(6);
    if (m_label->sizeHint().width() > widestTip) {
        m_label->setWordWrap(true);
        m_label->setFixedWidth(widestTip);
    }
    m_label->adjustSize();
    const QRect place = globalRect(owner, area & owner->rect());
    const QRect screen = owner->screen()->availableGeometry();
    const QSize size = m_label->size();
    const bool isBelow = place.bottom() + tipGap + size.height() <= screen.bottom();
    m_label->move(qMax(screen.left(), qMin(place.left(), screen.right() - size.width())),
                  isBelow ? place.bottom() + tipGap
                          : qMax(screen.top(), place.top() - tipGap - size.height()));
    m_label->show();
}

void Tips::hide()
{
    m_leaving.stop();
    if (!m_label)
        return;
    m_label->hide();
    m_label->deleteLater();
    m_label.clear();
}

} // namespace ui
