// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "WorkspaceHook.h"

#include "HookQuestion.h"
#include "core/Clock.h"

using namespace composition;
using workspace::WorkspaceSettings;

static constexpr int mostAsked = 64;
static constexpr qsizetype mostUsers = 10'000;
static constexpr std::chrono::seconds answerLife(60);

WorkspaceHook::WorkspaceHook(QUrl url, net::Outbound *outbound, Check check)
    : m_url(std::move(url))
    , m_outbound(outbound)
    , m_check(std::move(check))
{}

WorkspaceSettings WorkspaceHook::settings(const QString &userId) const
{
    return m_entries.value(userId).settings;
}

core::Task<> WorkspaceHook::ask(QString userId)
{
    const auto now = core::Clock::system().monotonic();
    const auto entry = m_entries.constFind(userId);
    if (entry != m_entries.constEnd() && now - entry->at < answerLife)
        co_return {};
    if (m_waiting >= mostAsked)
        co_return std::unexpected(noHookAnswer("workspace"));
    const QJsonObject body{{"user", userId}};
    net::Request request = hookQuestion(m_url, body, "asking what a user's workspaces are to be");
    ++m_waiting;
    const core::Result<net::Response> response = co_await m_outbound->send(std::move(request),
                                                                           std::stop_token());
    --m_waiting;
    const std::optional<WorkspaceSettings> answer =
        response && response->status == 200 ? readHookAnswer<WorkspaceSettings>(response->body)
                                            : std::nullopt;
    if (!answer)
        co_return std::unexpected(noHookAnswer("workspace"));
    core::Task<> checking = m_check(*answer);
    const core::Result<> possible = co_await checking;
    if (!possible) {
        qCWarning(lcApp).noquote()
            << "The workspace hook answers what cannot be:" << possible.error().message << userId;
        co_return core::fail(core::Error::Kind::Unavailable,
                             "The workspace hook of this server answers with settings that cannot "
                             "be: "
                                 + possible.error().message);
    }
    if (m_entries.size() >= mostUsers)
        m_entries.clear();
    m_entries.insert(userId, {*answer, now});
    co_return {};
}
