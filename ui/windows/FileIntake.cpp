// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FileIntake.h"

#include "ui/widgets/PlainText.h"

#include <QFileInfo>
#include <QSet>

namespace ui {

static constexpr auto attachments = QLatin1StringView("attachments");

/// What is in a folder by now; nothing when there is no such folder.
static core::Task<QSet<QString>> namesIn(Client *client, QString folder, std::stop_token stop)
{
    QSet<QString> names;
    QString cursor;
    do {
        QUrlQuery query({{"limit", "100"}});
        if (!cursor.isEmpty())
            query.addQueryItem("cursor", QUrl::toPercentEncoding(cursor));
        const core::Result<QJsonValue> page = co_await client->get(folder, query, stop);
        if (!page && page.error().kind == core::Error::Kind::NotFound)
            co_return names;
        if (!page)
            co_return std::unexpected(page.error());
        for (const QJsonValue &item : (*page)["items"].toArray())
            names.insert(item["name"].toString());
        cursor = (*page)["next_cursor"].toString();
    } while (!cursor.isEmpty());
    co_return names;
}

/// Under a name that nothing has there; returns it.
static core::Task<QString> uploadInto(Client *client, QString folder, QString path,
                                      std::stop_token stop)
{
    const core::Result<QSet<QString>> taken = co_await namesIn(client, folder, stop);
    if (!taken)
        co_return std::unexpected(taken.error());
    const QFileInfo file(path);
    QString name = file.fileName();
    const QString suffix = file.suffix().isEmpty() ? QString() : '.' + file.suffix();
    for (int number = 2; taken->contains(name); ++number)
        name = file.completeBaseName() + '-' + QString::number(number) + suffix;
    const core::Result<> done = co_await client->upload(path, folder + '/' + name, {}, stop);
    if (!done)
        co_return std::unexpected(done.error());
    co_return name;
}

FileIntake::FileIntake(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{}

FileIntake::~FileIntake()
{
    m_stop.request_stop();
}

void FileIntake::bring(const QJsonObject &conversation, const QStringList &files)
{
    const QString workspace = conversation["workspace"].toString();
    if (m_session->workspaces()->rowOf(workspace) < 0)
        return emit told(tr("This conversation has no workspace yet, so no file can be brought in. "
                            "It gets one when it runs."),
                         false);
    for (const QString &file : files) {
        if (QFileInfo(file).isFile())
            m_waiting.append({conversation["id"].toString(), workspace,
                              conversation["directory"].toString(), file});
        else
            emit told(tr("%1 is no file; only files can be brought in.")
                          .arg(visibleLine(QFileInfo(file).fileName())),
                      false);
    }
    next();
}

void FileIntake::next()
{
    if (m_isBusy || m_waiting.isEmpty())
        return;
    m_isBusy = true;
    const Wanted wanted = m_waiting.takeFirst();
    emit told(tr("Bringing in %1").arg(visibleLine(QFileInfo(wanted.file).fileName())), true);
    const QString folder = "/workspaces/" + wanted.workspace + "/files" + wanted.directory + '/'
                           + attachments;
    QCoro::connect(uploadInto(m_session->client(), folder, wanted.file, m_stop.get_token()), this,
                   [this, id = wanted.conversation](const core::Result<QString> &name) {
        m_isBusy = false;
        if (name)
            emit brought(id, attachments + '/' + *name);
        else
            emit told(name.error().message, false);
        next();
    });
}

} // namespace ui
