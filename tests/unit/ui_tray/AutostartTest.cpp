// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/Autostart.h"
#include "TestMain.h"

#include <QFile>
#include <QTemporaryDir>

using desktop::Autostart;

class AutostartTest : public QObject
{
    Q_OBJECT

private slots:
    void isWhatTheFileSays();
    void namesTheProgramWhateverItsPath_data();
    void namesTheProgramWhateverItsPath();
    void saysWhyItCannotBeChanged();

private:
    QString fileOf(const QTemporaryDir &folder) const
    {
        return folder.filePath("autostart/dev.berth.Berth.desktop");
    }
    QString valueOf(const QString &path, const QByteArray &key) const;
};

/// A value as a desktop reads it, without its own escapes.
QString AutostartTest::valueOf(const QString &path, const QByteArray &key) const
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (!line.startsWith(key + '='))
            continue;
        const QString text = QString::fromUtf8(line.sliced(key.size() + 1));
        QString value;
        for (qsizetype at = 0; at < text.size(); ++at)
            value.append(text[at] == '\\' ? text[++at] : text[at]);
        return value;
    }
    return {};
}

void AutostartTest::isWhatTheFileSays()
{
    const QTemporaryDir folder;
    Autostart autostart(folder.filePath("autostart"), "/usr/bin/berth");
    QSignalSpy changes(&autostart, &Autostart::changed);
    QVERIFY(!autostart.isOn());
    VERIFY_RESULT(autostart.set(true));
    QVERIFY(autostart.isOn());
    QCOMPARE(valueOf(fileOf(folder), "Exec"), "\"/usr/bin/berth\" --background");
    // The desktop's own settings turn it off in this way.
    QFile file(fileOf(folder));
    QVERIFY(file.open(QIODevice::Append));
    file.write("Hidden=true\n");
    file.close();
    QVERIFY(!autostart.isOn());
    VERIFY_RESULT(autostart.set(true));
    QVERIFY(autostart.isOn());
    VERIFY_RESULT(autostart.set(false));
    QVERIFY(!QFile::exists(fileOf(folder)));
    VERIFY_RESULT(autostart.set(false));
    QCOMPARE(changes.size(), 4);
}

void AutostartTest::namesTheProgramWhateverItsPath_data()
{
    QTest::addColumn<QString>("program");
    QTest::addRow("space") << "/home/maria/my programs/berth";
    QTest::addRow("other letters") << QString(u"/home/jürgen/Bücher/berth");
    QTest::addRow("dollar") << "/srv/$HOME/berth";
    QTest::addRow("quotes") << "/srv/Maria's \"best\"/`date`/berth";
    QTest::addRow("percent") << "/srv/100%/berth";
    QTest::addRow("backslash") << "/srv/a\\b/berth";
}

/// Of the words that a desktop makes of the line, the first is the path.
void AutostartTest::namesTheProgramWhateverItsPath()
{
    QFETCH(const QString, program);
    const QTemporaryDir folder;
    Autostart autostart(folder.filePath("autostart"), program);
    VERIFY_RESULT(autostart.set(true));
    const QString line = valueOf(fileOf(folder), "Exec");
    QVERIFY(line.startsWith('"'));
    QString word;
    qsizetype at = 1;
    for (; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] == '\\')
            ++at;
        else if (line[at] == '$' || line[at] == '`')
            QFAIL("A desktop would take this for a variable or a command.");
        word.append(line[at]);
    }
    QCOMPARE(word.replace("%%", "%"), program);
    QCOMPARE(line.sliced(at), "\" --background");
}

void AutostartTest::saysWhyItCannotBeChanged()
{
    const QTemporaryDir folder;
    QFile taken(folder.filePath("autostart")); // a file where the folder should be
    QVERIFY(taken.open(QIODevice::WriteOnly));
    Autostart autostart(folder.filePath("autostart"), "/usr/bin/berth");
    const core::Result<> done = autostart.set(true);
    QVERIFY(!done);
    QVERIFY2(done.error().message.contains("dev.berth.Berth.desktop cannot be written"),
             qPrintable(done.error().message));
    QVERIFY(!autostart.isOn());
}

BERTH_TEST(AutostartTest)

#include "AutostartTest.moc"
