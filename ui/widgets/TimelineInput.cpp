// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineView.h"

#include "ui/widgets/TimelineAccessible.h"
#include "ui/widgets/TimelineModel.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

namespace ui {

static constexpr int acrossStep = 96; // pixels

// What a person does

QModelIndex TimelineView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = m_model->rowCount() - 1;
    if (last < 0)
        return {};
    const int row = currentIndex().isValid() ? currentIndex().row() : last + 1;
    const int page = qMax(1, viewport()->height() / 120);
    switch (action) {
    case MoveUp:
    case MovePrevious: return nextShown(qMax(0, row - 1), -1);
    case MoveDown:
    case MoveNext: return nextShown(qMin(last, row + 1), 1);
    case MovePageUp: return nextShown(qMax(0, row - page), -1);
    case MovePageDown: return nextShown(qMin(last, row + page), 1);
    case MoveHome: return nextShown(0, 1);
    case MoveEnd: return nextShown(last, -1);
    default: return currentIndex();
    }
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const int row = currentIndex().isValid() ? currentIndex().row() : -1;
    if (event->matches(QKeySequence::Copy) && row >= 0)
        return copy(row, m_copied == row);
    if (event->key() != Qt::Key_Control)
        m_copied = -1;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (row >= 0 && m_action >= 0 && m_action < m_model->card(row).actions.size())
            press(row, m_model->card(row).actions[m_action]);
        else if (row >= 0)
            toggle(row);
        return;
    case Qt::Key_Left:
        if (row >= 0 && !moveAcross(row, -acrossStep) && !close(row))
            closeGroup(row);
        return;
    case Qt::Key_Right:
        if (row >= 0 && (isClosedGroup(row) || !m_model->isOpen(row)))
            toggle(row);
        else if (row >= 0)
            moveAcross(row, acrossStep);
        return;
    case Qt::Key_End:
        if (m_model->rowCount())
            setCurrentIndex(m_model->index(m_model->rowCount() - 1));
        return follow();
    default:
        if (!takeLetter(event->key(), event->modifiers(), row))
            QAbstractItemView::keyPressEvent(event);
    }
}

/// Tab goes through the buttons of the current card before it leaves.
bool TimelineView::focusNextPrevChild(bool next)
{
    return chooseAction(m_action + (next ? 1 : -1)) || QAbstractItemView::focusNextPrevChild(next);
}

/// False when the current card has no such button.
bool TimelineView::chooseAction(int action)
{
    const int row = currentIndex().row();
    const bool isThere = row >= 0 && action >= 0 && action < m_model->card(row).actions.size();
    const bool wasThere = std::exchange(m_action, isThere ? action : -1) >= 0;
    if (isThere)
        tellActionChosen(this, row, action);
    viewport()->update();
    return isThere || (wasThere && action < 0);
}

QRect TimelineView::actionRect(int row, int action) const
{
    const QRect card = visualRect(m_model->index(row)).adjusted(0, groupHeight(row), 0, 0);
    return actionPlaces(m_model->card(row), stateOf(row), columnWidth())
        .value(action)
        .translated(card.topLeft());
}

int TimelineView::actionAt(int row, const QPoint &point) const
{
    for (int action = 0; action < m_model->card(row).actions.size(); ++action)
        if (actionRect(row, action).contains(point))
            return action;
    return -1;
}

bool TimelineView::isImageAt(int row, const QPoint &point) const
{
    if (m_model->card(row).imageSizes.isEmpty())
        return false;
    const QPoint corner = visualRect(m_model->index(row)).topLeft() + QPoint(0, groupHeight(row));
    const QList<QRect> places = imagePlaces(m_model->card(row), stateOf(row), columnWidth());
    return std::ranges::any_of(places, [&](const QRect &place) {
        return place.translated(corner).contains(point);
    });
}

/// Where they lead; a closed card and a group show none.
QList<LinkPlace> TimelineView::linksOf(int row) const
{
    const Card &card = m_model->card(row);
    if (isClosedGroup(row) || !card.text.contains("http"))
        return {};
    return linkPlaces(card, stateOf(row), columnWidth());
}

QString TimelineView::addressAt(int row, const QPoint &point) const
{
    const QPoint corner = visualRect(m_model->index(row)).topLeft() + QPoint(0, groupHeight(row));
    for (const LinkPlace &link : linksOf(row))
        if (link.place.translated(corner).contains(point))
            return link.target;
    return {};
}

void TimelineView::addLinks(QMenu *menu, int row)
{
    static constexpr qsizetype mostLinks = 8;
    static constexpr qsizetype longestShown = 60;
    QStringList addresses;
    for (const LinkPlace &link : linksOf(row))
        if (!addresses.contains(link.target) && addresses.size() < mostLinks)
            addresses.append(link.target);
    for (const QString &address : std::as_const(addresses)) {
        QString shown = address.size() > longestShown
                            ? address.first(longestShown - 1) + QChar(0x2026)
                            : address;
        shown.replace('&', "&&");
        menu->addAction(tr("Open %1...").arg(shown), this,
                        [this, address] { emit addressAsked(address); });
    }
}

void TimelineView::press(int row, CardAction action)
{
    switch (action) {
    case CardAction::OpenSettings: emit settingsAsked(); break;
    case CardAction::RunAgain: emit runAsked(); break;
    case CardAction::MoreSteps: emit moreStepsAsked(); break;
    case CardAction::CopyDetails:
        QApplication::clipboard()->setText(m_model->card(row).details);
        break;
    }
}

bool TimelineView::takeLetter(int key, Qt::KeyboardModifiers modifiers, int row)
{
    if (!m_hasSingleKeys || modifiers & ~Qt::ShiftModifier)
        return false;
    if (key == Qt::Key_E) {
        goToError(modifiers & Qt::ShiftModifier ? -1 : 1);
        return true;
    }
    if (key == Qt::Key_J && row >= 0)
        emit jsonAsked(row);
    // Letters do not search here.
    return key >= Qt::Key_A && key <= Qt::Key_Z;
}

void TimelineView::toggle(int row)
{
    // A failure never folds; its buttons can be pressed.
    if (m_model->kind(row) == Card::Kind::Error)
        return void(chooseAction(0));
    const Card card = m_model->card(row);
    const bool isOpen = m_model->isOpen(row);
    setFollowing(false);
    if (isClosedGroup(row))
        m_model->setFolded(row, false);
    else if (isOpen && card.isLarge)
        return emit wholeAsked(row);
    else if (isOpen && !card.imageSizes.isEmpty() && (!hasMore(card) || m_model->isWhole(row)))
        return emit imagesAsked(row);
    else if (m_model->isOpen(row) && hasMore(m_model->card(row)) && !m_model->isWhole(row))
        m_model->setWhole(row, true);
    else if (m_model->isWhole(row))
        m_model->setWhole(row, false);
    else
        m_model->setOpen(row, !m_model->isOpen(row));
    tellExpanded(this, row);
}

/// False when it is not open, or never closed.
bool TimelineView::close(int row)
{
    using enum Card::Kind;
    const Card::Kind kind = m_model->kind(row);
    const bool isAlwaysOpen = kind == Person || kind == Agent || kind == Streaming || kind == Error;
    if (isAlwaysOpen || isClosedGroup(row) || !m_model->isOpen(row))
        return false;
    setFollowing(false);
    m_model->setWhole(row, false);
    m_model->setOpen(row, false);
    tellExpanded(this, row);
    return true;
}

/// Moves the lines of a card that are wider than it; false when there is nowhere to go.
bool TimelineView::moveAcross(int row, int pixels)
{
    if (isClosedGroup(row) || !m_model->isOpen(row))
        return false;
    const int from = m_acrossCard.row() == row ? m_across : 0;
    const int room = roomAcross(m_model->card(row), stateOf(row), columnWidth());
    const int to = qBound(0, from + pixels, qMax(0, room));
    if (to == from)
        return false;
    m_acrossCard = m_model->index(row);
    m_across = to;
    viewport()->update();
    return true;
}

/// Sideways, also by Shift, it moves the wide lines of the card below the pointer.
void TimelineView::wheelEvent(QWheelEvent *event)
{
    const bool isExact = !event->pixelDelta().isNull();
    QPoint delta = isExact ? event->pixelDelta() : event->angleDelta() * acrossStep / 120;
    if (event->modifiers().testFlag(Qt::ShiftModifier) && delta.x() == 0)
        delta = delta.transposed();
    if (qAbs(delta.x()) <= qAbs(delta.y()))
        return QAbstractItemView::wheelEvent(event);
    if (const QModelIndex index = indexAt(event->position().toPoint()); index.isValid())
        moveAcross(index.row(), -delta.x());
}

void TimelineView::copy(int row, bool isJson)
{
    QApplication::clipboard()->setText(
        isJson ? QString::fromUtf8(m_model->json(row))
               : (isClosedGroup(row) ? m_model->groupCard(row) : m_model->card(row)).plainText());
    m_copied = isJson ? -1 : row;
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    setFocus(Qt::MouseFocusReason);
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const QRect whole = visualRect(index);
    const QRect place = whole.adjusted(0, groupHeight(index.row()), 0, 0);
    if (event->button() == Qt::LeftButton && isClosedGroup(index.row()))
        return toggle(index.row());
    if (event->button() == Qt::LeftButton && event->pos().y() < place.top())
        return closeGroup(index.row());
    const bool isHeader = event->pos().y() - place.top() < 34;
    const bool isMore = hasMore(m_model->card(index.row()))
                        && place.bottom() - event->pos().y() < 28;
    const Card::Kind kind = m_model->kind(index.row());
    const bool isMessage = kind == Card::Kind::Person || kind == Card::Kind::Agent;
    if (event->button() == Qt::LeftButton) {
        if (isMore || (isHeader && !isMessage && !m_model->isOpen(index.row())))
            toggle(index.row());
        else if (isHeader && !isMessage)
            close(index.row());
        else if (isImageAt(index.row(), event->pos()))
            emit imagesAsked(index.row());
        else if (const QString to = addressAt(index.row(), event->pos()); !to.isEmpty())
            emit addressAsked(to);
    }
    viewport()->update();
    const int action = actionAt(index.row(), event->pos());
    if (event->button() == Qt::LeftButton && action >= 0)
        press(index.row(), m_model->card(index.row()).actions[action]);
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    const bool isLink = index.isValid() && !addressAt(index.row(), event->pos()).isEmpty();
    viewport()->setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard
                                  ? currentIndex()
                                  : indexAt(event->pos());
    if (!index.isValid())
        return;
    const int row = index.row();
    QMenu menu(this);
    if (m_model->isGrouped(row) && !m_model->isFolded(row))
        menu.addAction(tr("Close the group"), this, [this, row] { closeGroup(row); });
    for (const CardAction action : m_model->card(row).actions)
        menu.addAction(cardActionWords(action), this, [this, row, action] { press(row, action); });
    addLinks(&menu, row);
    if (!menu.isEmpty())
        menu.addSeparator();
    if (m_model->card(row).isLarge)
        menu.addAction(tr("Open in a window"), this, [this, row] { emit wholeAsked(row); });
    if (!m_model->card(row).imageSizes.isEmpty())
        menu.addAction(tr("Show images"), this, [this, row] { emit imagesAsked(row); });
    menu.addAction(tr("Copy text"), this, [this, row] { copy(row, false); });
    menu.addAction(tr("Copy JSON"), this, [this, row] { copy(row, true); });
    menu.addAction(tr("Copy link"), this, [this, row] {
        emit linkAsked(row);
    })->setEnabled(!m_model->idOf(row).isEmpty());
    menu.addAction(tr("Show JSON"), this, [this, row] { emit jsonAsked(row); });
    QAction *fork = menu.addAction(tr("Fork from here"), this,
                                   [this, row] { emit forkAsked(row); });
    fork->setEnabled(!m_model->endOf(row).isEmpty() && m_whyNoFork.isEmpty());
    fork->setToolTip(m_whyNoFork);
    menu.setToolTipsVisible(!m_whyNoFork.isEmpty());
    menu.exec(viewport()->mapToGlobal(visualRect(index).topLeft()));
}

} // namespace ui
