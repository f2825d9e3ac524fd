// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "agent/SystemPrompt.h"
#include "resources/Resources.h"

using namespace agent;

class SystemPromptTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { resources::init(); }

    void putsItsSectionsInOrder()
    {
        const core::Result<QString> prompt = staticPrompt({});
        VERIFY_RESULT(prompt);
        qsizetype last = -1;
        for (const char *tag :
             {"SOUL", "ROLE", "MEMORY", "EFFICIENCY", "FILE_SYSTEM_GUIDELINES", "CODE_QUALITY",
              "VERSION_CONTROL", "PULL_REQUESTS", "PROBLEM_SOLVING_WORKFLOW", "SECURITY",
              "SECURITY_RISK_ASSESSMENT", "EXTERNAL_SERVICES", "ENVIRONMENT_SETUP",
              "TROUBLESHOOTING", "PROCESS_MANAGEMENT"}) {
            const qsizetype at = prompt->indexOf(QString("<%1>\n").arg(tag));
            QVERIFY2(at > last, tag);
            QVERIFY2(prompt->contains(QString("</%1>").arg(tag)), tag);
            last = at;
        }
    }

    void leavesOutWhatTheAgentDoesNotWant()
    {
        model::AgentConfig config;
        config.securityPolicyFilename = "";
        config.systemPromptKwargs = {{"llm_security_analyzer", false}};
        const core::Result<QString> prompt = staticPrompt(config);
        VERIFY_RESULT(prompt);
        QVERIFY(!prompt->contains("<SECURITY>"));
        QVERIFY(!prompt->contains("<SECURITY_RISK_ASSESSMENT>"));
    }

    void describesRisksOfTheHostOrOfASandbox()
    {
        model::AgentConfig config;
        QVERIFY(staticPrompt(config)->contains("own machine"));
        config.systemPromptKwargs = {{"cli_mode", false}};
        QVERIFY(staticPrompt(config)->contains("container"));
    }

    void takesTheClientsOwnPromptVerbatim()
    {
        model::AgentConfig config;
        config.systemPrompt = "You are a cat.";
        QCOMPARE(*staticPrompt(config), "You are a cat.");
    }

    void refusesATemplateItDoesNotHave()
    {
        model::AgentConfig config;
        config.systemPromptFilename = "mine.j2";
        const core::Result<QString> prompt = staticPrompt(config);
        QVERIFY(!prompt);
        QVERIFY(prompt.error().message.contains("mine.j2"));
    }

    void hasNothingToAddWithoutContextAndSecrets() { QVERIFY(!dynamicPrompt({}, {})); }

    void namesSecretsAndNeverTheirValues()
    {
        const std::optional<QString> text = dynamicPrompt({}, {{"TOKEN", "For the forge"}});
        QVERIFY(text);
        QVERIFY(text->contains("* **$TOKEN** - For the forge"));
        QVERIFY(text->contains("<CURRENT_DATETIME>"));
    }

    void addsTheUsersOwnText()
    {
        model::AgentConfig config;
        config.agentContext = QJsonObject{{"system_message_suffix", "Speak like a pirate."},
                                          {"current_datetime", QJsonValue::Null}};
        QCOMPARE(*dynamicPrompt(config, {}), "Speak like a pirate.");
    }
};

BERTH_TEST(SystemPromptTest)

#include "SystemPromptTest.moc"
