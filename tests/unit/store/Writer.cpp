// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Database.h"
#include "store/Events.h"

#include <QCoreApplication>
#include <QCoroTask>

#include <cstdio>

/// Appends events for ever and prints the number of each one that the database has acknowledged.
static core::Task<> appendForEver(store::Events *events, QString conversation, qint64 first)
{
    for (qint64 seq = first;; ++seq) {
        const QList<store::EventRow> rows{{.seq = seq,
                                           .id = QString::number(seq),
                                           .kind = "PauseEvent",
                                           .body = QByteArray(1000, 'x')}};
        const core::Result<> done = co_await events->append(conversation, rows);
        if (!done)
            co_return done;
        std::printf("%lld\n", static_cast<long long>(seq));
        std::fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto database = store::Database::open(QCoreApplication::arguments().at(1));
    if (!database)
        return 1;
    store::Conversations conversations(database->get());
    store::Events events(database->get());
    if (!QCoro::waitFor(conversations.insert({.id = "c", .userId = "ann", .status = "idle"})))
        return 1;
    return QCoro::waitFor(appendForEver(&events, "c", 0)) ? 0 : 1;
}
