// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationList.h"

#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/ConversationFilter.h"
#include "ui/windows/EmptyState.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/Notice.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QScopedValueRollback>

namespace ui {

/// The list in its order, without what the text and the chip leave out.
class ConversationList::Order : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setGroup(Group group)
    {
        m_group = group;
        invalidateFilter();
    }
    void setNarrow(const ConversationFilter *narrow) { m_narrow = narrow; }
    void narrow() { invalidateFilter(); }
    static bool isIn(Group group, const QJsonObject &item)
    {
        const QJsonValue state = item["state"];
        return group == Group::All
               || state == (group == Group::Working ? "running" : "waiting_for_confirmation");
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QJsonObject item =
            sourceModel()->index(row, 0).data(FeedModel::ItemRole).toJsonObject();
        return isIn(m_group, item) && m_narrow->accepts(item)
               && QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

private:
    Group m_group = Group::All;
    const ConversationFilter *m_narrow = nullptr;
};

ConversationList::ConversationList(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_order(new Order(this))
    , m_history(session->client())
    , m_heading(new QLabel(this))
    , m_narrow(new ConversationFilter(session->conversations(), this))
    , m_new(new QPushButton(icon("plus"), QString(), this))
    , m_filter(new QLineEdit(this))
    , m_tools(new FlowLayout)
    , m_list(new QListView(this))
    , m_nothing(new EmptyState({}, {}, this))
    , m_hitsName(new QLabel(this))
    , m_hits(new QListWidget(this))
    , m_notice(new Notice(this))
{
    m_order->setNarrow(m_narrow);
    m_order->setSourceModel(session->conversations());
    m_order->setSortRole(FeedModel::SortRole);
    m_order->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_order->sort(0);
    m_list->setModel(m_order);
    m_list->setItemDelegate(new ConversationDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setObjectName("conversations");
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon("search"), QLineEdit::LeadingPosition);
    m_filter->setObjectName("filter");
    m_hits->setFrameShape(QFrame::NoFrame);
    m_hits->viewport()->setAutoFillBackground(false);
    m_hits->setMaximumHeight(260);
    m_hits->setTextElideMode(Qt::ElideRight);
    m_hits->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hitsName->setWordWrap(true);
    m_hitsName->setTextFormat(Qt::PlainText);
    m_hitsName->setFont(ui::font(Type::Small));
    m_heading->setFont(ui::font(Type::Section));
    m_hitsName->hide();
    m_hits->hide();
    m_search.setSingleShot(true);
    m_search.setInterval(std::chrono::milliseconds(250));
    setKind(m_new, ButtonKind::Quiet);
    (new NeedsServer(m_session->feed(), this))->add({m_new});
    layOut();
    retranslate();
    connectParts();
}

void ConversationList::layOut()
{
    auto *chips = new QButtonGroup(this);
    for (const Group group : {Group::All, Group::NeedsYou, Group::Working}) {
        auto *chip = new QPushButton(this);
        chip->setCheckable(true);
        setKind(chip, ButtonKind::Chip);
        chips->addButton(chip, int(group));
        m_tools->addWidget(chip);
        m_chips.append(chip);
    }
    m_chips.first()->setChecked(true);
    connect(chips, &QButtonGroup::idClicked, this, [this](int group) {
        m_order->setGroup(Group(group));
        showEmptiness();
    });
    auto *head = new QHBoxLayout;
    head->addWidget(m_heading, 1);
    head->addWidget(m_narrow);
    head->addWidget(m_new);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 16, 4, 8);
    column->addLayout(head);
    column->addWidget(m_filter);
    column->addLayout(m_tools);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    m_nothing->hide();
    column->addWidget(m_hitsName);
    column->addWidget(m_hits);
    column->addWidget(m_notice);
}

void ConversationList::retranslate()
{
    m_heading->setText(tr("Conversations"));
    m_list->setAccessibleName(tr("Conversations"));
    m_new->setAccessibleName(tr("New conversation"));
    m_new->setToolTip(tr("New conversation (Ctrl+N)"));
    m_filter->setPlaceholderText(tr("Search titles and all history"));
    m_filter->setAccessibleName(tr("Search conversations"));
    m_hits->setAccessibleName(tr("In all history"));
    m_nothing->setWords(tr("Nothing matches"), tr("No recent conversation fits the filter."),
                        tr("Clear filter"));
    updateChips();
    showNarrowing();
    showHits();
    m_list->viewport()->update();
}

void ConversationList::connectParts()
{
    connect(m_new, &QPushButton::clicked, this, &ConversationList::newAsked);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ConversationList::takeRow);
    connect(m_list, &QListView::activated, this, &ConversationList::openRow);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        if (m_isAlone)
            openRow(index);
    });
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    connect(m_session->conversations(), &FeedModel::told, this, &ConversationList::follow);
    connect(m_session->conversations(), &FeedModel::known, this,
            [this] { follow(QString(), QString()); });
    connect(&m_search, &QTimer::timeout, this, &ConversationList::searchHistory);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_order->setFilterFixedString(text);
        m_search.start();
        m_history.ask(text);
        showEmptiness();
    });
    connect(m_narrow, &ConversationFilter::changed, this, &ConversationList::narrow);
    connect(m_nothing, &EmptyState::answered, this, &ConversationList::clearFilter);
    connect(&m_history, &HistorySearch::changed, this, &ConversationList::showHits);
    connect(m_hits, &QListWidget::itemActivated, this, [this](const QListWidgetItem *hit) {
        openHit(hit->data(Qt::UserRole).toJsonObject(), hit->data(Qt::UserRole + 1).toString());
    });
}

void ConversationList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool ConversationList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        const auto *menu = static_cast<QContextMenuEvent *>(event);
        const bool isByKey = menu->reason() == QContextMenuEvent::Keyboard;
        askForMenu(isByKey ? m_list->visualRect(m_list->currentIndex()).center() : menu->pos());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationList::askForMenu(const QPoint &point)
{
    const QModelIndex index = m_list->indexAt(point);
    if (index.isValid())
        emit menuAsked(index.data(FeedModel::IdRole).toString(),
                       m_list->viewport()->mapToGlobal(point));
}

void ConversationList::follow(const QString &kind, const QString &conversationId)
{
    updateChips();
    showEmptiness();
    if (!m_old.isEmpty())
        select(m_old["id"].toString());
    if (kind == "removed" && conversationId == current())
        close();
}

void ConversationList::takeRow(const QModelIndex &index)
{
    if (m_isAlone && !m_isSelecting && index.isValid())
        return;
    if (index.isValid())
        m_old = {};
    m_shown = index.data(FeedModel::IdRole).toString();
    emit currentChanged();
}

void ConversationList::openRow(const QModelIndex &index)
{
    select(index.data(FeedModel::IdRole).toString());
    emit opened();
}

void ConversationList::updateChips()
{
    std::array<int, 3> counts{};
    const ConversationsModel *model = m_session->conversations();
    for (int row = 0; row < model->rowCount(); ++row) {
        for (size_t group = 0; group < counts.size(); ++group)
            counts[group] += Order::isIn(Group(group), model->item(row));
    }
    m_chips[0]->setText(tr("All %1").arg(counts[0]));
    m_chips[1]->setText(tr("Needs you %1").arg(counts[1]));
    m_chips[2]->setText(tr("Working %1").arg(counts[2]));
}

// What is left out

void ConversationList::narrow()
{
    m_order->narrow();
    m_search.start();
    showNarrowing();
    showEmptiness();
}

/// Each part of the filter as a chip, which takes it back.
void ConversationList::showNarrowing()
{
    qDeleteAll(std::exchange(m_narrowing, {}));
    for (const ConversationFilter::Facet facet : m_narrow->facets()) {
        const QString text = m_narrow->textOf(facet);
        auto *chip = new QPushButton(icon("x"), text, this);
        chip->setAccessibleName(tr("Take back the filter %1").arg(text));
        setKind(chip, ButtonKind::Chip);
        m_tools->addWidget(chip);
        chip->show();
        m_narrowing.append(chip);
        // The chip goes, but not before its own press is over.
        connect(chip, &QPushButton::clicked, this, [this, facet] {
            m_narrow->setFocus(Qt::OtherFocusReason);
            m_narrow->choose(facet, {});
        }, Qt::QueuedConnection);
    }
}

void ConversationList::showEmptiness()
{
    const bool isEmpty = m_order->rowCount() == 0 && m_session->conversations()->rowCount() > 0;
    m_nothing->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
}

void ConversationList::clearFilter()
{
    choose(Group::All);
    focusList();
}

/// Of a group all that there are.
void ConversationList::choose(Group group)
{
    m_filter->clear();
    m_chips[int(group)]->click();
    m_narrow->clear();
}

void ConversationList::showWorking()
{
    choose(Group::Working);
    focusList();
}

// What the server finds

/// What is too old for the feed to tell of is found by the server.
void ConversationList::searchHistory()
{
    const QString text = m_filter->text().trimmed();
    m_found = {};
    const bool isText = text.size() >= HistorySearch::shortest;
    if (!isText && m_narrow->isEmpty())
        return showHits();
    QUrlQuery query;
    if (isText)
        query.addQueryItem("text", QString::fromLatin1(QUrl::toPercentEncoding(text)));
    m_narrow->addTo(&query);
    query.addQueryItem("limit", "50");
    QCoro::connect(m_session->client()->get("/conversations", query), this,
                   [this, text](const core::Result<QJsonValue> &page) {
        if (!page || text != m_filter->text().trimmed())
            return;
        m_found = (*page)["items"].toArray();
        showHits();
    });
}

QListWidgetItem *ConversationList::addHit(const QString &text, const QJsonObject &conversation,
                                          const QString &eventId)
{
    auto *hit = new QListWidgetItem(text, m_hits);
    hit->setToolTip(text);
    hit->setData(Qt::UserRole, conversation);
    hit->setData(Qt::UserRole + 1, eventId);
    return hit;
}

/// Conversations by their names, unless the list shows them, then events by what they say, each
/// below its conversation.
void ConversationList::showHits()
{
    m_hits->clear();
    for (const QJsonValue &value : std::as_const(m_found)) {
        const QJsonObject item = value.toObject();
        const int row = m_session->conversations()->rowOf(item["id"].toString());
        if (!m_narrow->accepts(item)
            || m_order->mapFromSource(m_session->conversations()->index(row)).isValid())
            continue;
        const QString title = visibleLine(ConversationsModel::titleOf(item));
        const QString line = visibleLine(item["last_line"].toString());
        addHit(line.isEmpty() ? title : title + " · " + line, item);
    }
    QString below;
    for (const HistoryHit &hit : m_history.hits()) {
        const QJsonObject item{{"id", hit.conversationId}, {"title", hit.title}};
        const QString title = visibleLine(ConversationsModel::titleOf(item));
        if (std::exchange(below, hit.conversationId) != hit.conversationId)
            addHit(title, item)->setFont(ui::font(Type::Strong));
        QListWidgetItem *line = addHit(visibleLine(hit.line), item, hit.eventId);
        line->setIcon(icon(hit.icon));
        line->setData(Qt::AccessibleTextRole, tr("%1: %2").arg(title, line->text()));
    }
    const bool hasFailed = m_history.state() == HistorySearch::State::Failed;
    m_hitsName->setText(hasFailed
                            ? tr("All history could not be searched: %1").arg(m_history.problem())
                            : tr("In all history"));
    m_hits->setVisible(m_hits->count() > 0);
    m_hitsName->setVisible(hasFailed || m_hits->count() > 0);
}

void ConversationList::openHit(const QJsonObject &conversation, const QString &eventId)
{
    if (!select(conversation["id"].toString())) {
        m_list->setCurrentIndex({});
        m_old = conversation;
        emit currentChanged();
    }
    emit eventChosen(eventId);
}

// Which one

QString ConversationList::current() const
{
    if (!m_old.isEmpty())
        return m_old["id"].toString();
    return m_shown;
}

QJsonObject ConversationList::currentItem() const
{
    const QJsonObject item = m_session->conversations()->item(current());
    return item.isEmpty() ? m_old : item;
}

void ConversationList::open(const QString &conversationId)
{
    choose(Group::All);
    if (select(conversationId))
        return;
    // One that was just made may come before the feed tells of it.
    m_list->setCurrentIndex({});
    m_old = {{"id", conversationId}};
    emit currentChanged();
}

void ConversationList::close()
{
    m_old = {};
    m_shown.clear();
    m_list->setCurrentIndex({});
    emit currentChanged();
}

/// In the list, where it is in there.
bool ConversationList::select(const QString &conversationId)
{
    const int row = m_session->conversations()->rowOf(conversationId);
    const QModelIndex index = m_order->mapFromSource(m_session->conversations()->index(row));
    if (!index.isValid())
        return false;
    const QScopedValueRollback selecting(m_isSelecting, true);
    if (m_list->currentIndex() == index)
        takeRow(index);
    else
        m_list->setCurrentIndex(index);
    return true;
}

void ConversationList::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ConversationList::tell(const QString &text, bool isDone)
{
    m_notice->tell(text, isDone ? Tone::Ok : Tone::Danger);
}

void ConversationList::focusList()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
