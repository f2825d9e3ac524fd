// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/PausedRuns.h"

#include "ui/client/Commands.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

using ui::PausedRuns;

PausedRuns::PausedRuns(const QString &folder)
    : m_file(folder.isEmpty() ? QString() : folder + "/paused-by-quit.json")
{}

core::Result<> PausedRuns::keep(const QStringList &ids) const
{
    if (m_file.isEmpty())
        return {};
    QSaveFile file(m_file);
    const QByteArray text = QJsonDocument(QJsonArray::fromStringList(ids)).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return core::fail(core::Error::Kind::Unavailable,
                      m_file + " cannot be written: " + file.errorString());
}

QStringList PausedRuns::take() const
{
    QFile file(m_file);
    if (m_file.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    QStringList ids;
    for (const QJsonValue &id : QJsonDocument::fromJson(file.readAll()).array())
        ids.append(id.toString());
    // What cannot be removed would go on at every start.
    return file.remove() ? ids : QStringList();
}

core::Task<> ui::pauseRuns(QPointer<Client> client, PausedRuns runs, QStringList ids)
{
    // First, so that what is paused goes on even if this does not come to its end.
    const core::Result<> kept = runs.keep(ids);
    if (!kept)
        co_return std::unexpected(kept.error());
    QStringList paused;
    for (const QString &id : std::as_const(ids)) {
        if (!client)
            break;
        const core::Result<> done = co_await Commands(client).pause(id);
        if (done)
            paused.append(id);
    }
    co_return runs.keep(paused);
}

core::Task<int> ui::resumeRuns(QPointer<Client> client, PausedRuns runs)
{
    int resumed = 0;
    const QStringList ids = runs.take();
    for (const QString &id : ids) {
        if (!client)
            break;
        const core::Result<QJsonValue> conversation = co_await client->get("/conversations/" + id);
        if (!client || !conversation || (*conversation)["state"] != "paused")
            continue;
        const core::Result<> done = co_await Commands(client).run(id);
        resumed += done ? 1 : 0;
    }
    co_return resumed;
}
