// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TimelineAccessible.h"

#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"

#include <QAccessibleWidget>
#include <QPointer>

namespace ui {

/// A button of a row.
class CardButtonAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    CardButtonAccessible(TimelineView *view, int row, int action)
        : m_view(view)
        , m_row(row)
        , m_action(action)
    {}

    bool isValid() const override
    {
        return m_view && m_row < timeline()->rowCount()
               && m_action < timeline()->card(m_row).actions.size();
    }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view->window()->windowHandle(); }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view)->child(m_row);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? cardActionWords(what()) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override
    {
        const QRect place = m_view->actionRect(m_row, m_action);
        return {m_view->viewport()->mapToGlobal(place.topLeft()), place.size()};
    }
    QAccessible::Role role() const override { return QAccessible::Button; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.focused = m_view->hasFocus() && m_view->currentIndex().row() == m_row
                        && m_view->chosenAction() == m_action;
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
                   ? static_cast<QAccessibleActionInterface *>(this)
                   : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (name == pressAction() && isValid())
            m_view->press(m_row, what());
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    const TimelineModel *timeline() const
    {
        return static_cast<const TimelineModel *>(m_view->model());
    }
    CardAction what() const { return timeline()->card(m_row).actions[m_action]; }

    QPointer<TimelineView> m_view;
    int m_row;
    int m_action;
};

/// One row, read from the model each time it is asked.
class RowAccessible : public QAccessibleInterface
{
public:
    RowAccessible(TimelineView *view, int row)
        : m_view(view)
        , m_row(row)
    {}
    ~RowAccessible() override
    {
        for (const QAccessible::Id id : std::as_const(m_buttons))
            QAccessible::deleteAccessibleInterface(id);
    }

    bool isValid() const override { return m_view && m_row < timeline()->rowCount(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view->window()->windowHandle(); }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int button) const override
    {
        if (button < 0 || button >= childCount())
            return nullptr;
        while (m_buttons.size() <= button)
            m_buttons.append(QAccessible::registerAccessibleInterface(
                new CardButtonAccessible(m_view, m_row, int(m_buttons.size()))));
        return QAccessible::accessibleInterface(m_buttons[button]);
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        for (int button = 0; button < childCount(); ++button)
            if (child(button)->rect().contains(x, y))
                return child(button);
        return nullptr;
    }
    int childCount() const override
    {
        return isValid() ? int(timeline()->card(m_row).actions.size()) : 0;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (qsizetype button = 0; button < m_buttons.size(); ++button)
            if (QAccessible::accessibleInterface(m_buttons[button]) == child)
                return int(button);
        return -1;
    }
    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? timeline()->spoken(m_row) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override
    {
        const QRect place = m_view->visualRect(timeline()->index(m_row));
        return {m_view->viewport()->mapToGlobal(place.topLeft()), place.size()};
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = state.selectable = state.expandable = true;
        state.focused = state.selected = m_view->currentIndex().row() == m_row;
        state.invisible = timeline()->isHidden(m_row);
        state.expanded = timeline()->isOpen(m_row) && !timeline()->isFolded(m_row);
        state.collapsed = !state.expanded;
        return state;
    }

private:
    const TimelineModel *timeline() const
    {
        return static_cast<const TimelineModel *>(m_view->model());
    }

    QPointer<TimelineView> m_view;
    int m_row;
    mutable QList<QAccessible::Id> m_buttons;
};

/// The list. Rows that a reader asked for are kept, at most some hundreds.
class TimelineAccessible : public QAccessibleWidget
{
public:
    explicit TimelineAccessible(QWidget *view)
        : QAccessibleWidget(view, QAccessible::List)
    {}
    ~TimelineAccessible() override { forget(); }

    int childCount() const override { return timelineView()->model()->rowCount(); }
    QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount())
            return nullptr;
        if (const auto known = m_rows.constFind(row); known != m_rows.constEnd())
            return QAccessible::accessibleInterface(*known);
        if (m_rows.size() > 500)
            forget();
        auto *fresh = new RowAccessible(timelineView(), row);
        m_rows.insert(row, QAccessible::registerAccessibleInterface(fresh));
        return fresh;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (auto row = m_rows.begin(); row != m_rows.end(); ++row)
            if (QAccessible::accessibleInterface(*row) == child)
                return row.key();
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint point = timelineView()->viewport()->mapFromGlobal(QPoint(x, y));
        return child(timelineView()->indexAt(point).row());
    }
    void forget() const
    {
        for (const QAccessible::Id id : std::as_const(m_rows))
            QAccessible::deleteAccessibleInterface(id);
        m_rows.clear();
    }

private:
    TimelineView *timelineView() const { return static_cast<TimelineView *>(widget()); }

    mutable QHash<int, QAccessible::Id> m_rows;
};

static QAccessibleInterface *makeTimelineAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<TimelineView *>(object);
    return view ? new TimelineAccessible(view) : nullptr;
}

void installTimelineAccessibility()
{
    static const bool isInstalled = (QAccessible::installFactory(makeTimelineAccessible), true);
    Q_UNUSED(isInstalled)
}

static TimelineAccessible *accessibleOf(TimelineView *view)
{
    // Without a reader nothing is made.
    return QAccessible::isActive()
               ? static_cast<TimelineAccessible *>(QAccessible::queryAccessibleInterface(view))
               : nullptr;
}

void forgetTimelineRows(TimelineView *view)
{
    if (TimelineAccessible *list = accessibleOf(view))
        list->forget();
}

void tellActionChosen(TimelineView *view, int row, int action)
{
    TimelineAccessible *list = accessibleOf(view);
    QAccessibleInterface *card = list ? list->child(row) : nullptr;
    if (QAccessibleInterface *button = card ? card->child(action) : nullptr) {
        QAccessibleEvent event(button, QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

void tellExpanded(TimelineView *view, int row)
{
    if (!QAccessible::isActive())
        return;
    QAccessible::State changed;
    changed.expanded = true;
    QAccessibleStateChangeEvent event(view, changed);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

} // namespace ui
