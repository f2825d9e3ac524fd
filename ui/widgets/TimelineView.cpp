// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineView.h"

#include "ui/widgets/TimelineAccessible.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/Type.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

namespace ui {

static constexpr int gap = 12;
static constexpr int margin = 16;
static constexpr int widest = 860;

TimelineView::TimelineView(TimelineModel *model, QWidget *parent)
    : QAbstractItemView(parent)
    , m_model(model)
{
    installTimelineAccessibility();
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true); // a link has another pointer
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    viewport()->setAutoFillBackground(false);
    retranslate();
    setModel(model);
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *bar = verticalScrollBar();
        setFollowing(bar->sliderPosition() >= bar->maximum());
    });
}

void TimelineView::retranslate()
{
    setAccessibleName(tr("Timeline"));
    m_model->retranslate();
}

void TimelineView::follow()
{
    setFollowing(true);
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    settle();
}

void TimelineView::setFollowing(bool isFollowing)
{
    if (isFollowing)
        m_unseen = 0;
    if (m_isFollowing == isFollowing)
        return;
    m_isFollowing = isFollowing;
    m_model->setReading(!isFollowing);
    emit followingChanged();
}

void TimelineView::goToError(int step)
{
    const int from = currentIndex().isValid() ? currentIndex().row() + step
                                              : (step > 0 ? 0 : m_model->rowCount() - 1);
    const int row = m_model->nextError(from, step);
    if (row < 0)
        return;
    if (!isShown(row))
        setShown(Shown::Everything);
    setCurrentIndex(m_model->index(row));
    scrollTo(currentIndex(), PositionAtCenter);
}

void TimelineView::setMarked(bool isMarked)
{
    m_isMarked = isMarked;
    viewport()->update();
}

void TimelineView::setSearched(const QString &text)
{
    m_searched = text;
    viewport()->update();
}

bool TimelineView::isShown(int row) const
{
    using enum Card::Kind;
    if (m_model->isHidden(row))
        return false;
    const Card::Kind kind = m_model->kind(row);
    switch (m_shown) {
    case Shown::Everything: return true;
    case Shown::Messages: return kind == Person || kind == Agent || kind == Streaming;
    case Shown::Actions: return kind == Terminal || kind == Edit || kind == Plan || kind == Tool;
    case Shown::Errors: return m_model->isError(row);
    }
    return true;
}

/// From @p row on in steps of 1 or -1; the current one when there is none.
QModelIndex TimelineView::nextShown(int row, int step) const
{
    for (int at = row; at >= 0 && at < m_model->rowCount(); at += step) {
        if (isShown(at))
            return m_model->index(at);
    }
    return currentIndex();
}

/// What is not seen takes no room.
void TimelineView::setShown(Shown shown)
{
    if (std::exchange(m_shown, shown) == shown)
        return;
    for (int row = 0; row < m_heights.count(); ++row)
        m_heights.set(row, likely(row));
    forgetHeights();
    follow();
    forgetTimelineRows(this);
    emit shownChanged();
}

void TimelineView::goTo(int row)
{
    m_model->setFolded(row, false);
    if (!isShown(row))
        setShown(Shown::Everything);
    if (!m_model->isOpen(row))
        m_model->setOpen(row, true);
    setCurrentIndex(m_model->index(row));
    scrollTo(currentIndex(), PositionAtCenter);
    if (!m_searched.isEmpty())
        goToFound(row);
}

/// What is searched stands in the middle, also in a card that is higher than the page.
void TimelineView::goToFound(int row)
{
    const auto at = [&] {
        const CardState state{true, m_model->isWhole(row), false, m_searched};
        return foundAt(m_model->card(row), state, columnWidth());
    };
    if (at() < 0 && hasMore(m_model->card(row)) && !m_model->card(row).isLarge)
        m_model->setWhole(row, true);
    const int found = at();
    const int height = viewport()->height();
    if (found < 0 || visualRect(currentIndex()).height() < height)
        return;
    setFollowing(false);
    verticalScrollBar()->setValue(int(m_heights.top(row)) + groupHeight(row) + margin + found
                                  - height / 2);
    settle();
    setFollowing(verticalOffset() >= verticalScrollBar()->maximum());
}

// Geometry

int TimelineView::columnWidth() const
{
    return qBound(200, viewport()->width() - 2 * margin, widest);
}

int TimelineView::columnLeft() const
{
    return (viewport()->width() - columnWidth()) / 2;
}

int TimelineView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

int TimelineView::likely(int row) const
{
    if (!isShown(row))
        return 0;
    return likelyHeight(isClosedGroup(row) ? Card::Kind::Group : m_model->kind(row)) + gap;
}

int TimelineView::measure(int row) const
{
    if (!isShown(row))
        return 0;
    return lay(row, 0, nullptr) + gap;
}

/// A group that is open stands above its first card.
int TimelineView::lay(int row, int top, QPainter *painter) const
{
    const int left = painter ? columnLeft() : 0;
    CardState state = stateOf(row);
    int above = 0;
    if (m_model->isGroupHead(row)) {
        const bool isClosed = m_model->isFolded(row);
        const CardState group{.isOpen = !isClosed, .isCurrent = isClosed && state.isCurrent};
        above = layCard(m_model->groupCard(row), group, left, top, columnWidth(), painter);
        if (isClosed)
            return above;
        above += gap;
    }
    return above + layCard(m_model->card(row), state, left, top + above, columnWidth(), painter);
}

/// What stands above the card of a row, with the room between them.
int TimelineView::groupHeight(int row) const
{
    if (!m_model->isGroupHead(row) || m_model->isFolded(row))
        return 0;
    return layCard(m_model->groupCard(row), {}, 0, 0, columnWidth(), nullptr) + gap;
}

bool TimelineView::isClosedGroup(int row) const
{
    return m_model->isGroupHead(row) && m_model->isFolded(row);
}

void TimelineView::closeGroup(int row)
{
    if (!m_model->isGrouped(row) || m_model->isFolded(row))
        return;
    const int head = m_model->groupHead(row);
    setFollowing(false);
    setCurrentIndex(m_model->index(head));
    m_model->setFolded(head, true);
    scrollTo(currentIndex());
    tellExpanded(this, head);
}

CardState TimelineView::stateOf(int row) const
{
    return {.isOpen = m_model->isOpen(row),
            .isWhole = m_model->isWhole(row),
            .isCurrent = (hasFocus() || m_isMarked) && currentIndex().row() == row,
            .searched = m_searched,
            .action = hasFocus() ? m_action : -1,
            .across = m_acrossCard.row() == row ? m_across : 0};
}

QRect TimelineView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_heights.count() || !isShown(index.row()))
        return {};
    const int top = int(m_heights.top(index.row())) + margin - verticalOffset();
    return {columnLeft(), top, columnWidth(), m_heights.height(index.row()) - gap};
}

QModelIndex TimelineView::indexAt(const QPoint &point) const
{
    const qint64 y = point.y() + verticalOffset() - margin;
    if (y < 0 || y >= m_heights.total())
        return {};
    return m_model->index(m_heights.rowAt(y));
}

void TimelineView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const bool wasFollowing = std::exchange(m_isFollowing, false);
    // Twice: what comes into sight is measured and moves the rest.
    for (int pass = 0; pass < 2; ++pass) {
        const QRect place = visualRect(index);
        const int height = viewport()->height();
        int move = 0;
        if (hint == PositionAtCenter)
            move = place.center().y() - height / 2;
        else if (place.top() < margin || hint == PositionAtTop || place.height() > height)
            move = place.top() - margin;
        else if (place.bottom() > height - margin)
            move = place.bottom() - height + margin;
        verticalScrollBar()->setValue(verticalOffset() + move);
        settle();
    }
    m_isFollowing = wasFollowing;
    setFollowing(verticalOffset() >= verticalScrollBar()->maximum());
}

void TimelineView::settle()
{
    if (m_isSettling || !m_heights.count())
        return;
    m_isSettling = true;
    const int height = viewport()->height();
    if (m_isFollowing) {
        // From the last row upwards, until the page is full.
        qint64 filled = 0;
        for (int row = m_heights.count() - 1; row >= 0 && filled < height; --row) {
            if (!m_isMeasured[size_t(row)]) {
                m_heights.set(row, measure(row));
                m_isMeasured[size_t(row)] = true;
            }
            filled += m_heights.height(row);
        }
        return endSettling(0);
    }
    int row = m_heights.rowAt(qMax(qint64(0), qint64(verticalOffset()) - margin));
    const qint64 within = verticalOffset() - m_heights.top(row);
    const int known = m_heights.height(row);
    const int first = row;
    for (qint64 filled = -within; row < m_heights.count() && filled < height; ++row) {
        if (!m_isMeasured[size_t(row)]) {
            m_heights.set(row, measure(row));
            m_isMeasured[size_t(row)] = true;
        }
        filled += m_heights.height(row);
    }
    // The card below the one that is cut by the edge keeps its place.
    endSettling(within > 0 ? m_heights.height(first) - known : 0);
}

void TimelineView::endSettling(int moved)
{
    updateGeometries();
    if (moved)
        verticalScrollBar()->setValue(verticalOffset() + moved);
    m_isSettling = false;
}

void TimelineView::updateGeometries()
{
    const int height = viewport()->height();
    const qint64 whole = m_heights.total() + 2 * margin - gap;
    QScrollBar *bar = verticalScrollBar();
    bar->setSingleStep(40);
    bar->setPageStep(height);
    bar->setRange(0, int(qMax(qint64(0), whole - height)));
    if (m_isFollowing)
        bar->setValue(bar->maximum());
}

void TimelineView::forgetHeights()
{
    m_isMeasured.assign(size_t(m_heights.count()), false);
    settle();
    viewport()->update();
}

// The model's changes

void TimelineView::reset()
{
    QAbstractItemView::reset();
    m_heights.clear();
    m_isMeasured.clear();
    m_unseen = 0;
    setFollowing(true);
    if (std::exchange(m_shown, Shown::Everything) != Shown::Everything)
        emit shownChanged();
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_heights.append(likely(row));
    forgetHeights();
    forgetTimelineRows(this);
}

void TimelineView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const bool isAtEnd = start == m_heights.count();
    const int reading = rowInSight();
    std::vector<int> heights;
    for (int row = start; row <= end; ++row)
        heights.push_back(likely(row));
    m_heights.insert(start, heights);
    m_isMeasured.insert(m_isMeasured.begin() + start, heights.size(), false);
    if (!isAtEnd)
        forgetTimelineRows(this);
    if (!isAtEnd && start <= reading)
        shift(m_heights.top(end + 1) - m_heights.top(start));
    if (isAtEnd && !m_isFollowing)
        m_unseen += end - start + 1;
    settle();
    if (!m_isFollowing)
        emit followingChanged();
    QAbstractItemView::rowsInserted(parent, start, end);
    viewport()->update();
}

void TimelineView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int reading = rowInSight();
    const qint64 above = m_heights.top(qBound(start, reading, end + 1)) - m_heights.top(start);
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    if (end + 1 < m_heights.count())
        forgetTimelineRows(this);
    else if (!m_isFollowing)
        m_unseen -= end - start + 1; // they may come again
    m_heights.remove(start, end - start + 1);
    m_isMeasured.erase(m_isMeasured.begin() + start, m_isMeasured.begin() + end + 1);
    if (above > 0)
        shift(-above);
}

/// The first row that can be seen; -1 when there is none.
int TimelineView::rowInSight() const
{
    return m_heights.rowAt(qMax(qint64(0), qint64(verticalOffset()) - margin));
}

/// What is in sight stays there, though the rows above have become higher.
void TimelineView::shift(qint64 height)
{
    if (m_isFollowing)
        return;
    const int offset = verticalOffset();
    updateGeometries();
    verticalScrollBar()->setValue(int(offset + height));
}

void TimelineView::dataChanged(const QModelIndex &from, const QModelIndex &to,
                               const QList<int> &roles)
{
    for (int row = from.row(); row <= to.row() && row < m_heights.count(); ++row) {
        m_isMeasured[size_t(row)] = false;
        // It may have failed now, or gone into a group.
        if (isShown(row) != (m_heights.height(row) > 0))
            m_heights.set(row, likely(row));
    }
    if (const QModelIndex current = currentIndex();
        current.isValid() && m_model->isHidden(current.row()))
        setCurrentIndex(m_model->index(m_model->groupHead(current.row())));
    settle();
    QAbstractItemView::dataChanged(from, to, roles);
    viewport()->update();
}

// Drawing

/// The mark of the current card is drawn around it.
void TimelineView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    m_action = -1;
    viewport()->update();
}

void TimelineView::paintEvent(QPaintEvent *)
{
    settle();
    QPainter painter(viewport());
    if (!m_heights.count())
        return;
    const int height = viewport()->height();
    int row = m_heights.rowAt(qMax(qint64(0), qint64(verticalOffset()) - margin));
    qint64 top = m_heights.top(row) + margin - verticalOffset();
    for (; row < m_heights.count() && top < height; ++row) {
        if (isShown(row))
            lay(row, int(top), &painter);
        top += m_heights.height(row);
    }
}

void TimelineView::scrollContentsBy(int, int)
{
    viewport()->update();
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    forgetHeights();
}

void TimelineView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange)
        forgetHeights();
}

} // namespace ui
