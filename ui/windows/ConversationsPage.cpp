// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationsPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/EmptyState.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

static constexpr int panelRoom = 286;
static constexpr int panelWidth = 1000; // of the window; below there is no room for the panel
static constexpr int sharedPlaceWidth = 820; // of the window; below list and timeline take turns

/// The list in its order, without what the text and the chip leave out.
class ConversationsPage::Order : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setGroup(Group group)
    {
        m_group = group;
        invalidateFilter();
    }
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
        return isIn(m_group, item) && QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

private:
    Group m_group = Group::All;
};

ConversationsPage::ConversationsPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_order(new Order(this))
    , m_history(session->client())
    , m_splitter(new QSplitter(this))
    , m_side(new QWidget(this))
    , m_filter(new QLineEdit(m_side))
    , m_list(new QListView(m_side))
    , m_hitsName(new QLabel(tr("In all history"), m_side))
    , m_hits(new QListWidget(m_side))
    , m_places(new QStackedWidget(this))
    , m_view(new ConversationView)
    , m_panel(new ConversationPanel(session, m_view->timeline(), this))
    , m_problem(new QLabel(m_side))
{
    m_order->setSourceModel(session->conversations());
    m_order->setSortRole(FeedModel::SortRole);
    m_order->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_order->sort(0);
    makeSide();
    auto *nothing = new EmptyState({}, {});
    nothing->setWords(tr("No conversation is open"),
                      tr("Choose one here, or point your SDK script at this server. It appears "
                         "the moment the script connects."),
                      tr("New conversation"));
    connect(nothing, &EmptyState::answered, this, &ConversationsPage::newAsked);
    m_places->addWidget(nothing);
    m_places->addWidget(m_view);
    m_splitter->addWidget(m_side);
    m_splitter->addWidget(m_places);
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({272, 520, panelRoom});
    m_splitter->setChildrenCollapsible(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);

    focusFirst(this, m_list);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
        if (index.isValid())
            m_old = {};
        look();
    });
    connect(session->conversations(), &FeedModel::told, this, &ConversationsPage::updateSummary);
    connect(session->conversations(), &FeedModel::known, this, &ConversationsPage::updateSummary);
    connect(session->waiting(), &FeedModel::told, this, &ConversationsPage::updateQuestion);
    connect(session->waiting(), &FeedModel::known, this, &ConversationsPage::updateQuestion);
    connect(session->feed(), &Feed::stateChanged, this,
            [this] { m_view->setOnline(m_session->feed()->state() == Feed::State::Live); });
    m_view->setOnline(session->feed()->state() == Feed::State::Live);
    connectView();
    updateChips();
}

void ConversationsPage::makeSide()
{
    m_list->setModel(m_order);
    m_list->setItemDelegate(new ConversationDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setObjectName("conversations");
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Conversations"));
    m_list->viewport()->setAutoFillBackground(false);
    m_filter->setPlaceholderText(tr("Search by title and state"));
    m_filter->setAccessibleName(tr("Search conversations"));
    m_filter->setClearButtonEnabled(true);
    m_hits->setFrameShape(QFrame::NoFrame);
    m_hits->setAccessibleName(m_hitsName->text());
    m_hits->viewport()->setAutoFillBackground(false);
    m_hits->setMaximumHeight(260);
    m_hits->setTextElideMode(Qt::ElideRight);
    m_hits->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hitsName->setWordWrap(true);
    m_hitsName->setTextFormat(Qt::PlainText);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_hitsName->setFont(ui::font(Type::Small));
    for (QWidget *later : std::initializer_list<QWidget *>{m_problem, m_hitsName, m_hits})
        later->hide();
    auto *heading = new QLabel(tr("Conversations"), m_side);
    heading->setFont(ui::font(Type::Section));
    auto *chips = new QButtonGroup(this);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(6);
    for (const Group group : {Group::All, Group::NeedsYou, Group::Working}) {
        auto *chip = new QPushButton(m_side);
        chip->setCheckable(true);
        setKind(chip, ButtonKind::Chip);
        chips->addButton(chip, int(group));
        tools->addWidget(chip);
        m_chips.append(chip);
    }
    tools->addStretch();
    m_chips.first()->setChecked(true);
    auto *column = new QVBoxLayout(m_side);
    column->setContentsMargins(12, 16, 4, 8);
    auto *fresh = new QPushButton(icon("plus"), QString(), m_side);
    fresh->setAccessibleName(tr("New conversation"));
    fresh->setToolTip(tr("New conversation (Ctrl+N)"));
    setKind(fresh, ButtonKind::Quiet);
    connect(fresh, &QPushButton::clicked, this, &ConversationsPage::newAsked);
    auto *head = new QHBoxLayout;
    head->addWidget(heading, 1);
    head->addWidget(fresh);
    column->addLayout(head);
    column->addWidget(m_filter);
    column->addLayout(tools);
    column->addWidget(m_list, 1);
    column->addWidget(m_hitsName);
    column->addWidget(m_hits);
    column->addWidget(m_problem);
    m_search.setSingleShot(true);
    m_search.setInterval(std::chrono::milliseconds(250));
    connect(&m_search, &QTimer::timeout, this, &ConversationsPage::searchHistory);
    connect(chips, &QButtonGroup::idClicked, this,
            [this](int group) { m_order->setGroup(Group(group)); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_order->setFilterFixedString(text);
        m_search.start();
        m_history.ask(text);
    });
    connect(&m_history, &HistorySearch::changed, this, &ConversationsPage::showHits);
    connect(m_hits, &QListWidget::itemActivated, this, [this](const QListWidgetItem *hit) {
        const QJsonObject found = hit->data(Qt::UserRole).toJsonObject();
        const QString eventId = hit->data(Qt::UserRole + 1).toString();
        if (!select(found["id"].toString())) {
            m_list->setCurrentIndex({});
            m_old = found;
            look();
        }
        m_wantedEvent = eventId;
        goToWanted();
    });
}

void ConversationsPage::updateChips()
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

/// What is too old for the feed to tell of is found by the server.
void ConversationsPage::searchHistory()
{
    const QString text = m_filter->text().trimmed();
    m_found = {};
    if (text.size() < HistorySearch::shortest)
        return showHits();
    QUrlQuery query;
    query.addQueryItem("text", QString::fromLatin1(QUrl::toPercentEncoding(text)));
    query.addQueryItem("limit", "50");
    QCoro::connect(m_session->client()->get("/conversations", query), this,
                   [this, text](const core::Result<QJsonValue> &page) {
        if (!page || text != m_filter->text().trimmed())
            return;
        m_found = (*page)["items"].toArray();
        showHits();
    });
}

void ConversationsPage::addHit(const QString &text, const QJsonObject &conversation,
                               const QString &eventId)
{
    auto *hit = new QListWidgetItem(text, m_hits);
    hit->setToolTip(text);
    hit->setData(Qt::UserRole, conversation);
    hit->setData(Qt::UserRole + 1, eventId);
}

/// Conversations by their names, unless the list shows them, then events by what they say.
void ConversationsPage::showHits()
{
    m_hits->clear();
    for (const QJsonValue &value : std::as_const(m_found)) {
        const QJsonObject item = value.toObject();
        const int row = m_session->conversations()->rowOf(item["id"].toString());
        if (m_order->mapFromSource(m_session->conversations()->index(row)).isValid())
            continue;
        const QString title = visibleLine(ConversationsModel::titleOf(item));
        const QString line = visibleLine(item["last_line"].toString());
        addHit(line.isEmpty() ? title : title + " · " + line, item);
    }
    for (const HistoryHit &hit : m_history.hits()) {
        const QJsonObject item{{"id", hit.conversationId}, {"title", hit.title}};
        addHit(visibleLine(ConversationsModel::titleOf(item)) + ": " + visibleLine(hit.line), item,
               hit.eventId);
    }
    const bool hasFailed = m_history.state() == HistorySearch::State::Failed;
    m_hitsName->setText(hasFailed
                            ? tr("All history could not be searched: %1").arg(m_history.problem())
                            : tr("In all history"));
    m_hits->setVisible(m_hits->count() > 0);
    m_hitsName->setVisible(hasFailed || m_hits->count() > 0);
}

ConversationsPage::~ConversationsPage() = default;

void ConversationsPage::connectView()
{
    Commands *commands = m_session->commands();
    connect(m_view, &ConversationView::backAsked, this, [this] {
        m_old = {};
        m_list->setCurrentIndex({});
        look();
        m_list->setFocus(Qt::OtherFocusReason);
    });
    connect(m_view, &ConversationView::said, this, [=, this](const QString &text, bool andRun) {
        tell(commands->say(current(), text, andRun ? Commands::Run::Yes : Commands::Run::No));
    });
    connect(m_view, &ConversationView::pauseAsked, this,
            [=, this] { tell(commands->pause(current())); });
    connect(m_view, &ConversationView::resumeAsked, this,
            [=, this] { tell(commands->run(current())); });
    connect(m_view, &ConversationView::stopAsked, this,
            [=, this] { tell(commands->interrupt(current())); });
    connect(m_view, &ConversationView::allowed, this,
            [=, this](const QStringList &ids) { tell(commands->approve(current(), ids)); });
    connect(m_view, &ConversationView::denied, this,
            [=, this](const QStringList &ids, const QString &reason) {
        tell(commands->reject(current(), ids, reason, Commands::Run::Yes));
    });
}

/// Says what the server refused, until something else is asked of it.
void ConversationsPage::tell(core::Task<> command)
{
    m_problem->hide();
    QCoro::connect(std::move(command), this, [this](const core::Result<> &done) {
        if (done)
            return;
        m_problem->setText(done.error().message);
        m_problem->show();
    });
}

QString ConversationsPage::current() const
{
    if (!m_old.isEmpty())
        return m_old["id"].toString();
    return m_list->currentIndex().data(FeedModel::IdRole).toString();
}

void ConversationsPage::open(const QString &conversationId)
{
    m_filter->clear();
    m_chips.first()->click();
    if (select(conversationId))
        return;
    // One that was just made may come before the feed tells of it.
    m_list->setCurrentIndex({});
    m_old = {{"id", conversationId}};
    look();
}

void ConversationsPage::openEvent(const QString &conversationId, const QString &eventId)
{
    open(conversationId);
    m_wantedEvent = eventId;
    goToWanted();
}

/// Until the whole log is there, for what comes below moves the end of the timeline.
void ConversationsPage::goToWanted()
{
    const int row = m_view->timeline()->rowOf(m_wantedEvent);
    if (row >= 0)
        m_view->timelineView()->goTo(row);
    if (m_stream && m_stream->isCaughtUp() && m_stream->lastSeq() >= 0)
        m_wantedEvent.clear();
}

/// In the list, where it is in there.
bool ConversationsPage::select(const QString &conversationId)
{
    const int row = m_session->conversations()->rowOf(conversationId);
    const QModelIndex index = m_order->mapFromSource(m_session->conversations()->index(row));
    if (index.isValid())
        m_list->setCurrentIndex(index);
    return index.isValid();
}

void ConversationsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
}

void ConversationsPage::focusQuestion()
{
    m_view->focusQuestion();
}

void ConversationsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_isNarrow = window()->width() < sharedPlaceWidth;
    m_hasPanelRoom = window()->width() >= panelWidth;
    m_isPanelAbove = m_isPanelAbove && !m_hasPanelRoom;
    updatePlaces();
}

void ConversationsPage::togglePanel()
{
    if (m_hasPanelRoom)
        m_wantsPanel = !m_wantsPanel;
    else
        m_isPanelAbove = !m_isPanelAbove && !current().isEmpty();
    updatePlaces();
    if (m_isPanelAbove)
        m_panel->setFocus(Qt::ShortcutFocusReason);
}

void ConversationsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || !m_isPanelAbove)
        return QWidget::keyPressEvent(event);
    togglePanel();
    m_view->timelineView()->setFocus(Qt::OtherFocusReason);
}

/// Beside the timeline, or above its right side.
void ConversationsPage::placePanel()
{
    const bool isBeside = m_panel->parentWidget() == m_splitter;
    if (m_hasPanelRoom && !isBeside)
        m_splitter->addWidget(m_panel);
    else if (!m_hasPanelRoom && isBeside)
        m_panel->setParent(this);
    if (m_hasPanelRoom)
        return;
    const int wide = qMin(panelRoom + 40, width());
    m_panel->setGeometry(width() - wide, 0, wide, height());
    m_panel->raise();
}

void ConversationsPage::updatePlaces()
{
    const bool isOpen = !current().isEmpty();
    m_side->setVisible(!m_isNarrow || !isOpen);
    m_places->setVisible(!m_isNarrow || isOpen);
    m_view->setBackShown(m_isNarrow);
    placePanel();
    m_panel->setVisible(isOpen && (m_hasPanelRoom ? m_wantsPanel : m_isPanelAbove));
}

/// Opens the stream of the conversation that was chosen.
void ConversationsPage::look()
{
    const QString id = current();
    m_places->setCurrentIndex(id.isEmpty() ? 0 : 1);
    updatePlaces();
    if (m_stream && m_stream->conversationId() == id)
        return;
    m_stream.reset();
    m_wantedEvent.clear();
    m_view->timeline()->clear();
    m_panel->look(id);
    if (id.isEmpty())
        return;
    m_stream = std::make_unique<SessionStream>(m_session->client(), id);
    connect(m_stream.get(), &SessionStream::eventsStored, this, &ConversationsPage::takeEvents);
    connect(m_stream.get(), &SessionStream::pieceWritten, this, &ConversationsPage::takePiece);
    connect(m_stream.get(), &SessionStream::itemAborted, m_view->timeline(),
            &TimelineModel::dropDelta);
    m_stream->start();
    updateSummary();
    updateQuestion();
}

void ConversationsPage::takeEvents(const QList<StoredEvent> &events)
{
    QList<QByteArray> texts;
    for (const StoredEvent &stored : events)
        texts.append(QJsonDocument(stored.event).toJson(QJsonDocument::Compact));
    m_view->timeline()->append(texts);
    if (!m_wantedEvent.isEmpty())
        goToWanted();
}

void ConversationsPage::takePiece(const SessionStream::Piece &piece)
{
    const QString attempt = piece.itemId + ' ' + QString::number(piece.attempt);
    if (std::exchange(m_attempt, attempt) != attempt)
        m_view->timeline()->dropDelta();
    if (piece.kind == "text")
        m_view->timeline()->appendDelta(piece.content);
}

void ConversationsPage::updateSummary()
{
    updateChips();
    if (!m_old.isEmpty())
        select(m_old["id"].toString());
    if (const QJsonObject item = m_session->conversations()->item(current()); !item.isEmpty())
        m_view->setSummary(item);
    else if (!m_old.isEmpty())
        m_view->setSummary(m_old);
}

void ConversationsPage::updateQuestion()
{
    const QString id = current();
    const WaitingModel *waiting = m_session->waiting();
    for (int row = 0; row < waiting->rowCount(); ++row) {
        const QJsonObject question = waiting->item(row);
        if (question["conversation_id"] == id)
            return m_view->setQuestion(question);
    }
    m_view->setQuestion({});
}

} // namespace ui
