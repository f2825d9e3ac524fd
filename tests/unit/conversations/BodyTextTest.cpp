// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "conversations/BodyText.h"
#include "secrets/SecretFields.h"
#include "secrets/Vault.h"

using namespace conversations;

class BodyTextTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    const secrets::Vault m_vault = *secrets::Vault::create({.dataDir = m_folder.path()});

    QJsonObject opened(const QByteArray &body) const
    {
        return secrets::openAll(*json::parse(body), m_vault).toObject();
    }

    static State sampleState()
    {
        State state;
        state.agent = {{"llm", QJsonObject{{"model", "m"}, {"api_key", "sk-123456"}}}};
        state.workingDir = "/w \"quoted\"";
        state.stats.usageToMetrics["agent"].record({}, 0.5, 1, 2);
        return state;
    }

private slots:
    void saysEachChangeOfEachField()
    {
        using Change = std::function<void(State &)>;
        const QList<Change> changes{
            [](State &state) { state.lastLine = "Reading"; },
            [](State &state) { state.leafEventId = "1"; },
            [](State &state) { state.leafEventId.reset(); },
            [](State &state) { state.agent.insert("kind", "Agent"); },
            [](State &state) { state.agent.insert("llm", QJsonObject{{"api_key", "sk-7"}}); },
            [](State &state) { state.stats.usageToMetrics["agent"].record({}, 0.25, 1, 2); },
            [](State &state) { state.stats.usageToMetrics["title"]; },
            [](State &state) { state.tags.insert("a", "b"); },
            [](State &state) { state.maxBudget = 2.5; },
            [](State &state) { state.reachedLimit = 50; },
            [](State &state) { state.headIsEmpty = true; },
            [](State &state) { state.securityAnalyzer = QJsonObject(); },
            [](State &state) { state.securityAnalyzer.reset(); },
            [](State &) {},
        };
        State state = sampleState();
        BodyText kept;
        QCOMPARE(opened(kept.of(state, m_vault)), json::writeObject(state));
        for (const Change &change : changes) {
            change(state);
            const QByteArray body = kept.of(state, m_vault);
            QCOMPARE(opened(body), json::writeObject(state));
            QVERIFY(!body.contains("sk-"));
        }
    }

    void sealsAnewOnlyWhatHasChanged()
    {
        // A text that is sealed twice differs, so that what is the same was kept.
        const auto sealedKey = [](const QByteArray &body) {
            return (*json::parse(body))["agent"]["llm"]["api_key"].toString();
        };
        State state = sampleState();
        BodyText text;
        const QString key = sealedKey(text.of(state, m_vault));
        state.lastLine = "Reading";
        QCOMPARE(sealedKey(text.of(state, m_vault)), key);
        text.forget();
        const QString later = sealedKey(text.of(state, m_vault));
        QVERIFY(!later.isEmpty() && later != key);
    }
};

BERTH_TEST(BodyTextTest)

#include "BodyTextTest.moc"
