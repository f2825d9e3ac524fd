// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/BuildContext.h"

#include "workspace/IgnoreFile.h"

#include "TestMain.h"

#include <QCoroTask>

#include <sys/stat.h>

using namespace workspace;
using core::Error;

/// What goes to an engine when an image is built of a folder.
class BuildContextTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    void put(const QString &name, const QByteArray &content = "x")
    {
        const QString path = m_folder->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    /// What tar itself reads of a context.
    static QStringList listed(const BuildContext &context, const QStringList &options = {"-t"})
    {
        QProcess tar;
        tar.start("tar", options);
        tar.write(context.tar->readAll());
        tar.closeWriteChannel();
        tar.waitForFinished();
        if (tar.exitCode() != 0)
            return {QString::fromUtf8(tar.readAllStandardError())};
        return QString::fromUtf8(tar.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void ignoresWhatMatches_data()
    {
        QTest::addColumn<QByteArray>("patterns");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isIgnored");
        QTest::addRow("name") << QByteArray("build") << "build" << true;
        QTest::addRow("below a name") << QByteArray("build") << "build/a/b" << true;
        QTest::addRow("name elsewhere") << QByteArray("build") << "src/build" << false;
        QTest::addRow("longer name") << QByteArray("build") << "builder" << false;
        QTest::addRow("leading slash") << QByteArray("/build/") << "build/x" << true;
        QTest::addRow("star") << QByteArray("*.o") << "a.o" << true;
        QTest::addRow("star ends at slashes") << QByteArray("*.o") << "src/a.o" << false;
        QTest::addRow("question mark") << QByteArray("temp?") << "temp1" << true;
        QTest::addRow("any depth") << QByteArray("**/*.o") << "a/b/c.o" << true;
        QTest::addRow("no depth") << QByteArray("**/*.o") << "c.o" << true;
        QTest::addRow("middle depth") << QByteArray("a/**/z") << "a/b/c/z" << true;
        QTest::addRow("class") << QByteArray("[a-c].txt") << "b.txt" << true;
        QTest::addRow("outside of a class") << QByteArray("[a-c].txt") << "d.txt" << false;
        QTest::addRow("plain signs") << QByteArray("a+b.(c)") << "a+b.(c)" << true;
        QTest::addRow("comment") << QByteArray("#a\nb") << "#a" << false;
        QTest::addRow("exception") << QByteArray("*.md\n!README.md") << "README.md" << false;
        QTest::addRow("last one decides") << QByteArray("!a\na") << "a" << true;
        QTest::addRow("exception below") << QByteArray("docs\n!docs/keep") << "docs/keep" << false;
        QTest::addRow("beside an exception") << QByteArray("docs\n!docs/keep") << "docs/x" << true;
    }

    void ignoresWhatMatches()
    {
        QFETCH(const QByteArray, patterns);
        QFETCH(const QString, path);
        const auto file = IgnoreFile::read(patterns);
        VERIFY_RESULT(file);
        QTEST(file->ignores(path), "isIgnored");
    }

    void refusesPatternsThatAreTooMuch_data()
    {
        QTest::addColumn<QByteArray>("patterns");
        QTest::addRow("stars") << QByteArray("a*").repeated(9);
        QTest::addRow("length") << QByteArray(301, 'a');
        QTest::addRow("number") << QByteArray("a\n").repeated(501);
        QTest::addRow("class") << QByteArray("[z-a]");
    }

    void refusesPatternsThatAreTooMuch()
    {
        QFETCH(const QByteArray, patterns);
        const auto file = IgnoreFile::read(patterns);
        QVERIFY(!file);
        QCOMPARE(file.error().kind, Error::Kind::Invalid);
    }

    void packsWhatIsNotIgnored()
    {
        put("Dockerfile", "FROM scratch");
        put(".dockerignore", "build\n*.log\nDockerfile\ndocs\n!docs/keep");
        put("build/large");
        put("a.log");
        put("docs/left-out");
        put("docs/keep");
        const QString longName = QString(120, 'd') + "/" + QString(120, 'f');
        put("src/" + longName, "content");
        QVERIFY(QFile::link("/etc/passwd", m_folder->filePath("link")));
        QCOMPARE(::mkfifo(QFile::encodeName(m_folder->filePath("pipe")).constData(), 0600), 0);
        const auto context = packContext(m_folder->path());
        VERIFY_RESULT(context);
        const QStringList expected{".dockerignore",  "Dockerfile", "docs/keep",
                                   "link",           "src/",       "src/" + longName.left(121),
                                   "src/" + longName};
        QCOMPARE(listed(*context), expected);
        context->tar->seek(0);
        QCOMPARE(listed(*context, {"-xO", "src/" + longName}), QStringList{"content"});
        context->tar->seek(0);
        QVERIFY(listed(*context, {"-tv"}).filter("link -> /etc/passwd").size() == 1);
    }

    void digestsWhatMatters()
    {
        put("Dockerfile", "FROM scratch");
        put("a", "1");
        const auto digest = [this] {
            return packContext(m_folder->path()).value_or(BuildContext()).digest;
        };
        const QString first = digest();
        QCOMPARE(first.size(), 64);
        QFile file(m_folder->filePath("a"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1000),
                                 QFileDevice::FileModificationTime));
        file.close();
        QCOMPARE(digest(), first);
        put("a", "2");
        const QString second = digest();
        QVERIFY(second != first);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        QVERIFY(digest() != second);
    }

    void packsOnAnotherThread()
    {
        put("Dockerfile", "FROM scratch");
        const auto here = packContext(m_folder->path());
        VERIFY_RESULT(here);
        const auto aside = QCoro::waitFor(packContextAside(m_folder->path()));
        VERIFY_RESULT(aside);
        QCOMPARE(aside->digest, here->digest);
        QCOMPARE(aside->tar->thread(), QThread::currentThread());
        QCOMPARE(aside->tar->readAll(), here->tar->readAll());
    }

    void refusesWhatIsNoContext_data()
    {
        QTest::addColumn<QString>("only");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<QString>("says");
        QTest::addRow("no Dockerfile") << "other" << Error::Kind::Invalid << "has no Dockerfile";
        QTest::addRow("bytes") << "Dockerfile" << Error::Kind::TooLarge << "more than 1 MiB";
        QTest::addRow("entries") << "Dockerfile" << Error::Kind::TooLarge << "more than 9 entries";
        QTest::addRow("depth") << "Dockerfile" << Error::Kind::TooLarge << "more than 100 levels";
    }

    void refusesWhatIsNoContext()
    {
        QFETCH(const QString, only);
        QFETCH(const Error::Kind, kind);
        QFETCH(const QString, says);
        put(only);
        ContextBounds bounds{.bytes = 1 << 20};
        const QByteArray row = QTest::currentDataTag();
        if (row == "bytes")
            put("large", QByteArray(1 << 20, 'x'));
        if (row == "depth")
            QVERIFY(QDir(m_folder->path()).mkpath(QString("d/").repeated(103)));
        if (row == "entries") {
            bounds.entries = 9;
            for (int number = 0; number < 9; ++number)
                put(QString("file%1").arg(number));
        }
        const auto context = packContext(m_folder->path(), bounds);
        QVERIFY(!context);
        QCOMPARE(context.error().kind, kind);
        QVERIFY2(context.error().message.contains(says), qPrintable(context.error().message));
    }

    void refusesADockerfileThatIsALink()
    {
        QVERIFY(QFile::link("/etc/passwd", m_folder->filePath("Dockerfile")));
        QVERIFY(!packContext(m_folder->path()));
    }

    void packsASingleDockerfile()
    {
        QCOMPARE(listed(contextOf("FROM scratch\n"), {"-xO", "Dockerfile"}),
                 QStringList{"FROM scratch"});
    }
};

BERTH_TEST(BuildContextTest)
#include "BuildContextTest.moc"
