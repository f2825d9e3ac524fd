// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/WindowPalette.h"

#include "ui/widgets/PlainText.h"
#include "ui/windows/Actions.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/EventLink.h"
#include "ui/windows/SettingsPage.h"
#include "ui/windows/WorkspaceTable.h"

#include <QLocale>

namespace ui {

WindowPalette::WindowPalette(QWidget *window, const Actions *actions)
    : QObject(window)
    , m_actions(actions)
    , m_palette(new CommandPalette(window))
{
    connect(m_palette, &CommandPalette::historyWanted, this, [this](const QString &text) {
        if (m_history && !showLinked(text))
            m_history->ask(text);
    });
}

WindowPalette::~WindowPalette() = default;

void WindowPalette::setSession(Session *session)
{
    m_session = session;
    m_history.reset();
    if (!session)
        return;
    m_history = std::make_unique<HistorySearch>(session->client());
    connect(m_history.get(), &HistorySearch::changed, this, &WindowPalette::showHistory);
}

void WindowPalette::open(const QString &text)
{
    m_palette->open(m_actions->commands() + places() + settings(), text);
}

void WindowPalette::raise()
{
    m_palette->raise();
}

/// The items of a model in the order in which a view shows them.
static QList<QJsonObject> inOrder(const FeedModel *model)
{
    QList<std::pair<QVariant, QJsonObject>> sorted;
    for (int row = 0; row < model->rowCount(); ++row)
        sorted.append({model->index(row).data(FeedModel::SortRole), model->item(row)});
    std::ranges::stable_sort(sorted, [](const auto &one, const auto &other) {
        return QVariant::compare(one.first, other.first) == QPartialOrdering::Less;
    });
    QList<QJsonObject> items;
    for (const auto &[order, item] : std::as_const(sorted))
        items.append(item);
    return items;
}

/// Conversations and workspaces by their names.
QList<Command> WindowPalette::places()
{
    QList<Command> list;
    if (!m_session)
        return list;
    for (const QJsonObject &item : inOrder(m_session->conversations())) {
        const QString id = item["id"].toString();
        list.append({.group = Command::Group::Conversations,
                     .icon = "messages-square",
                     .title = visibleLine(ConversationsModel::titleOf(item)),
                     .detail = stateWord(item["state"].toString()) + " · "
                               + visibleLine(item["user"].toString()),
                     .run = [this, id] { emit conversationAsked(id); },
                     .runElsewhere = [this, id] { emit windowAsked(id); }});
    }
    for (const QJsonObject &item : inOrder(m_session->workspaces())) {
        list.append({.group = Command::Group::Workspaces,
                     .icon = "box",
                     .title = visibleLine(item["name"].toString()),
                     .detail = lookOfWorkspace(item, {}).word,
                     .run = [this, id = item["id"].toString()] { emit workspaceAsked(id); }});
    }
    return list;
}

QList<Command> WindowPalette::settings()
{
    QList<Command> list;
    if (!m_session)
        return list;
    for (const QString &name : SettingsPage::names())
        list.append({.group = Command::Group::Settings,
                     .icon = "settings",
                     .title = name,
                     .run = [this, name] { emit settingAsked(name); }});
    return list;
}

/// What a link leads to; false when @p text is none.
bool WindowPalette::showLinked(const QString &text)
{
    const std::optional<EventLink> link = EventLink::read(text);
    if (!link)
        return false;
    m_history->ask({});
    const bool isHere = link->server.authority() == m_session->client()->url().authority();
    m_palette->setHistory(
        {{.group = Command::Group::History,
          .icon = "external-link",
          .title = tr("Open what the link leads to"),
          .detail = visibleLine(link->server.authority()),
          .whyOff = isHere ? QString() : tr("it is on another server"),
          .run = [this, link] { emit eventAsked(link->conversationId, link->eventId); },
          .runElsewhere = [this, link] { emit windowAsked(link->conversationId); }}},
        {});
    return true;
}

/// What the palette says of the search in all history.
void WindowPalette::showHistory()
{
    using enum HistorySearch::State;
    if (m_history->state() == Nothing)
        return;
    QList<Command> hits;
    for (const HistoryHit &hit : m_history->hits()) {
        const QString title = visibleLine(hit.title);
        hits.append({.group = Command::Group::History,
                     .icon = hit.icon,
                     .title = visibleLine(hit.line),
                     .detail = (title.isEmpty() ? tr("New conversation") : title) + " · "
                               + QLocale().toString(hit.time, QLocale::ShortFormat),
                     .match = visibleLine(hit.match),
                     .run = [this, hit] { emit eventAsked(hit.conversationId, hit.eventId); },
                     .runElsewhere = [this, hit] { emit windowAsked(hit.conversationId); }});
    }
    QString note;
    if (m_history->state() == Asking)
        note = tr("Searching...");
    else if (m_history->state() == Failed)
        note = m_history->problem();
    else if (!m_history->isComplete())
        note = tr("The server still reads older history. Look again in a moment.");
    else if (hits.isEmpty())
        note = tr("Nothing of that was ever said or done.");
    m_palette->setHistory(hits, note);
}

} // namespace ui
