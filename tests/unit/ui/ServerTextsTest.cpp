// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ServerTexts.h"
#include "BerthdProgram.h"
#include "TestMain.h"

#include "ui/client/Client.h"
#include "ui/widgets/Language.h"
#include "ui/windows/SettingRow.h"

#include <QCoroTask>

using namespace ui;

/// Whether the window knows, in every language, what the server of today says.
class ServerTextsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { applyLanguage("en"); }
    void knowsEverySetting();
    void knowsWhatTheSourcesSay_data();
    void knowsWhatTheSourcesSay();
    void keepsWhatDiffers_data();
    void keepsWhatDiffers();
    void leavesOtherWordsAsTheyAre();
};

void ServerTextsTest::knowsEverySetting()
{
    test::BerthdProgram server;
    QVERIFY(server.isListening());
    Client client(server.url(), server.key());
    const core::Result<QJsonValue> list = QCoro::waitFor(client.get("/settings"));
    VERIFY_RESULT(list);
    const QJsonArray settings = (*list)["items"].toArray();
    QVERIFY(settings.size() > 40);
    const QStringList known = knownServerTexts();
    QStringList unknown;
    for (const QJsonValue &setting : settings) {
        const QString name = setting["name"].toString();
        if (!known.contains(SettingRow::wordsOf(name)))
            unknown.append(name);
        if (!known.contains(setting["help"].toString()))
            unknown.append(setting["help"].toString());
    }
    QVERIFY2(unknown.isEmpty(), qPrintable('\n' + unknown.join('\n')));
}

void ServerTextsTest::knowsWhatTheSourcesSay_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("begins"); ///< a text that is said; others are names of tasks
    QTest::addRow("advice of alerts") << "server/telemetry/Alert.cpp" << "[A-Z]";
    QTest::addRow("alerts") << "server/telemetry/AlertWatch.cpp" << "[A-Z%]";
    QTest::addRow("health") << "server/telemetry/Health.cpp" << "[A-Z]";
    QTest::addRow("questions") << "server/api/feed/WaitingTopic.cpp" << "[A-Z ]";
    QTest::addRow("engines") << "server/docker/Diagnosis.cpp" << "";
}

/// The literals of a source with at least three words, those that stand one after the other as one.
static QStringList sentencesOf(QString source)
{
    static const QRegularExpression comments("//[^\\n]*");
    static const QRegularExpression literals(
        R"re("(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*)re");
    static const QRegularExpression seams(R"re("\s*")re");
    source.remove(comments);
    QStringList found;
    for (const QRegularExpressionMatch &match : literals.globalMatch(source)) {
        QString text = match.captured();
        text = text.mid(1, text.size() - 2).remove(seams);
        if (text.count(' ') > 1)
            found.append(text);
    }
    return found;
}

/// Alike for whatever stands in a text.
static QString withoutNumbers(QString text)
{
    static const QRegularExpression numbers("%[1-9]");
    return text.replace(numbers, "%");
}

void ServerTextsTest::knowsWhatTheSourcesSay()
{
    QFETCH(const QString, file);
    QFETCH(const QString, begins);
    QFile source(BERTH_SOURCE_DIR "/" + file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    QStringList known;
    for (const QString &text : knownServerTexts())
        known.append(withoutNumbers(text));
    QStringList unknown;
    int said = 0;
    for (const QString &text : sentencesOf(QString::fromUtf8(source.readAll()))) {
        if (!text.contains(QRegularExpression('^' + begins)))
            continue;
        ++said;
        // What is put together from parts is known by its parts.
        const QString part = withoutNumbers(text.trimmed());
        if (std::ranges::none_of(known, [&](const QString &one) { return one.contains(part); }))
            unknown.append(text);
    }
    QVERIFY(said > 0);
    QVERIFY2(unknown.isEmpty(), qPrintable('\n' + unknown.join('\n')));
}

void ServerTextsTest::keepsWhatDiffers_data()
{
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("german");
    QTest::addRow("as it is") << "Rule: ask before every action."
                              << "Regel: vor jeder Aktion fragen.";
    QTest::addRow("one") << "The workspace uses 97 % of its disk."
                         << "Der Arbeitsbereich braucht 97 % seines Speicherplatzes.";
    QTest::addRow("two") << "The disk of the data folder has 3.2 % left (812 MB)."
                         << "Auf der Platte des Datenordners sind 3.2 % frei (812 MB).";
    QTest::addRow("what looks like a place") << "The workspace could not be started: %1 of %2"
                                             << "Der Arbeitsbereich ließ sich nicht starten: "
                                                "%1 of %2";
    QTest::addRow("lines") << "The workspace could not be started: a\nb"
                           << "Der Arbeitsbereich ließ sich nicht starten: a\nb";
}

void ServerTextsTest::keepsWhatDiffers()
{
    QFETCH(const QString, english);
    QFETCH(const QString, german);
    QCOMPARE(serverText(english), english);
    applyLanguage("de");
    QCOMPARE(serverText(english), german);
}

void ServerTextsTest::leavesOtherWordsAsTheyAre()
{
    applyLanguage("pseudo");
    QCOMPARE(serverText("Words of a model."), "Words of a model.");
    QCOMPARE(serverText(""), "");
    QVERIFY(serverText("Rule: ask at high risk.").startsWith('['));
}

BERTH_TEST(ServerTextsTest)

#include "ServerTextsTest.moc"
