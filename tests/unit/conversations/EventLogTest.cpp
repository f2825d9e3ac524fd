// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"

using conversations::EventLog;

/// The log of a conversation that goes away while it is written.
class EventLogTest : public QObject
{
    Q_OBJECT

private slots:
    void mayGoWhileItIsStored();
    void mayGoWhenItIsHeard();
};

static std::unique_ptr<EventLog> logOf(Harbour &harbour, const QString &id)
{
    auto log = std::make_unique<EventLog>(id, harbour.conversations().services().events,
                                          [] { return store::ConversationUpdate{}; });
    Q_ASSERT(QCoro::waitFor(log->open()));
    return log;
}

static model::Event paused()
{
    model::Event event;
    event.body = model::PauseEvent{};
    return event;
}

void EventLogTest::mayGoWhileItIsStored()
{
    Harbour harbour;
    const QString id = harbour.begin()->id();
    const qsizetype before = harbour.log(id).size();
    std::unique_ptr<EventLog> log = logOf(harbour, id);
    log->append(paused());
    log->publish([] { return QByteArray("{}"); });
    log.reset();
    QTRY_COMPARE(harbour.log(id).size(), before + 1);
}

void EventLogTest::mayGoWhenItIsHeard()
{
    Harbour harbour;
    const QString id = harbour.begin()->id();
    std::unique_ptr<EventLog> log = logOf(harbour, id);
    int heard = 0;
    connect(log.get(), &EventLog::published, this, [&] {
        ++heard;
        log.reset();
    });
    log->append(paused());
    log->append(paused());
    log->publish([] { return QByteArray("{}"); });
    QTRY_COMPARE(heard, 1);
    QVERIFY(harbour.log(id).size() >= 2);
}

BERTH_TEST(EventLogTest)
#include "EventLogTest.moc"
