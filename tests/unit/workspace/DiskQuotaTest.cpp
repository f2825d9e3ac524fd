// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/QuotaChannel.h"

#include "Place.h"

#include <QBuffer>

#include <csignal>

using namespace workspace;
using core::Error;
using QCoro::waitFor;
using namespace std::chrono_literals;

/// With a real program that writes, and 16 MiB to write to.
class DiskQuotaTest : public QObject
{
    Q_OBJECT

    static constexpr qint64 mega = 1 << 20;

    std::unique_ptr<Place> m_place;
    std::shared_ptr<QuotaChannel> m_channel;

    void open(std::chrono::milliseconds interval)
    {
        const auto wire = std::dynamic_pointer_cast<WireChannel>(m_place->channel);
        QVERIFY(wire);
        DiskQuotaOptions options;
        options.limit = 16 * mega;
        options.folders = QStringList{m_place->root()};
        options.whileBusy = interval;
        options.whileIdle = interval;
        options.afterChange = interval;
        m_channel = QuotaChannel::around(wire, options);
    }

    static Command shell(const QString &line)
    {
        Command command;
        command.shell = line;
        return command;
    }
    /// Writes so much, ignores polite signals and stays.
    static QString greedy(const QString &name, int megabytes)
    {
        return QString("trap '' INT TERM HUP; head -c %1M /dev/zero > %2; sleep 100")
            .arg(megabytes)
            .arg(name);
    }

    /// It may be measured while it is written.
    static bool isFarTooMuch(const QString &text)
    {
        static const QRegularExpression reason(
            "The workspace is far too full: (1[7-9]|2[0-5])(\\.\\d)? MiB of 16 MiB are used\\. "
            "What ran there was ended\\. Remove files\\.");
        return reason.match(text).hasMatch();
    }

    DiskState state() const { return m_channel->quota()->report().state; }
    QString run(const QString &line)
    {
        const auto output = waitFor(m_channel->run(shell(line), {}));
        return output ? QString::fromUtf8(output->standardOutput) : output.error().message;
    }
    core::Result<> write(const QString &name, qint64 bytes)
    {
        return waitFor(m_channel->write(m_place->path(name), QByteArray(bytes, 'x'), {}));
    }

private slots:
    void init()
    {
        m_place = std::make_unique<Place>();
        open(50ms);
    }
    void cleanup()
    {
        m_channel.reset();
        m_place.reset();
    }

    void tellsWhatIsUsed()
    {
        QSignalSpy changed(m_channel->quota(), &DiskQuota::changed);
        VERIFY_RESULT(write("one", 3 * mega));
        run("head -c 4M /dev/zero > two");
        QTRY_VERIFY(m_channel->quota()->report().used >= 7 * mega);
        const DiskReport report = m_channel->quota()->report();
        QVERIFY(report.used < 8 * mega);
        QCOMPARE(json::writeObject(report), (QJsonObject{{"used", report.used},
                                                         {"limit", 16 * mega},
                                                         {"state", "ok"},
                                                         {"enforcement", "soft"},
                                                         {"system_enforcement", "hard"}}));
        QVERIFY(m_channel->notice().isEmpty());
        QCOMPARE(changed.size(), 0);
    }

    void warnsBeforeItIsFull()
    {
        QSignalSpy changed(m_channel->quota(), &DiskQuota::changed);
        run("head -c 13M /dev/zero > large");
        QTRY_COMPARE(state(), DiskState::Warning);
        QVERIFY2(m_channel->notice().startsWith(
                     "The workspace is nearly full: 13 MiB of 16 MiB are used."),
                 qPrintable(m_channel->notice()));
        QCOMPARE(changed.size(), 1);
        VERIFY_RESULT(write("small", 1000));
        run("rm large");
        QTRY_COMPARE(state(), DiskState::Fine);
        QCOMPARE(changed.size(), 2);
    }

    void refusesToWriteWhenItIsFull()
    {
        run("head -c 16500K /dev/zero > large");
        QTRY_COMPARE(state(), DiskState::Full);
        const core::Result<> refused = write("more", 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::TooLarge);
        QCOMPARE(refused.error().message,
                 "The workspace is full: 16.1 MiB of 16 MiB are used. Remove files.");
        QVERIFY(!QFile::exists(m_place->path("more")));
        VERIFY_RESULT(waitFor(m_channel->makeDirectory(m_place->path("folder"))));
        QCOMPARE(run("rm large && echo removed"), "removed\n");
        // At once, not when it is measured the next time.
        open(1h);
        VERIFY_RESULT(write("more", 1));
    }

    void looksBeforeAWriteThatFollowsACommand()
    {
        open(1h);
        VERIFY_RESULT(write("small", 1));
        run("head -c 17M /dev/zero > large");
        // Nothing else than the write itself makes it look.
        QTRY_VERIFY(!write("more", 1));
    }

    void seesAtOnceThatFilesWereRemoved()
    {
        open(1h);
        VERIFY_RESULT(write("large", 15 * mega));
        QVERIFY(!write("more", 2 * mega));
        VERIFY_RESULT(waitFor(m_channel->remove(m_place->path("large"))));
        VERIFY_RESULT(write("more", 2 * mega));
    }

    void refusesWhatHasNoRoom_data()
    {
        QTest::addColumn<bool>("isStreamed");
        QTest::addRow("bytes") << false;
        QTest::addRow("upload") << true;
    }

    void refusesWhatHasNoRoom()
    {
        QFETCH(const bool, isStreamed);
        open(1h);
        VERIFY_RESULT(write("some", 10 * mega));
        const auto source = std::make_shared<QBuffer>();
        source->setData(QByteArray(7 * mega, 'x'));
        QVERIFY(source->open(QIODevice::ReadOnly));
        const core::Result<> refused =
            isStreamed ? waitFor(m_channel->writeFrom(m_place->path("more"), source, {}))
                       : write("more", 7 * mega);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::TooLarge);
        QCOMPARE(refused.error().message,
                 "The workspace has no room for 7 MiB: 10 MiB of 16 MiB are used. Remove files.");
        QVERIFY(!QFile::exists(m_place->path("more")));
    }

    void countsWritesThatComeTogether()
    {
        open(1h);
        std::vector<core::Task<>> writes;
        for (int index = 0; index < 8; ++index)
            writes.push_back(m_channel->write(m_place->path(QString::number(index)),
                                              QByteArray(4 * mega, 'x'), {}));
        int written = 0;
        for (core::Task<> &write : writes)
            written += waitFor(write).has_value();
        QVERIFY2(written >= 3 && written <= 4, qPrintable(QString::number(written)));
    }

    void endsARunThatFillsItFarTooMuch()
    {
        const auto output = waitFor(m_channel->run(shell(greedy("large", 20)), {}));
        QVERIFY(!output);
        QCOMPARE(output.error().kind, Error::Kind::TooLarge);
        QVERIFY2(isFarTooMuch(output.error().message), qPrintable(output.error().message));
    }

    void endsAJobThatFillsItFarTooMuch()
    {
        const auto job = waitFor(m_channel->start(shell(greedy("large", 20))));
        VERIFY_RESULT(job);
        QByteArray errors;
        std::optional<Exit> exit;
        connect(job->get(), &Job::outputReceived, this, [&](Job::Stream, const QByteArray &bytes) {
            errors += bytes;
            (*job)->consumed(bytes.size());
        });
        connect(job->get(), &Job::finished, this, [&exit](const Exit &how) { exit = how; });
        QTRY_VERIFY(exit);
        QCOMPARE(exit->signal, SIGKILL);
        QVERIFY2(isFarTooMuch(QString::fromUtf8(errors)), errors.constData());
    }

    void endsACommandOfAShellThatFillsItFarTooMuch()
    {
        const auto busy = waitFor(m_channel->openShell({}));
        const auto idle = waitFor(m_channel->openShell({}));
        VERIFY_RESULT(busy);
        VERIFY_RESULT(idle);
        QSignalSpy finished(busy->get(), &Shell::commandFinished);
        QByteArray shown;
        connect(busy->get(), &Shell::outputReceived, this,
                [&shown](const QByteArray &bytes) { shown += bytes; });
        (*busy)->run(greedy(m_place->path("large"), 20));
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10000);
        QVERIFY(finished.first().first().value<ShellResult>().shellEnded);
        QVERIFY2(isFarTooMuch(QString::fromUtf8(shown)), shown.constData());
        // Who only waits does no harm.
        QSignalSpy also(idle->get(), &Shell::commandFinished);
        (*idle)->run("true");
        QTRY_COMPARE(also.size(), 1);
        QVERIFY(!also.first().first().value<ShellResult>().shellEnded);
    }

    void letsFilesBeRemovedWhenItIsFarTooFull()
    {
        QVERIFY(isFarTooMuch(run(greedy("large", 20))));
        QCOMPARE(state(), DiskState::Over);
        // It is measured many times while this runs.
        QCOMPARE(run("sleep 0.5; rm large; echo removed"), "removed\n");
        QTRY_COMPARE(state(), DiskState::Fine);
    }

    void endsWhatWritesEvenMore()
    {
        QVERIFY(isFarTooMuch(run(greedy("large", 20))));
        QVERIFY(isFarTooMuch(run(greedy("more", 5))));
    }

    void ceasesWithItsChannel()
    {
        QSignalSpy lost(m_channel.get(), &Channel::lost);
        const qint64 pid = run("echo $PPID").trimmed().toLongLong();
        QVERIFY(pid > 1);
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_COMPARE(lost.size(), 1);
        const core::Result<> refused = write("more", 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unavailable);
    }
};

BERTH_TEST(DiskQuotaTest)
#include "DiskQuotaTest.moc"
