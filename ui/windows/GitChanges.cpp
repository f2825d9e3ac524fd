// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/GitChanges.h"

namespace ui {

static constexpr qsizetype mostGitFiles = 1000; // that are shown

GitChanges::GitChanges(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{}

void GitChanges::look(const QString &conversationId)
{
    m_id = conversationId;
    m_isWanted = m_isRefused = false;
    m_wantedDiff.clear();
    // An answer of another conversation is not taken; the next question waits for its end.
    m_stop.request_stop();
    m_stop = std::stop_source();
}

bool GitChanges::canAnswer() const
{
    const QString workspace = m_session->conversations()->item(m_id)["workspace"].toString();
    return m_session->workspaces()->item(workspace)["state"] == "ready";
}

QString GitChanges::folder() const
{
    return m_session->conversations()->item(m_id)["directory"].toString();
}

bool GitChanges::isOwed() const
{
    return m_isRefused && canAnswer();
}

/// A plus would be read as a space.
static QUrlQuery gitQuestion(const QString &path, QUrlQuery query = {})
{
    query.addQueryItem("path", QString::fromLatin1(QUrl::toPercentEncoding(path, "/")));
    return query;
}

/// A repository without a commit does not know what is new in it: it may have been made for the
/// conversation, of a folder full of files.
static core::Task<QJsonValue> gitChangesIn(Client *client, QString path, QString folder,
                                           std::stop_token stop)
{
    const QUrlQuery newest = gitQuestion(folder, {{"limit", "1"}});
    const core::Result<QJsonValue> history = co_await client->get(path + "commits", newest, stop);
    if (!history)
        co_return std::unexpected(history.error());
    if ((*history)["commits"].toArray().isEmpty())
        co_return QJsonValue(QJsonArray());
    const QUrlQuery changes = gitQuestion(folder, {{"renames", "true"}});
    co_return co_await client->get(path + "changes", changes, stop);
}

void GitChanges::ask()
{
    const QString folder = this->folder();
    m_isRefused = !canAnswer();
    if (m_isRefused || !folder.startsWith('/'))
        return;
    if (m_isAsking) {
        m_isWanted = true;
        return;
    }
    m_isAsking = true;
    QCoro::connect(gitChangesIn(m_session->client(), "/api/conversations/" + m_id + "/git/", folder,
                                m_stop.get_token()),
                   this, [this, id = m_id, folder](const core::Result<QJsonValue> &answer) {
        m_isAsking = false;
        if (answer && id == m_id)
            read(answer->toArray(), folder);
        if (std::exchange(m_isWanted, false))
            ask();
    });
}

static FileChange gitChangeOf(const QString &status)
{
    return status == "ADDED"     ? FileChange::Added
           : status == "DELETED" ? FileChange::Deleted
           : status == "MOVED"   ? FileChange::Renamed
                                 : FileChange::Modified;
}

void GitChanges::read(const QJsonArray &changes, const QString &folder)
{
    QMap<QString, GitFile> files;
    for (const QJsonValue &change : changes) {
        // A folder that is a repository of its own is none of the files.
        const QString path = change["path"].toString();
        if (path.isEmpty() || path.endsWith('/'))
            continue;
        const QString before = change["previous_path"].toString();
        files.insert(folder + '/' + path, {gitChangeOf(change["status"].toString()),
                                           before.isEmpty() ? QString() : folder + '/' + before});
        if (files.size() == mostGitFiles)
            break;
    }
    emit filesRead(files);
}

void GitChanges::askDiff(const QString &path)
{
    m_wantedDiff = path;
    if (path.isEmpty() || !canAnswer() || std::exchange(m_isAskingDiff, true))
        return;
    QCoro::connect(m_session->client()->get("/api/conversations/" + m_id + "/git/diff",
                                            gitQuestion(path), m_stop.get_token()),
                   this, [this, id = m_id, path](const core::Result<QJsonValue> &answer) {
        m_isAskingDiff = false;
        if (path != m_wantedDiff || id != m_id)
            return askDiff(m_wantedDiff);
        m_wantedDiff.clear();
        if (answer)
            emit diffRead(path, answer->toObject()["original"].toString(),
                          answer->toObject()["modified"].toString());
    });
}

} // namespace ui
