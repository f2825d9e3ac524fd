// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Archive.h"
#include "Place.h"

#include "workspace/Excludes.h"
#include "workspace/JobStream.h"

using namespace workspace;
using Kind = core::Error::Kind;

static core::Result<std::shared_ptr<QIODevice>> streamOf(const Place &place, const QString &line)
{
    Command command;
    command.shell = line;
    return QCoro::waitFor(JobStream::open(place.channel, command));
}

class ArchiveTest : public QObject
{
    Q_OBJECT

private slots:
    void readsGlobs_data()
    {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QString>("expression");
        QTest::addRow("plain") << "abc" << "abc";
        QTest::addRow("stars") << "*.p?" << "[^/]*\\.p[^/]";
        QTest::addRow("set") << "[ab]" << "[ab]";
        QTest::addRow("negated") << "[!ab]" << "[^ab]";
        QTest::addRow("circumflex") << "[^a]" << "[a^]";
        QTest::addRow("circumflex alone") << "[^]" << "\\^";
        QTest::addRow("bracket in a set") << "[]a]" << "[]a]";
        QTest::addRow("open set") << "[ab" << "\\[ab";
        QTest::addRow("specials") << "a+(b)|{c}$^" << "a\\+\\(b\\)\\|\\{c\\}\\$\\^";
        QTest::addRow("backslash") << "\\" << "\\\\";
    }

    void readsGlobs()
    {
        QFETCH(const QString, glob);
        QFETCH(const QString, expression);
        QCOMPARE(globExpression(glob), expression);
    }

    void streamsWhatAProgramPutsOut()
    {
        const Place place;
        const auto stream = streamOf(place, "seq 1 300000; echo never seen >&2");
        VERIFY_RESULT(stream);
        QSignalSpy ended(stream->get(), &QIODevice::readChannelFinished);
        QByteArray text;
        while (!(*stream)->atEnd()) {
            text += (*stream)->readAll();
            QVERIFY(QTest::qWaitFor(
                [&] { return (*stream)->atEnd() || (*stream)->bytesAvailable() > 0; }));
        }
        QCOMPARE(text.count('\n'), 300000);
        QVERIFY(text.endsWith("\n300000\n"));
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY((*stream)->isOpen());
    }

    void tellsALateListenerOfTheEnd()
    {
        const Place place;
        const auto stream = streamOf(place, "true");
        VERIFY_RESULT(stream);
        QVERIFY((*stream)->atEnd());
        const QSignalSpy ended(stream->get(), &QIODevice::readChannelFinished);
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY((*stream)->isOpen());
    }

    void tellsWhyNothingWasPutOut()
    {
        const Place place;
        const auto stream = streamOf(place, "echo because >&2; exit 3");
        QVERIFY(!stream);
        QCOMPARE(stream.error().kind, Kind::Upstream);
        QCOMPARE(stream.error().message, "because");
    }

    void closesItselfWhenAProgramFailsOnItsWay()
    {
        const Place place;
        const auto stream = streamOf(place, "echo some; echo because >&2; exit 3");
        VERIFY_RESULT(stream);
        const QSignalSpy ended(stream->get(), &QIODevice::readChannelFinished);
        QTRY_VERIFY(!(*stream)->isOpen());
        QCOMPARE((*stream)->errorString(), "because");
    }

    void letsAProgramCleanUpWhenTheReaderLeaves()
    {
        const Place place;
        {
            const auto stream =
                streamOf(place, "trap 'touch cleaned; exit' TERM; while :; do seq 1 10000; done");
            VERIFY_RESULT(stream);
        }
        QTRY_VERIFY(QFile::exists(place.path("cleaned")));
    }

    void refusesTooManyExcludes()
    {
        const Place place;
        ArchiveRequest request;
        request.path = place.root();
        request.excludes = QStringList(201, "x");
        QCOMPARE(QCoro::waitFor(openArchive(place.channel, request)).error().kind, Kind::Invalid);
        request.excludes = {QString(1001, 'x')};
        QCOMPARE(QCoro::waitFor(openArchive(place.channel, request)).error().kind, Kind::Invalid);
        request.excludes = {};
        request.path = "/";
        QCOMPARE(QCoro::waitFor(openArchive(place.channel, request)).error().kind, Kind::Invalid);
    }
};

BERTH_TEST(ArchiveTest)
#include "ArchiveTest.moc"
