// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Trajectory.h"
#include "TestMain.h"

#include "Harbour.h"
#include "conversations/ZipWriter.h"
#include "core/Id.h"

#include <QtEndian>

using namespace conversations;

namespace {

template<typename Number>
Number numberAt(const QByteArray &bytes, qsizetype place)
{
    return qFromLittleEndian<Number>(bytes.sliced(place, sizeof(Number)).constData());
}

/// Reads the table at the end of a large archive: names and the stored bytes.
QMap<QByteArray, QByteArray> entriesOf(const QByteArray &zip)
{
    const qsizetype end = zip.lastIndexOf("PK\6\6");
    const auto count = numberAt<quint64>(zip, end + 32);
    auto place = static_cast<qsizetype>(numberAt<quint64>(zip, end + 48));
    QMap<QByteArray, QByteArray> entries;
    for (quint64 index = 0; index < count; ++index) {
        const auto nameSize = numberAt<quint16>(zip, place + 28);
        const auto size = numberAt<quint32>(zip, place + 20);
        const auto head = numberAt<quint32>(zip, place + 42);
        entries.insert(zip.sliced(place + 46, nameSize), zip.sliced(head + 30 + nameSize, size));
        place += 46 + nameSize;
    }
    return entries;
}

QByteArray finished(ZipWriter &zip)
{
    QByteArray bytes;
    for (QByteArray piece = zip.takeTable(); !piece.isEmpty(); piece = zip.takeTable())
        bytes += piece;
    return bytes + zip.end();
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

class TrajectoryTest : public QObject
{
    Q_OBJECT

private slots:
    void packsWhatPythonUnpacks()
    {
        ZipWriter zip(QDateTime(QDate(2026, 11, 26), QTime(3, 4, 6), QTimeZone::UTC));
        QVERIFY(zip.open());
        QByteArray bytes = zip.folder("top/");
        bytes += zip.file("top/short.txt", "short");
        bytes += zip.file("top/\xc3\xa4.txt", QByteArray(100'000, 'a'));
        bytes += zip.file("top/empty.txt", "");
        bytes += finished(zip);
        QVERIFY(bytes.size() < 2000);
        QTemporaryDir folder;
        QFile file(folder.filePath("a.zip"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QProcess python;
        python.start("python3", {"-c",
                                 "import sys,zipfile\n"
                                 "z=zipfile.ZipFile(sys.argv[1])\n"
                                 "assert z.testzip() is None\n"
                                 "for i in z.infolist():\n"
                                 "    print(ascii(i.filename),len(z.read(i)),*i.date_time)",
                                 file.fileName()});
        QVERIFY(python.waitForFinished());
        QCOMPARE(python.readAllStandardError(), "");
        QCOMPARE(python.readAllStandardOutput(), "'top/' 0 2026 11 26 3 4 6\n"
                                                 "'top/short.txt' 5 2026 11 26 3 4 6\n"
                                                 "'top/\\xe4.txt' 100000 2026 11 26 3 4 6\n"
                                                 "'top/empty.txt' 0 2026 11 26 3 4 6\n");
    }

    void masksWhatIsSecret_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        const auto same = [](const char *name, const QByteArray &body) {
            QTest::addRow("%s", name) << body << body;
        };
        same("nothing", "{\"b\":1,\"a\":[\"x\"]}");
        same("empty", "{\"api_key\":\"\"}");
        same("no text", "{\"api_key\":null}");
        same("in words", "{\"text\":\"api_key is gAAAAAx\"}");
        QTest::addRow("key") << QByteArray("{\"llm\":[{\"api_key\":\"sk\"}]}")
                             << QByteArray("{\"llm\":[{\"api_key\":\"**********\"}]}");
        QTest::addRow("sealed") << QByteArray("{\"value\":[\"gAAAAAx\"]}")
                                << QByteArray("{\"value\":[\"**********\"]}");
    }

    void masksWhatIsSecret()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, expected);
        QCOMPARE(withoutSecrets(body), expected);
    }

    void staysSmallForALongLog()
    {
        constexpr int count = 100'000;
        QTemporaryDir folder;
        const auto database = *store::Database::open(folder.filePath("berth.db"));
        store::Conversations conversations(database.get());
        store::Events events(database.get());
        const QString id = core::newId();
        VERIFY_RESULT(
            QCoro::waitFor(conversations.insert({.id = id, .userId = "ann", .body = "{}"})));
        QList<store::EventRow> rows;
        for (int seq = 0; seq < count; ++seq) {
            const QByteArray number = QByteArray::number(seq);
            rows.append({.seq = seq,
                         .id = "id-" + QString::fromLatin1(number),
                         .kind = "MessageEvent",
                         .source = "user",
                         .timestamp = "2026",
                         .body = "{\"n\":" + number + "}"});
            if (rows.size() == 5000 || seq == count - 1)
                VERIFY_RESULT(QCoro::waitFor(events.append(id, std::exchange(rows, {}))));
        }
        State state;
        state.id = id;
        const auto opened = QCoro::waitFor(Trajectory::open(state, &events));
        VERIFY_RESULT(opened);
        const std::shared_ptr<QIODevice> device = *opened;
        QSignalSpy ended(device.get(), &QIODevice::readChannelFinished);
        const qint64 before = residentKilobytes();
        qint64 highest = before;
        QTemporaryFile file;
        QVERIFY(file.open());
        QElapsedTimer patience;
        patience.start();
        while (!device->atEnd()) {
            file.write(device->read(1 << 20));
            highest = qMax(highest, residentKilobytes());
            QCoreApplication::processEvents(QEventLoop::AllEvents, 100);
            QVERIFY(patience.elapsed() < 120'000);
        }
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY2(highest - before < 24 * 1024, qPrintable(QString::number(highest - before)));
        file.seek(0);
        const QMap<QByteArray, QByteArray> entries = entriesOf(file.readAll());
        QCOMPARE(entries.size(), count + 4);
        const QByteArray top = core::hexUuid(id).toLatin1();
        QCOMPARE(entries.value(top + "/events/event-00007-id-7.json"), "{\"n\":7}");
        QCOMPARE(entries.value(top + "/events/event-99999-id-99999.json"), "{\"n\":99999}");
        QVERIFY(!entries.value(top + "/meta.json").isEmpty());
    }

    void closesItselfWhenTheLogGoesAway()
    {
        Harbour harbour;
        const auto conversation = harbour.begin();
        QCoro::waitFor(conversation->addMessage(Harbour::message("hello")));
        const State state = *QCoro::waitFor(
            harbour.conversations().read("default", conversation->id()));
        store::Events *events = harbour.conversations().services().events;
        const auto device = *QCoro::waitFor(Trajectory::open(state, events));
        store::Conversations *table = harbour.conversations().services().conversations;
        VERIFY_RESULT(QCoro::waitFor(table->expire(conversation->id())));
        VERIFY_RESULT(QCoro::waitFor(table->erase(conversation->id(), 1000)));
        device->read(1);
        QTRY_VERIFY(!device->isOpen());
        QVERIFY(!device->errorString().isEmpty());
    }
};

BERTH_TEST(TrajectoryTest)
#include "TrajectoryTest.moc"
