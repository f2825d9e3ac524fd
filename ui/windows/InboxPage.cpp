// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/InboxPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/ConnectionCard.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

static constexpr int widthForBoth = 860;

enum InboxCard { NoCard, ApprovalPlace, ConnectionPlace, FailurePlace };

static bool isFailure(const QJsonObject &item)
{
    return item["kind"] == "failure";
}

static Cell inboxKind(const QJsonObject &item)
{
    if (isFailure(item)) {
        const StateLook look = lookOf(item["state"].toString());
        return {.text = stateWord(item["state"].toString()), .icon = look.icon, .tone = look.tone};
    }
    if (item["kind"] == "connection")
        return {.text = WaitingModel::riskOf(item), .icon = "globe", .tone = Tone::Wait};
    const RiskLook risk = riskLookOf(item["risk"].toString());
    return {.text = risk.words, .icon = risk.icon, .tone = risk.tone};
}

static QList<Column> inboxColumns()
{
    const auto what = [](const QJsonObject &item) {
        if (isFailure(item))
            return Cell{.text = visibleLine(ConversationsModel::titleOf(item)),
                        .second = visibleLine(item["last_line"].toString()),
                        .isStrong = true};
        return Cell{.text = visibleLine(WaitingModel::titleOf(item)),
                    .second = visibleLine(WaitingModel::textOfFirst(item)),
                    .isStrong = true};
    };
    const auto age = [](const QJsonObject &item) {
        const QString moment = item[isFailure(item) ? "updated_at" : "asked_at"].toString();
        const QDateTime at = QDateTime::fromString(moment, Qt::ISODateWithMs);
        // Questions first, each group from the oldest on.
        return Cell{.text = ageWord(moment),
                    .order = double(at.toMSecsSinceEpoch()) + (isFailure(item) ? 4.5e15 : 0)};
    };
    return {{InboxPage::tr("What"), what, 0},
            {InboxPage::tr("Risk or state"), inboxKind, 134},
            {InboxPage::tr("Since"), age, 96, Qt::AlignLeft, 380}};
}

InboxPage::InboxPage(Session *session, QWidget *parent)
    : PageFrame(tr("Inbox"), parent)
    , m_session(session)
    , m_items(inboxColumns())
    , m_view(new TableView(&m_items, tr("What needs you"), TableView::Rows::TwoLines))
    , m_splitter(new QSplitter)
    , m_cards(new QStackedWidget)
    , m_approval(new ApprovalCard)
    , m_connection(new ConnectionCard)
    , m_failure(new QLabel)
    , m_open(new QPushButton(icon("messages-square"), tr("Open conversation")))
{
    setContent(makeContent());
    focusFirst(this, m_view);
    for (FeedModel *model :
         std::initializer_list<FeedModel *>{session->waiting(), session->conversations()}) {
        connect(model, &FeedModel::told, this, &InboxPage::update);
        connect(model, &FeedModel::known, this, &InboxPage::update);
    }
    connect(session->feed(), &Feed::stateChanged, this, &InboxPage::update);
    update();
}

QWidget *InboxPage::makeContent()
{
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    m_beside = column;
    column->addWidget(makeCards());
    column->addWidget(m_open, 0, Qt::AlignLeft);
    column->addStretch();
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(side);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_view->sortByColumn(2, Qt::AscendingOrder);
    connect(m_view, &TableView::currentChosen, this, &InboxPage::look);
    connect(m_view, &TableView::opened, m_open, &QPushButton::click);
    connect(m_open, &QPushButton::clicked, this, [this] {
        const QJsonObject item = m_view->currentItem();
        const QString id = item["conversation_id"].toString();
        if (!id.isEmpty())
            emit conversationAsked(id);
    });
    return m_splitter;
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
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setWordWrap(true);
    m_failure->setAlignment(Qt::AlignTop);
    m_cards->addWidget(new QWidget);
    m_cards->addWidget(m_approval);
    m_cards->addWidget(m_connection);
    m_cards->addWidget(m_failure);
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
    return m_cards;
}

void InboxPage::update()
{
    if (!m_session->waiting()->isKnown() || !m_session->conversations()->isKnown())
        return showLoading();
    QList<QJsonObject> items;
    for (int row = 0; row < m_session->waiting()->rowCount(); ++row)
        items.append(m_session->waiting()->item(row));
    for (int row = 0; row < m_session->conversations()->rowCount(); ++row) {
        QJsonObject item = m_session->conversations()->item(row);
        if (item["state"] != "error" && item["state"] != "stuck")
            continue;
        item.insert("kind", "failure");
        item.insert("conversation_id", item["id"]);
        items.append(item);
    }
    m_items.replace(items);
    if (items.isEmpty())
        return showEmpty(tr("Nothing needs you"),
                         tr("Questions of agents, connections that workspaces ask for and runs "
                            "that failed come here."));
    showContent();
    if (m_view->currentId().isEmpty())
        m_view->selectRow(0);
    look();
}

void InboxPage::look()
{
    const QJsonObject item = m_view->currentItem();
    const bool isOnline = m_session->feed()->state() == Feed::State::Live;
    m_cards->setEnabled(isOnline);
    m_open->setVisible(!item["conversation_id"].toString().isEmpty());
    if (std::exchange(m_shown, item) == item)
        return;
    if (item.isEmpty()) {
        m_cards->setCurrentIndex(NoCard);
    } else if (isFailure(item)) {
        m_failure->setText(tr("%1: %2").arg(stateWord(item["state"].toString()),
                                            visible(item["last_line"].toString())));
        m_cards->setCurrentIndex(FailurePlace);
    } else if (item["kind"] == "connection") {
        m_connection->ask(item);
        m_cards->setCurrentIndex(ConnectionPlace);
    } else {
        m_approval->ask(item);
        m_cards->setCurrentIndex(ApprovalPlace);
    }
}

void InboxPage::answer(bool isAllowed, const QString &scope)
{
    ask(m_session->commands()->answer(m_view->currentItem(), isAllowed, scope));
}

} // namespace ui
