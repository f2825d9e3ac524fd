// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUp.h"
#include "BerthdProgram.h"
#include "JsonPeer.h"
#include "TestMain.h"

#include "ui/client/ServerOptions.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/windows/ChoiceCard.h"
#include "ui/windows/SetUpModel.h"

#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace ui;

static constexpr int patience = 30000;

/// The first steps of somebody who has just started Berth, with a real server and, on a socket,
/// what plays a program with models.
class SetUpTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_server.isListening()); }
    void init();
    void cleanup();
    void saysOnceWhatIsWrongWithSeveralEngines();
    void forgetsTheAnswerOfAServerThatIsNotAskedAnyMore();
    void findsAModelOnThisComputer();
    void leavesNoModelThatDoesNotAnswer();
    void saysWhatIsMissing();
    void keepsWhatIsChosen();
    void keepsACapAndWhatIsReached();
    void isSkippedAtOnce();
    void playsTheDemo();
    void waitsForTheServer();
    void namesEverythingThatTakesTheFocus();

private:
    QPushButton *button(const QString &text);
    ChoiceCard *card(const QString &name);
    QJsonArray models();
    QString said();

    test::BerthdProgram m_server;
    QTemporaryDir m_folder;
    std::unique_ptr<test::JsonPeer> m_peer;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SetUp> m_steps;
};

static QJsonObject completion(const QString &text)
{
    const QJsonObject message{{"role", "assistant"}, {"content", text}};
    return {{"id", "answer-1"},
            {"object", "chat.completion"},
            {"model", "any"},
            {"choices",
             QJsonArray{
                 QJsonObject{{"index", 0}, {"finish_reason", "stop"}, {"message", message}}}},
            {"usage",
             QJsonObject{{"prompt_tokens", 9}, {"completion_tokens", 1}, {"total_tokens", 10}}}};
}

void SetUpTest::init()
{
    QFile::remove(m_folder.filePath("window.ini"));
    m_peer = std::make_unique<test::JsonPeer>();
    m_peer->answer("GET /api/tags",
                   {{"models", QJsonArray{QJsonObject{{"name", "qwen3-coder:30b"}},
                                          QJsonObject{{"name", "llama3.3:70b"}}}}});
    m_peer->answer("POST /v1/chat/completions", completion("ready"));
    m_preferences = std::make_unique<Preferences>(m_folder.filePath("window.ini"));
    m_session = std::make_unique<Session>(m_server.url(), m_server.key());
    const quint16 port = quint16(m_peer->url().port());
    m_steps = std::make_unique<SetUp>(
        m_preferences.get(),
        QList<LocalModels::Place>{{"Ollama", "ollama_chat", port, "/api/tags", ""},
                                  {"vLLM", "hosted_vllm", 9, "/v1/models", "/v1"}});
    m_steps->resize(1280, 800);
    m_steps->setSession(m_session.get());
    m_steps->show();
    QVERIFY(QTest::qWaitForWindowActive(m_steps.get()));
}

void SetUpTest::cleanup()
{
    for (const QJsonValue &model : models()) {
        const auto gone = QCoro::waitFor(
            m_session->client()->remove("/llms/" + model["name"].toString()));
        QVERIFY(gone);
    }
    m_steps.reset();
    m_session.reset();
    m_preferences.reset();
    m_peer.reset();
}

QPushButton *SetUpTest::button(const QString &text)
{
    for (QPushButton *one : m_steps->findChildren<QPushButton *>()) {
        if (one->isVisible() && one->text() == text)
            return one;
    }
    return nullptr;
}

ChoiceCard *SetUpTest::card(const QString &name)
{
    for (ChoiceCard *one : m_steps->findChildren<ChoiceCard *>()) {
        if (one->isVisible() && one->accessibleName().startsWith(name))
            return one;
    }
    return nullptr;
}

QJsonArray SetUpTest::models()
{
    const core::Result<QJsonValue> page = QCoro::waitFor(m_session->client()->get("/llms"));
    return page ? (*page)["items"].toArray() : QJsonArray{"the server did not answer"};
}

/// What the step says came of it.
QString SetUpTest::said()
{
    QStringList texts;
    for (const ToneLabel *label : m_steps->findChildren<ToneLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            texts.append(label->text());
    }
    return texts.join('\n');
}

void SetUpTest::forgetsTheAnswerOfAServerThatIsNotAskedAnyMore()
{
    const auto engine = [](const QString &name) {
        return QJsonObject{{"runtime", "auto"}, {"engine", name}, {"version", "1"}};
    };
    test::JsonPeer late;
    late.answer("GET /engine", engine("Late"));
    m_peer->answer("GET /engine", engine("New"));
    late.hold();
    Session before(late.url(), "brt_key");
    m_steps->setSession(&before);
    QTRY_COMPARE(late.count("GET /engine"), 1);
    Session session(m_peer->url(), "brt_key");
    m_steps->setSession(&session);
    QTRY_VERIFY2(said().contains("New"), qPrintable(said()));
    late.release();
    // The next answer of the same peer comes after that one.
    QVERIFY(QCoro::waitFor(before.client()->get("/engine")));
    QVERIFY2(said().contains("New"), qPrintable(said()));
    m_steps->setSession(m_session.get());
}

void SetUpTest::saysOnceWhatIsWrongWithSeveralEngines()
{
    const auto missing = [](const QString &address) {
        return QJsonObject{{"weight", "trouble"},
                           {"text", "there is no such socket"},
                           {"advice", "Install Docker."},
                           {"address", address}};
    };
    m_peer->answer("GET /engine",
                   {{"runtime", "auto"},
                    {"engine", QJsonValue()},
                    {"sandbox", false},
                    {"findings", QJsonArray{missing("one.sock"), missing("two.sock")}}});
    Session session(m_peer->url(), "brt_key");
    m_steps->setSession(&session);
    QTRY_VERIFY2(said().contains("No engine answers."), qPrintable(said()));
    QStringList texts;
    for (const QLabel *label : m_steps->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    QCOMPARE(texts.count("Install Docker."), 1);
    QVERIFY(texts.contains("one.sock\ntwo.sock: there is no such socket"));
    m_peer->answer("GET /engine", {{"runtime", "auto"},
                                   {"engine", "Podman"},
                                   {"version", "4.3"},
                                   {"findings", QJsonArray{missing("one.sock")}}});
    button("Look again")->click();
    QTRY_VERIFY2(said().contains("Podman 4.3 was found."), qPrintable(said()));
    for (const QLabel *label : m_steps->findChildren<QLabel *>())
        QVERIFY(!label->isVisible() || label->text() != "Install Docker.");
    m_steps->setSession(m_session.get());
}

void SetUpTest::findsAModelOnThisComputer()
{
    button("Continue")->click();
    QCOMPARE(m_steps->step(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(card("Ollama"), patience);
    QVERIFY(card("Ollama")->isChecked());
    QVERIFY(card("Ollama")->accessibleDescription().contains("qwen3-coder:30b, llama3.3:70b"));
    QVERIFY(!card("vLLM"));
    button("Test")->click();
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains("It works."), qPrintable(said()), patience);
    const QJsonObject asked = m_peer->last("POST /v1/chat/completions").body;
    QCOMPARE(asked["model"].toString(), "qwen3-coder:30b");
    button("Continue")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_steps->step(), 2, patience);
    QCOMPARE(models().size(), 1);
    const QJsonObject kept = models().first().toObject();
    QCOMPARE(kept["name"].toString(), "ollama");
    QVERIFY(kept["default"].toBool());
    QCOMPARE(kept["config"]["model"].toString(), "ollama_chat/qwen3-coder:30b");
    QCOMPARE(kept["config"]["base_url"].toString(), m_peer->url().toString());
}

void SetUpTest::leavesNoModelThatDoesNotAnswer()
{
    m_peer->answer("POST /v1/chat/completions",
                   {{"error", QJsonObject{{"message", "Incorrect API key provided"}}}}, 401);
    button("Continue")->click();
    QTRY_VERIFY_WITH_TIMEOUT(card("Ollama"), patience);
    card("Your own endpoint")->click();
    auto *step = m_steps->findChild<SetUpModel *>();
    for (QLineEdit *field : step->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == "Address")
            field->setText(m_peer->url().toString() + "/v1");
        else if (field->accessibleName() == "API key")
            field->setText("sk-wrong-canary");
    }
    for (QComboBox *choice : step->findChildren<QComboBox *>()) {
        if (choice->accessibleName() == "Model")
            choice->setEditText("small");
    }
    button("Test")->click();
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains("Incorrect API key provided"), qPrintable(said()),
                              patience);
    QVERIFY(!said().contains("sk-wrong-canary"));
    QTRY_COMPARE_WITH_TIMEOUT(models().size(), 0, patience);
    QCOMPARE(m_steps->step(), 1);
}

void SetUpTest::saysWhatIsMissing()
{
    button("Continue")->click();
    QTRY_VERIFY_WITH_TIMEOUT(card("Ollama"), patience);
    card("A provider in the cloud")->click();
    button("Continue")->click();
    QCOMPARE(said(), "The provider wants a key.");
    QCOMPARE(qobject_cast<QLineEdit *>(m_steps->focusWidget())->accessibleName(), "API key");
    card("Your own endpoint")->click();
    button("Continue")->click();
    QCOMPARE(said(), "The endpoint needs an address.");
    QCOMPARE(m_steps->step(), 1);
    QCOMPARE(models().size(), 0);
}

void SetUpTest::keepsWhatIsChosen()
{
    QCOMPARE(m_preferences->asking(), Preferences::Asking::HighRisk);
    button("Skip step")->click();
    button("Skip step")->click();
    QCOMPARE(m_steps->step(), 2);
    QVERIFY(card("At high risk")->isChecked());
    card("Before every action")->click();
    button("Back")->click();
    QCOMPARE(m_steps->step(), 1);
    const Preferences later(m_folder.filePath("window.ini"));
    QCOMPARE(later.asking(), Preferences::Asking::Always);
    QVERIFY(!later.isSetUp());
}

void SetUpTest::keepsACapAndWhatIsReached()
{
    const auto option = [this](const QString &name) {
        const core::Result<ServerOptions> options = QCoro::waitFor(
            readOptions(m_session->client()));
        return options ? options->value(name).value : QString("the server did not answer");
    };
    QCOMPARE(option("max-cost-per-day"), "");
    button("Continue")->click();
    QTRY_VERIFY_WITH_TIMEOUT(card("No model yet"), patience);
    QLineEdit *cap = nullptr;
    for (QLineEdit *each : m_steps->findChildren<QLineEdit *>()) {
        if (each->accessibleName() == "Daily cap in US dollars")
            cap = each;
    }
    QTRY_VERIFY_WITH_TIMEOUT(cap->isEnabled(), patience);
    card("No model yet")->setChecked(true);
    cap->setText("much");
    button("Continue")->click();
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains("max-cost-per-day"), qPrintable(said()), patience);
    QCOMPARE(m_steps->step(), 1);
    cap->setText("12.5");
    button("Continue")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_steps->step(), 2, patience);
    QCOMPARE(option("max-cost-per-day"), "12.5");
    QTRY_VERIFY_WITH_TIMEOUT(card("Hosts on the list")->isChecked(), patience);
    QVERIFY(card("Never")->accessibleDescription().contains("Without containers"));
    auto *hosts = m_steps->findChild<QLineEdit *>("hosts");
    QVERIFY(hosts->isEnabled());
    hosts->setText("api.example.com, http://x/y");
    button("Continue")->click();
    QTRY_COMPARE_WITH_TIMEOUT(hosts->text(), "http://x/y", patience);
    QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), patience);
    QCOMPARE(m_steps->step(), 2);
    hosts->clear();
    button("Continue")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_steps->step(), 3, patience);
    const auto rules = QCoro::waitFor(m_session->client()->get("/egress/rules"));
    VERIFY_RESULT(rules);
    QCOMPARE((*rules)["items"][0]["host"].toString(), "api.example.com");
    button("Back")->click();
    card("Nothing")->setChecked(true);
    QVERIFY(!hosts->isEnabled());
    card("Never")->setFocus();
    card("Never")->click();
    QVERIFY(card("Nothing")->isChecked());
    QCOMPARE(card("Nothing")->focusPolicy(), Qt::StrongFocus);
    button("Continue")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_steps->step(), 3, patience);
    QCOMPARE(option("network"), "none");
    const auto undone = QCoro::waitFor(
        m_session->client()->patch("/settings", {{"network", QJsonValue::Null},
                                                 {"max-cost-per-day", QJsonValue::Null}}));
    VERIFY_RESULT(undone);
}

void SetUpTest::isSkippedAtOnce()
{
    const QSignalSpy ended(m_steps.get(), &SetUp::ended);
    QTest::keyClick(m_steps.get(), Qt::Key_Escape);
    QCOMPARE(ended.count(), 1);
    QVERIFY(Preferences(m_folder.filePath("window.ini")).isSetUp());
    QCOMPARE(models().size(), 0);
}

/// With the keyboard alone.
void SetUpTest::playsTheDemo()
{
    const QSignalSpy asked(m_steps.get(), &SetUp::conversationAsked);
    const QSignalSpy ended(m_steps.get(), &SetUp::ended);
    for (int step = 0; step < 3; ++step) {
        QCOMPARE(m_steps->step(), step);
        if (step == 1) {
            QTRY_VERIFY_WITH_TIMEOUT(card("Ollama"), patience);
            card("No model yet")->setFocus();
            QTest::keyClick(m_steps->focusWidget(), Qt::Key_Space);
        }
        QTest::keyClick(m_steps->focusWidget(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_steps->step(), step + 1, patience);
    }
    QTest::keyClick(m_steps->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, patience);
    QCOMPARE(ended.count(), 1);
    QVERIFY(m_preferences->isSetUp());
    const QString id = asked.first().first().toString();
    const auto isFinished = [&] {
        const auto read = QCoro::waitFor(m_session->client()->get("/conversations/" + id));
        return read && (*read)["state"] == "finished" && (*read)["model"] == "demo/berth";
    };
    QTRY_VERIFY_WITH_TIMEOUT(isFinished(), 60000);
}

void SetUpTest::waitsForTheServer()
{
    m_steps->setSession(nullptr);
    QVERIFY2(said().contains("The server is starting."), qPrintable(said()));
    QVERIFY(!button("Look again")->isEnabled());
    for (int step = 0; step < 3; ++step)
        button("Skip step")->click();
    button("Begin")->click();
    QVERIFY2(said().contains("The server does not answer yet."), qPrintable(said()));
    QCOMPARE(m_steps->step(), 3);
    m_steps->setSession(m_session.get());
    for (int step = 0; step < 3; ++step)
        button("Back")->click();
    QTRY_VERIFY2_WITH_TIMEOUT(said().contains("without containers"), qPrintable(said()), patience);
}

void SetUpTest::namesEverythingThatTakesTheFocus()
{
    for (int step = 0; step < 4; ++step) {
        for (QWidget *widget : m_steps->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
                continue;
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
        if (step < 3)
            button("Skip step")->click();
    }
}

BERTH_TEST(SetUpTest)
#include "SetUpTest.moc"
