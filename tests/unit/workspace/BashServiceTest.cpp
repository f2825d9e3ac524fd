// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/BashService.h"
#include "MemoryLedger.h"
#include "Place.h"
#include "workspace/DockerRuntime.h"

using namespace workspace;
using Kind = core::Error::Kind;

namespace {

/// Remembers what it is told, as late as it is told to.
class Journal : public BashJournal
{
public:
    core::Task<QList<BashRemnant>> unfinished(std::chrono::microseconds) override
    {
        co_return QList<BashRemnant>();
    }

    core::Task<> append(QString userId, QList<QJsonObject> events, BashProgress) override
    {
        ++calls;
        if (delay.count() > 0)
            co_await core::sleepFor(delay);
        if (fails)
            co_return core::fail(Kind::Internal, "The disk is full.");
        userIds.insert(userId);
        for (const QJsonObject &event : std::as_const(events)) {
            kept.append(event["id"].toString());
            if (keepsBodies)
                bodies.append(event);
            bytes += event["stdout"].toString().size();
        }
        co_return {};
    }

    QSet<QString> userIds;
    QStringList kept;
    QList<QJsonObject> bodies;
    qint64 bytes = 0;
    int calls = 0;
    bool keepsBodies = true;
    bool fails = false;
    std::chrono::milliseconds delay{0};
};

BashRequest requestOf(const QString &command)
{
    BashRequest request;
    request.command = command;
    return request;
}

qint64 residentKilobytes()
{
    QFile file("/proc/self/status");
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    static const QRegularExpression line("VmRSS:\\s+(\\d+)");
    return line.match(QString::fromUtf8(file.readAll())).captured(1).toLongLong();
}

} // namespace

class BashServiceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Place> m_place;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<BashService> m_service;

private slots:
    void init()
    {
        m_place = std::make_unique<Place>();
        m_journal = std::make_unique<Journal>();
        m_service = std::make_unique<BashService>(m_place->runtime(), m_journal.get());
    }

    void cleanup()
    {
        VERIFY_RESULT(QCoro::waitFor(m_service->stop()));
        m_service.reset();
        m_place.reset();
    }

    void writesEventsWithAllTheirKeys()
    {
        const auto output = QCoro::waitFor(m_service->execute("user", requestOf("echo a")));
        VERIFY_RESULT(output);
        QCOMPARE(m_journal->userIds, QSet<QString>{"user"});
        QCOMPARE(m_journal->bodies.size(), 2);
        const QJsonObject command = m_journal->bodies.first();
        QCOMPARE(command.keys(),
                 (QStringList{"command", "cwd", "id", "kind", "timeout", "timestamp"}));
        QCOMPARE(command["kind"], "BashCommand");
        QCOMPARE(command["timeout"], 300);
        QVERIFY(command["cwd"].isNull());
        QCOMPARE(command["id"].toString().size(), 32);
        const QJsonObject last = m_journal->bodies.last();
        QCOMPARE(last.keys(), (QStringList{"command_id", "exit_code", "id", "kind", "order",
                                           "stderr", "stdout", "timestamp"}));
        QCOMPARE(last["kind"], "BashOutput");
        QCOMPARE(last["command_id"], command["id"]);
        QCOMPARE(last["order"], 0);
        QCOMPARE(last["exit_code"], 0);
        QCOMPARE(last["stdout"], "a\n");
        QVERIFY(last["stderr"].isNull());
    }

    void returnsBeforeTheCommandHasEnded()
    {
        QSignalSpy events(m_service.get(), &BashService::eventProduced);
        const auto command = QCoro::waitFor(
            m_service->start("user",
                             requestOf("until [ -e go ]; do sleep 0.05; done; echo gone; exit 5")));
        VERIFY_RESULT(command);
        QCOMPARE(m_service->running(), 1);
        QCOMPARE(events.size(), 1);
        QCOMPARE(m_journal->kept, QStringList{command->id});
        m_place->put("go", "");
        QTRY_COMPARE(events.size(), 2);
        QCOMPARE(m_journal->bodies.last()["exit_code"], 5);
        QTRY_COMPARE(m_service->running(), 0);
    }

    void endsAsTheReferenceDoes_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("timeout");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QJsonValue>("standardOutput");
        QTest::addColumn<QJsonValue>("standardError");
        const QJsonValue nothing(QJsonValue::Null);
        QTest::addRow("silent") << "true" << 30 << 0 << nothing << nothing;
        QTest::addRow("failed") << "echo e >&2; exit 3" << 30 << 3 << nothing << QJsonValue("e\n");
        QTest::addRow("terminated") << "kill -15 $$" << 30 << -15 << nothing << nothing;
        QTest::addRow("too slow") << "echo o; echo e >&2; sleep 1000" << 1 << -1
                                  << QJsonValue("o\n") << QJsonValue("e\n");
        QTest::addRow("deaf and too slow") << "trap '' TERM; echo o; sleep 1000; sleep 1000" << 1
                                           << -1 << QJsonValue("o\n") << nothing;
        QTest::addRow("not text") << "printf 'a\\377'" << 30 << 0 << QJsonValue("a\uFFFD")
                                  << nothing;
    }

    void endsAsTheReferenceDoes()
    {
        QFETCH(QString, command);
        QFETCH(int, timeout);
        QFETCH(int, exitCode);
        QFETCH(QJsonValue, standardOutput);
        QFETCH(QJsonValue, standardError);
        BashRequest request = requestOf(command);
        request.timeout = timeout;
        const auto output = QCoro::waitFor(m_service->execute("user", request));
        VERIFY_RESULT(output);
        QCOMPARE(output->exitCode, exitCode);
        const QJsonObject last = m_journal->bodies.last();
        QCOMPARE(last["stdout"], standardOutput);
        QCOMPARE(last["stderr"], standardError);
    }

    void keepsToWhatTheWorkspaceLets()
    {
        m_place->channel->setLongestCommand(std::chrono::milliseconds(300));
        BashRequest request = requestOf("echo o; sleep 1000");
        const auto output = QCoro::waitFor(m_service->execute("user", request));
        VERIFY_RESULT(output);
        QCOMPARE(output->exitCode, -1);
        QCOMPARE(output->standardOutput, "o\n");
        QCOMPARE(output->standardError,
                 "It was ended after 0.3 seconds: this workspace lets no command run longer.\n");
    }

    void makesNoShortCommandLonger()
    {
        m_place->channel->setLongestCommand(std::chrono::hours(1));
        BashRequest request = requestOf("sleep 1000");
        request.timeout = 1;
        const auto output = QCoro::waitFor(m_service->execute("user", request));
        VERIFY_RESULT(output);
        QCOMPARE(output->exitCode, -1);
        QVERIFY(!output->standardError);
    }

    void tellsOfAFolderThatIsNotThere()
    {
        BashRequest request = requestOf("true");
        request.cwd = "/nowhere";
        const auto output = QCoro::waitFor(m_service->execute("user", request));
        VERIFY_RESULT(output);
        QCOMPARE(output->order, 0);
        QCOMPARE(output->exitCode, -1);
        QVERIFY(output->standardError->startsWith("Error executing command: "));
        QVERIFY(!output->standardOutput);
    }

    void cutsLongOutputIntoPiecesOfOneMebiCharacter()
    {
        const auto output = QCoro::waitFor(m_service->execute(
            "user",
            requestOf("yes 'äää' | head -c 7000000; head -c 1048577 /dev/zero | tr '\\0' x >&2")));
        VERIFY_RESULT(output);
        int order = 0;
        QString text;
        QString errors;
        for (const QJsonObject &event : std::as_const(m_journal->bodies).sliced(1)) {
            QCOMPARE(event["order"], order++);
            text += event["stdout"].toString();
            errors += event["stderr"].toString();
            if (!event["exit_code"].isNull())
                continue;
            QCOMPARE(event["stdout"].isNull() + event["stderr"].isNull(), 1);
            QCOMPARE(event["stdout"].toString().size() + event["stderr"].toString().size(),
                     1048576);
        }
        QCOMPARE(order, 3 + 1 + 1);
        QCOMPARE(text.size(), 4000000);
        QVERIFY(!text.contains(QChar::ReplacementCharacter));
        QCOMPARE(errors.size(), 1048577);
        QCOMPARE(m_journal->bodies.last()["exit_code"], 0);
    }

    void staysSmallWhileTheJournalIsSlow()
    {
        m_journal->keepsBodies = false;
        m_journal->delay = std::chrono::milliseconds(2);
        const qint64 before = residentKilobytes();
        qint64 highest = 0;
        connect(m_service.get(), &BashService::eventProduced, this,
                [&highest] { highest = qMax(highest, residentKilobytes()); });
        const auto output = QCoro::waitFor(
            m_service->execute("user", requestOf("yes | head -c 110000000")));
        VERIFY_RESULT(output);
        QCOMPARE(m_journal->bytes, 110000000);
        QVERIFY2(highest - before < 80 * 1024, qPrintable(QString::number(highest - before)));
        QCOMPARE(output->order, 104);
        QVERIFY(output->standardOutput->endsWith("the bash events have it.]\n"));
        QCOMPARE(output->standardOutput->indexOf('['), 8 * 1024 * 1024 + 1);
    }

    void keepsEveryEventBeforeItIsSignalled()
    {
        m_journal->delay = std::chrono::milliseconds(20);
        bool isKept = true;
        connect(m_service.get(), &BashService::eventProduced, this,
                [&](const QString &, const QJsonObject &event) {
            isKept = isKept && m_journal->kept.contains(event["id"].toString());
        });
        const auto output = QCoro::waitFor(
            m_service->execute("user", requestOf("head -c 3000000 /dev/zero | tr '\\0' x")));
        VERIFY_RESULT(output);
        QVERIFY(isKept);
        QCOMPARE(m_journal->kept.size(), 4);
    }

    void refusesMoreCommandsThanItRuns()
    {
        const QString wait = "until [ -e go ]; do sleep 0.2; done";
        for (int number = 0; number < BashService::maxCommands; ++number)
            VERIFY_RESULT(QCoro::waitFor(m_service->start("user", requestOf(wait))));
        const auto refused = QCoro::waitFor(m_service->start("user", requestOf("true")));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Kind::RateLimited);
        m_place->put("go", "");
        QTRY_COMPARE_WITH_TIMEOUT(m_service->running(), 0, 20000);
        VERIFY_RESULT(QCoro::waitFor(m_service->start("user", requestOf("true"))));
    }

    void stoppingEndsWhatRuns()
    {
        VERIFY_RESULT(QCoro::waitFor(m_service->start("user", requestOf("sleep 1000"))));
        VERIFY_RESULT(QCoro::waitFor(m_service->stop()));
        QCOMPARE(m_journal->bodies.last()["exit_code"], -9);
    }

    void answersWithEverythingThatWasPrinted()
    {
        const auto output = QCoro::waitFor(
            m_service->execute("user", requestOf("seq 1 500000; seq 500001 600000 >&2; exit 4")));
        VERIFY_RESULT(output);
        QCOMPARE(output->exitCode, 4);
        QVERIFY(output->order > 1);
        QCOMPARE(output->standardOutput->count('\n'), 500000);
        QCOMPARE(output->standardError->count('\n'), 100000);
    }

    void stopsOneCommandAndLeavesTheOthers()
    {
        const auto command = QCoro::waitFor(m_service->start(
            "user", requestOf("trap 'echo stopped; exit 7' TERM; echo up; sleep 1000 & wait")));
        VERIFY_RESULT(QCoro::waitFor(m_service->start("user", requestOf("sleep 1000"))));
        VERIFY_RESULT(command);
        QCOMPARE(*QCoro::waitFor(m_service->stopCommand("user", "unknown")), false);
        QCOMPARE(*QCoro::waitFor(m_service->stopCommand("another", command->id)), false);
        QCOMPARE(m_service->running(), 2);
        QCOMPARE(*QCoro::waitFor(m_service->stopCommand("user", command->id)), true);
        QCOMPARE(m_journal->bodies.last()["command_id"], command->id);
        QTRY_COMPARE(m_service->running(), 1);
        QCOMPARE(*QCoro::waitFor(m_service->stopCommand("user", command->id)), false);
    }

    void startsNothingThatItCannotKeep()
    {
        m_journal->fails = true;
        const auto command = QCoro::waitFor(m_service->start("user", requestOf("touch trace")));
        QVERIFY(!command);
        QCOMPARE(m_service->running(), 0);
        QCOMPARE(m_place->shell("ls"), QByteArray());
    }

    void saysThatNothingCanRun()
    {
        test::MemoryLedger ledger;
        DockerRuntime none(DockerOptions(), &ledger);
        BashService service(&none, m_journal.get());
        const auto command = QCoro::waitFor(service.start("user", requestOf("true")));
        QVERIFY(!command);
        QCOMPARE(command.error().kind, Kind::Unavailable);
        QCOMPARE(m_journal->calls, 0);
    }
};

BERTH_TEST(BashServiceTest)
#include "BashServiceTest.moc"
