// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/InboxPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/ConnectionCard.h"
#include "ui/windows/JsonDialog.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/RecentEvents.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

static constexpr int widthForBoth = 860;

enum InboxCard { NoCard, ApprovalPlace, ConnectionPlace, ProblemPlace };

InboxPage::InboxPage(Session *session, Preferences *preferences, QWidget *parent)
    : PageFrame(tr("Inbox"), parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_preferences(preferences)
    , m_items(inboxColumns())
    , m_view(new TableView(&m_items, tr("What needs you"), TableView::Rows::TwoLines))
    , m_groups(new QButtonGroup(this))
    , m_mine(new QPushButton(tr("Only mine")))
    , m_splitter(new QSplitter)
    , m_recent(new RecentEvents(session->client()))
    , m_cards(new QStackedWidget)
    , m_approval(new ApprovalCard)
    , m_connection(new ConnectionCard)
    , m_problem(new QLabel)
    , m_open(new QPushButton(icon("messages-square"), tr("Open conversation")))
{
    setBar(makeFilters());
    setContent(makeContent());
    focusFirst(this, m_view);
    m_needs->add({m_cards});
    connectParts();
    update();
}

void InboxPage::connectParts()
{
    for (FeedModel *model :
         std::initializer_list<FeedModel *>{m_session->waiting(), m_session->conversations(),
                                            m_session->alerts()}) {
        connect(model, &FeedModel::told, this, &InboxPage::update);
        connect(model, &FeedModel::known, this, &InboxPage::update);
    }
    connect(m_session->workspaces(), &FeedModel::known, this, &InboxPage::look);
    connect(m_session->feed(), &Feed::stateChanged, this, &InboxPage::update);
    connect(m_view, &TableView::currentChosen, this, &InboxPage::look);
    connect(m_view, &TableView::opened, m_open, &QPushButton::click);
    m_view->installEventFilter(this);
    connect(m_recent, &RecentEvents::jsonAsked, this,
            [this](const QByteArray &json) { (new JsonDialog(json, this))->open(); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        const QString id = m_view->currentItem()["conversation_id"].toString();
        if (!id.isEmpty())
            emit conversationAsked(id);
        else if (m_view->currentItem()["kind"] == "alert")
            emit alertsAsked();
    });
    connect(this, &PageFrame::emptyAnswered, this, [this] {
        m_mine->setChecked(false);
        m_groups->button(int(InboxGroup::All))->click();
    });
}

QWidget *InboxPage::makeFilters()
{
    auto *bar = new QWidget;
    auto *row = new FlowLayout;
    bar->setLayout(row);
    for (const auto group : {InboxGroup::All, InboxGroup::Questions, InboxGroup::Problems}) {
        auto *chip = new QPushButton;
        chip->setCheckable(true);
        setKind(chip, ButtonKind::Chip);
        m_groups->addButton(chip, int(group));
        row->addWidget(chip);
    }
    m_groups->button(int(InboxGroup::All))->setChecked(true);
    m_mine->setCheckable(true);
    setKind(m_mine, ButtonKind::Chip);
    row->addWidget(m_mine);
    connect(m_groups, &QButtonGroup::idClicked, this, &InboxPage::filter);
    connect(m_mine, &QPushButton::toggled, this, &InboxPage::filter);
    return bar;
}

QWidget *InboxPage::makeContent()
{
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    m_beside = column;
    column->addWidget(m_recent, 1);
    column->addWidget(makeCards());
    column->addWidget(m_open, 0, Qt::AlignLeft);
    column->addStretch();
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(side);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_view->sortByColumn(2, Qt::AscendingOrder);
    return m_splitter;
}

void InboxPage::setUser(const QString &user)
{
    if (std::exchange(m_user, user) != user)
        update();
}

/// The card lies beside the list, or below it where there is less room.
void InboxPage::resizeEvent(QResizeEvent *event)
{
    PageFrame::resizeEvent(event);
    const bool isNarrow = width() < widthForBoth;
    m_splitter->setOrientation(isNarrow ? Qt::Vertical : Qt::Horizontal);
    m_beside->setContentsMargins(isNarrow ? 0 : 14, isNarrow ? 14 : 0, 0, 0);
}

QWidget *InboxPage::makeCards()
{
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setAlignment(Qt::AlignTop);
    m_cards->addWidget(new QWidget);
    m_cards->addWidget(m_approval);
    m_cards->addWidget(m_connection);
    m_cards->addWidget(m_problem);
    m_cards->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_approval, &ApprovalCard::allowed, this,
            [this](const QStringList &ids, const QJsonObject &policy) {
        const QString id = m_view->currentItem()["conversation_id"].toString();
        ask(m_session->commands()->approve(id, ids, policy));
    });
    connect(m_approval, &ApprovalCard::denied, this,
            [this](const QStringList &ids, const QString &reason, Commands::Run run) {
        const QString id = m_view->currentItem()["conversation_id"].toString();
        ask(m_session->commands()->reject(id, ids, reason, run));
    });
    connect(m_connection, &ConnectionCard::answered, this, &InboxPage::answer);
    connect(m_connection, &ConnectionCard::moreTimeAsked, this,
            [this](const QString &id) { ask(m_session->commands()->prolong(id)); });
    return m_cards;
}

void InboxPage::update()
{
    if (!m_session->waiting()->isKnown() || !m_session->conversations()->isKnown())
        return showLoading();
    m_items.replace(inboxItems(m_session));
    updateFilters();
    filter();
}

/// Nobody chooses between what is all theirs.
void InboxPage::updateFilters()
{
    std::array<int, 3> counts{};
    bool hasOthers = false;
    for (int row = 0; row < m_items.rowCount(); ++row) {
        const QJsonObject item = m_items.item(row);
        for (size_t group = 0; group < counts.size(); ++group)
            counts[group] += isIn(InboxGroup(group), item);
        hasOthers = hasOthers || (!m_user.isEmpty() && item["user_id"] != m_user);
    }
    m_groups->button(int(InboxGroup::All))->setText(tr("All %1").arg(counts[0]));
    m_groups->button(int(InboxGroup::Questions))->setText(tr("Questions %1").arg(counts[1]));
    m_groups->button(int(InboxGroup::Problems))->setText(tr("Problems %1").arg(counts[2]));
    m_mine->setVisible(hasOthers || m_mine->isChecked());
}

void InboxPage::filter()
{
    const bool isMine = m_mine->isChecked();
    m_view->setWanted([group = InboxGroup(m_groups->checkedId()), isMine,
                       user = m_user](const QJsonObject &item) {
        return isIn(group, item) && (!isMine || item["user_id"] == user);
    });
    if (m_items.rowCount() == 0)
        return showEmpty(tr("Nothing needs you"),
                         tr("Questions of agents, connections that workspaces ask for, runs that "
                            "failed and alerts come here."));
    if (m_view->shown() == 0)
        return showEmpty(tr("Nothing of that kind needs you"), tr("Other things do."),
                         tr("Clear filter"));
    showContent();
    if (m_view->currentId().isEmpty())
        m_view->selectRow(0);
    look();
}

/// A card that is told the same again would fall asleep again.
void InboxPage::look()
{
    const QJsonObject item = m_view->currentItem();
    const QString conversation = item["conversation_id"].toString();
    const bool isAlert = item["kind"] == "alert";
    m_open->setVisible(!conversation.isEmpty() || isAlert);
    m_open->setText(conversation.isEmpty() ? tr("Open alerts") : tr("Open conversation"));
    m_recent->setVisible(!conversation.isEmpty());
    m_recent->look(conversation, item["kind"] == "approval");
    showPlace(item);
    if (std::exchange(m_shown, item) == item)
        return;
    if (item.isEmpty()) {
        m_cards->setCurrentIndex(NoCard);
    } else if (isIn(InboxGroup::Problems, item)) {
        m_problem->setText(isAlert ? visible(item["text"].toString())
                                   : tr("%1: %2").arg(stateWord(item["state"].toString()),
                                                      visible(item["last_line"].toString())));
        m_cards->setCurrentIndex(ProblemPlace);
    } else if (item["kind"] == "connection") {
        m_connection->ask(item);
        m_cards->setCurrentIndex(ConnectionPlace);
    } else {
        m_approval->ask(item);
        m_cards->setCurrentIndex(ApprovalPlace);
    }
}

/// Where what is asked would happen.
void InboxPage::showPlace(const QJsonObject &item)
{
    const QJsonObject conversation = m_session->conversations()->item(
        item["conversation_id"].toString());
    const auto workspaceName = [this](const QJsonValue &id) {
        return m_session->workspaces()->item(id.toString())["name"].toString();
    };
    m_approval->setPlace(conversation["directory"].toString(),
                         workspaceName(conversation["workspace"]));
    m_connection->setWorkspace(workspaceName(item["workspace_id"]));
}

bool InboxPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (m_preferences->hasSingleKeys() && key->modifiers() == Qt::NoModifier
            && !key->isAutoRepeat() && m_cards->isEnabled() && takeLetter(key->key()))
            return true;
    }
    return PageFrame::eventFilter(watched, event);
}

/// Answers what is beside the list.
bool InboxPage::takeLetter(int key)
{
    if (m_cards->currentWidget() == m_approval)
        return m_approval->takeLetter(key);
    return m_cards->currentWidget() == m_connection && m_connection->takeLetter(key);
}

void InboxPage::answer(bool isAllowed, const QString &scope)
{
    ask(m_session->commands()->answer(m_view->currentItem(), isAllowed, scope));
}

} // namespace ui
