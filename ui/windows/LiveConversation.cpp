// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/LiveConversation.h"

#include "ui/models/Drafts.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ConversationDialogs.h"
#include "ui/windows/ConversationHeader.h"
#include "ui/windows/ConversationPanel.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/EventLink.h"
#include "ui/windows/FileIntake.h"
#include "ui/windows/Notice.h"
#include "ui/windows/WritingNews.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QSplitter>

namespace ui {

static constexpr int panelRoom = 286;
static constexpr int moreSteps = 50; // as the buttons say
static constexpr int panelWidth = 1000; // of the window; below there is no room for the panel

LiveConversation::LiveConversation(const Needs &needs, QWidget *parent)
    : QWidget(parent)
    , m_needs(needs)
    , m_session(needs.session)
    , m_splitter(new QSplitter(this))
    , m_intake(new FileIntake(m_session, this))
    , m_notice(new Notice(this))
    , m_view(new ConversationView)
    , m_log(new ConversationLog(m_session->client(), m_view->timeline(), m_view->timelineView(),
                                this))
    , m_panel(new ConversationPanel(m_session, m_view->timeline(), this))
    , m_news(new WritingNews(m_view->timeline(), this))
{
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({520, panelRoom});
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_splitter, 1);
    for (FeedModel *model :
         std::initializer_list<FeedModel *>{m_session->conversations(), m_session->workspaces()}) {
        connect(model, &FeedModel::told, this, &LiveConversation::updateSummary);
        connect(model, &FeedModel::known, this, &LiveConversation::updateSummary);
    }
    connect(m_session->waiting(), &FeedModel::told, this, &LiveConversation::updateQuestion);
    connect(m_session->waiting(), &FeedModel::known, this, &LiveConversation::updateQuestion);
    connect(m_session->feed(), &Feed::stateChanged, this, &LiveConversation::updateOnline);
    const auto useKeys = [this] { m_view->setSingleKeys(m_needs.preferences->hasSingleKeys()); };
    connect(m_needs.preferences, &Preferences::changed, this, useKeys);
    useKeys();
    connect(m_log, &ConversationLog::advanced, this, [this] {
        m_view->header()->setEvents(m_view->timeline()->endNumber());
        if (!m_wantedEvent.isEmpty())
            goToWanted();
    });
    connect(m_panel, &ConversationPanel::told, this, &LiveConversation::tell);
    connect(m_news, &WritingNews::said, this,
            [this](const QString &text) { emit agentHeard(id(), text); });
    updateOnline();
    connectView();
}

LiveConversation::~LiveConversation()
{
    m_needs.drafts->keep(id(), m_view->draft());
}

void LiveConversation::connectView()
{
    Commands *commands = m_session->commands();
    ConversationHeader *header = m_view->header();
    connect(m_view, &ConversationView::said, this, &LiveConversation::say);
    connect(m_view, &ConversationView::filesGiven, this,
            [this](const QStringList &files) { m_intake->bring(item(), files); });
    connect(m_intake, &FileIntake::told, this, &LiveConversation::tell);
    connect(m_intake, &FileIntake::brought, this, &LiveConversation::mention);
    connect(m_view, &ConversationView::policyAsked, this,
            [this] { (new ChangePolicyDialog(m_session, item(), this))->open(); });
    connect(m_view, &ConversationView::forkAsked, this,
            [this](const QString &eventId) { emit forkAsked(id(), eventId); });
    connect(m_view, &ConversationView::linkAsked, this, [this](const QString &eventId) {
        const EventLink link{m_session->client()->url(), id(), eventId};
        QGuiApplication::clipboard()->setText(link.text());
        tell(tr("The link is copied. The palette opens it."), true);
    });
    connect(m_view, &ConversationView::settingsAsked, this, &LiveConversation::settingsAsked);
    connect(m_view, &ConversationView::runAsked, this, [=, this] { ask(commands->run(id())); });
    connect(m_view, &ConversationView::moreStepsAsked, this,
            [=, this] { ask(commands->runOn(id(), item()["max_iterations"].toInt(), moreSteps)); });
    connect(header, &ConversationHeader::pauseAsked, this,
            [=, this] { ask(commands->pause(id())); });
    connect(header, &ConversationHeader::resumeAsked, this,
            [=, this] { ask(commands->run(id())); });
    connect(header, &ConversationHeader::stopAsked, this,
            [=, this] { ask(commands->interrupt(id())); });
    connect(m_view, &ConversationView::allowed, this,
            [=, this](const QStringList &ids, const QJsonObject &policy) {
        ask(commands->approve(id(), ids, policy));
    });
    connect(m_view, &ConversationView::denied, this,
            [=, this](const QStringList &ids, const QString &reason, Commands::Run run) {
        ask(commands->reject(id(), ids, reason, run));
    });
}

/// Says what the server refused, until something else is asked of it.
void LiveConversation::ask(core::Task<> command)
{
    m_notice->hide();
    QCoro::connect(std::move(command), this, [this](const core::Result<> &done) {
        if (!done)
            tell(done.error().message);
    });
}

/// What the server does not take comes back, unless something else is being written.
void LiveConversation::say(const Draft &draft, bool andRun)
{
    QStringList images;
    for (const AttachedImage &image : draft.images)
        images.append(QString::fromLatin1(image.url));
    m_notice->hide();
    QCoro::connect(m_session->commands()->say(id(), draft.text,
                                              andRun ? Commands::Run::Yes : Commands::Run::No,
                                              images),
                   this, [this, draft, id = id()](const core::Result<> &done) {
        if (done)
            return;
        tell(done.error().message);
        if (id != this->id() && m_needs.drafts->of(id).isEmpty())
            m_needs.drafts->keep(id, draft);
        else if (id == this->id() && m_view->draft().isEmpty())
            m_view->setDraft(draft);
    });
}

/// A file that is in the workspace now, in what is being written to its conversation.
void LiveConversation::mention(const QString &conversationId, const QString &path)
{
    if (conversationId == id()) {
        m_notice->hide();
        return m_view->insert(path);
    }
    Draft draft = m_needs.drafts->of(conversationId);
    draft.text += (draft.text.isEmpty() ? "" : " ") + path;
    m_needs.drafts->keep(conversationId, draft);
}

void LiveConversation::tell(const QString &text, bool isDone)
{
    m_notice->tell(text, isDone ? Tone::Ok : Tone::Danger);
}

void LiveConversation::look(const QJsonObject &item)
{
    m_needs.drafts->keep(id(), m_view->draft());
    const bool isOther = item["id"] != m_item["id"];
    m_item = item;
    placePanel();
    if (!isOther)
        return updateSummary();
    m_wantedEvent.clear();
    m_notice->hide();
    m_view->endFind();
    m_news->look(id());
    m_log->open(id());
    m_view->header()->setEvents(0);
    m_view->setDraft(m_needs.drafts->of(id()));
    m_panel->look(id());
    if (id().isEmpty())
        return;
    if (m_session->conversations()->rowOf(id()) < 0)
        readItem();
    updateSummary();
    updateQuestion();
}

/// The feed does not tell of those that are old, or that were only just made.
void LiveConversation::readItem()
{
    QCoro::connect(m_session->client()->get("/conversations/" + id()), this,
                   [this, id = id()](const core::Result<QJsonValue> &answer) {
        if (!answer || id != this->id())
            return;
        m_item = answer->toObject();
        updateSummary();
    });
}

void LiveConversation::goTo(const QString &eventId)
{
    m_wantedEvent = eventId;
    goToWanted();
}

/// Until the whole log is there, for what comes below moves the end of the timeline.
void LiveConversation::goToWanted()
{
    const int row = m_view->timeline()->rowOf(m_wantedEvent);
    if (row >= 0)
        m_view->timelineView()->goTo(row);
    if (m_log->isWhole())
        m_wantedEvent.clear();
}

QJsonObject LiveConversation::item() const
{
    const QJsonObject item = m_session->conversations()->item(id());
    return item.isEmpty() ? m_item : item;
}

void LiveConversation::updateSummary()
{
    QJsonObject summary = item();
    const QJsonObject workspace = m_session->workspaces()->item(summary["workspace"].toString());
    if (!workspace.isEmpty())
        summary["workspace"] = workspace["name"];
    m_view->setSummary(summary);
    emit summaryChanged();
}

void LiveConversation::updateQuestion()
{
    const WaitingModel *waiting = m_session->waiting();
    for (int row = 0; row < waiting->rowCount(); ++row) {
        const QJsonObject question = waiting->item(row);
        if (question["conversation_id"] == id())
            return m_view->setQuestion(question);
    }
    m_view->setQuestion({});
}

void LiveConversation::updateOnline()
{
    m_view->setOnline(!m_session->feed()->isLost());
}

void LiveConversation::focusQuestion()
{
    m_view->focusQuestion();
}

// The panel

void LiveConversation::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_log->wake();
}

void LiveConversation::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_log->rest();
}

void LiveConversation::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_hasPanelRoom = window()->width() >= panelWidth;
    m_isPanelAbove = m_isPanelAbove && !m_hasPanelRoom;
    placePanel();
}

void LiveConversation::togglePanel()
{
    if (m_hasPanelRoom)
        m_wantsPanel = !m_wantsPanel;
    else
        m_isPanelAbove = !m_isPanelAbove && !id().isEmpty();
    placePanel();
    if (m_isPanelAbove)
        m_panel->setFocus(Qt::ShortcutFocusReason);
}

/// Beside the timeline, or above its right side.
void LiveConversation::placePanel()
{
    const bool isBeside = m_panel->parentWidget() == m_splitter;
    if (m_hasPanelRoom && !isBeside)
        m_splitter->addWidget(m_panel);
    else if (!m_hasPanelRoom && isBeside)
        m_panel->setParent(this);
    if (!m_hasPanelRoom) {
        const int wide = qMin(panelRoom + 40, width());
        m_panel->setGeometry(width() - wide, 0, wide, height());
        m_panel->raise();
    }
    m_panel->setVisible(!id().isEmpty() && (m_hasPanelRoom ? m_wantsPanel : m_isPanelAbove));
}

void LiveConversation::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || !m_isPanelAbove)
        return QWidget::keyPressEvent(event);
    togglePanel();
    m_view->timelineView()->setFocus(Qt::OtherFocusReason);
}

QString LiveConversation::whyNoTerminal() const
{
    const QString workspace = item()["workspace"].toString();
    if (id().isEmpty())
        return tr("no conversation is open");
    return m_session->workspaces()->rowOf(workspace) < 0 ? tr("it has no workspace yet")
                                                         : QString();
}

void LiveConversation::toggleTerminal()
{
    if (m_panel->isVisible() && m_panel->isTerminalInFront()
        && m_panel->isAncestorOf(window()->focusWidget())) {
        m_view->timelineView()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    if (m_panel->isHidden())
        togglePanel();
    m_panel->openTerminal();
}

QList<QWidget *> LiveConversation::panes() const
{
    return m_view->panes() + QList<QWidget *>{m_panel};
}

} // namespace ui
