// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/CardPainter.h"
#include "ui/widgets/HeightIndex.h"

#include <QAbstractItemView>
#include <QTimer>

class QMenu;

namespace ui {

class TimelineModel;

/// The rows of a TimelineModel as cards, of which only those in sight are measured and drawn. While
/// the end is in sight it follows; what is being read never moves.
class TimelineView : public QAbstractItemView
{
    Q_OBJECT

public:
    /// Which cards are seen.
    enum class Shown { Everything, Messages, Actions, Errors };

    explicit TimelineView(TimelineModel *model, QWidget *parent = nullptr);

    bool isFollowing() const { return m_isFollowing; }
    void follow();
    Shown shown() const { return m_shown; }
    void setShown(Shown shown);
    /// Rows that came below while it did not follow.
    int unseen() const { return qMax(0, m_unseen); }
    /// The first row in sight; -1 when there is none.
    int rowInSight() const;
    /// Shows a card, opened and chosen, in the middle.
    void goTo(int row);
    /// Goes to the next failure below (1) or above (-1) the current card.
    void goToError(int step);
    /// Whether E, J and other letters act while the timeline has the focus.
    void setSingleKeys(bool areOn) { m_hasSingleKeys = areOn; }
    /// Whether the current card is marked also while something else has the focus.
    void setMarked(bool isMarked);
    /// Does what a button of a card offers.
    void press(int row, CardAction action);
    /// Which button of the current card has the focus; -1 for none.
    int chosenAction() const { return m_action; }
    QRect actionRect(int row, int action) const;
    /// Marks a text wherever cards show it; an empty one ends that.
    void setSearched(const QString &text);

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void reset() override;

    /// Why no conversation can be forked now; empty when it can.
    void setWhyNoFork(const QString &why) { m_whyNoFork = why; }

signals:
    void followingChanged();
    void shownChanged();
    /// The person asks for the JSON of a row.
    void jsonAsked(int row);
    void settingsAsked();
    /// The agent is to go on after a failure.
    void runAsked();
    void moreStepsAsked();
    /// The person asks for all of a row that is too large for a card.
    void wholeAsked(int row);
    /// The person asks for the images of a row as large as they are.
    void imagesAsked(int row);
    /// The person asks for the address of a row.
    void linkAsked(int row);
    /// The person wants to go where a link of a row leads.
    void addressAsked(const QString &address);
    /// The person asks for a conversation that begins as this one, up to a row.
    void forkAsked(int row);

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &index) const override { return !isShown(index.row()); }
    void setSelection(const QRect &, QItemSelectionModel::SelectionFlags) override {}
    QRegion visualRegionForSelection(const QItemSelection &) const override { return {}; }
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;

    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &from, const QModelIndex &to,
                     const QList<int> &roles) override;

    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    int columnLeft() const;
    int columnWidth() const;
    bool isShown(int row) const;
    QModelIndex nextShown(int row, int step) const;
    int likely(int row) const;
    int measure(int row) const;
    int lay(int row, int top, QPainter *painter) const;
    int groupHeight(int row) const;
    bool isClosedGroup(int row) const;
    void closeGroup(int row);
    /// Measures what is in sight, keeping the first card in its place.
    void settle();
    void endSettling(int moved);
    void forgetHeights();
    void retranslate();
    void shift(qint64 height);
    void setFollowing(bool isFollowing);
    void goToFound(int row);
    void toggle(int row);
    bool close(int row);
    bool moveAcross(int row, int pixels);
    void copy(int row, bool isJson);
    CardState stateOf(int row) const;
    bool chooseAction(int action);
    bool isImageAt(int row, const QPoint &point) const;
    QList<LinkPlace> linksOf(int row) const;
    QString addressAt(int row, const QPoint &point) const;
    void addLinks(QMenu *menu, int row);
    int actionAt(int row, const QPoint &point) const;
    bool takeLetter(int key, Qt::KeyboardModifiers modifiers, int row);

    TimelineModel *m_model;
    HeightIndex m_heights;
    std::vector<bool> m_isMeasured;
    Shown m_shown = Shown::Everything;
    QString m_whyNoFork;
    bool m_isFollowing = true;
    bool m_isSettling = false;
    bool m_hasSingleKeys = true;
    bool m_isMarked = false;
    QString m_searched;
    int m_unseen = 0;
    int m_copied = -1;
    int m_action = -1;
    QPersistentModelIndex m_acrossCard; ///< whose wide lines are moved; one at a time
    int m_across = 0; ///< how far, in pixels to the left
};

} // namespace ui
