// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include "Harbour.h"

using conversations::Conversation;
using conversations::Frame;
using conversations::Progress;
using fakes::FakeLlm;
using Live = std::shared_ptr<Conversation>;

namespace {

/// Keeps the steps of streamed answers.
struct Reader
{
    explicit Reader(const Live &conversation)
    {
        QObject::connect(conversation.get(), &Conversation::framePublished, &context,
                         [this](const Frame &frame) {
            if (frame.progress)
                steps.append(*frame.progress);
        });
    }
    QString text(int attempt) const
    {
        QString out;
        for (const Progress &step : steps) {
            if (step.attempt == attempt && step.dropReason.isEmpty())
                out += step.delta.content.value_or(QString());
        }
        return out;
    }

    QObject context;
    QList<Progress> steps;
};

Live beginStreaming(Harbour &harbour, int attempts)
{
    const QJsonObject llm{{"model", "openai/scripted"}, {"base_url", harbour.model().url()},
                          {"api_key", "sk-key"},        {"stream", true},
                          {"num_retries", attempts},    {"retry_min_wait", 0},
                          {"retry_max_wait", 0}};
    const QJsonArray tools{QJsonObject{{"name", "terminal"}}};
    return harbour.begin(
        {{"agent", QJsonObject{{"kind", "Agent"}, {"llm", llm}, {"tools", tools}}}});
}

void ask(const Live &conversation)
{
    VERIFY_RESULT(QCoro::waitFor(conversation->addMessage(Harbour::message("go"))));
    Harbour::run(conversation);
}

fakes::Answer brokenOff(const QString &text)
{
    fakes::Answer answer = FakeLlm::stream(text + " never said");
    answer.cutAfter = answer.body.indexOf("never");
    return answer;
}

} // namespace

class ProgressTest : public QObject
{
    Q_OBJECT

private slots:
    void givesTheLastEventTheIdOfItsDeltas()
    {
        Harbour harbour;
        const Live conversation = beginStreaming(harbour, 1);
        const Reader reader(conversation);
        harbour.model().play(FakeLlm::stream("Two calls.", {{"think", R"({"thought":"a"})"},
                                                            {"think", R"({"thought":"b"})"}}));
        harbour.model().play(FakeLlm::stream("All done."));
        ask(conversation);
        QList<QString> ids;
        for (const model::Event &event : harbour.log(conversation->id())) {
            if (event.source == model::Source::Agent
                && (event.as<model::ActionEvent>() || event.as<model::MessageEvent>()))
                ids.append(event.id);
        }
        QCOMPARE(ids.size(), 3);
        QCOMPARE(reader.steps.size(), 4);
        QCOMPARE(reader.steps.first().itemId, ids.at(0));
        QCOMPARE(reader.steps.last().itemId, ids.at(2));
        QCOMPARE(reader.steps.at(1).order, 1);
        QCOMPARE(reader.steps.at(2).order, 0);
        QVERIFY(reader.steps.at(2).anchorSeq > reader.steps.first().anchorSeq);
    }

    void countsTheAttemptsOfOneAnswer()
    {
        Harbour harbour;
        const Live conversation = beginStreaming(harbour, 2);
        const Reader reader(conversation);
        harbour.model().play(brokenOff("First"));
        harbour.model().play(FakeLlm::stream("Second try."));
        ask(conversation);
        QCOMPARE(reader.text(1), "First ");
        QCOMPARE(reader.text(2), "Second try.");
        QCOMPARE(harbour.log(conversation->id()).at(reader.steps.last().anchorSeq + 2).id,
                 reader.steps.first().itemId);
    }

    void dropsAnAnswerThatFails()
    {
        Harbour harbour;
        const Live conversation = beginStreaming(harbour, 1);
        const Reader reader(conversation);
        harbour.model().play(brokenOff("Only"));
        ask(conversation);
        QVERIFY(reader.steps.size() > 1);
        QVERIFY(!reader.steps.last().dropReason.isEmpty());
        QCOMPARE(reader.steps.last().itemId, reader.steps.first().itemId);
        for (const model::Event &event : harbour.log(conversation->id()))
            QVERIFY(event.id != reader.steps.first().itemId);
    }

    void dropsAnAnswerThatIsInterrupted()
    {
        Harbour harbour;
        const Live conversation = beginStreaming(harbour, 1);
        const Reader reader(conversation);
        harbour.model().play(FakeLlm::stream("Once upon a time."));
        QObject::connect(conversation.get(), &Conversation::framePublished, conversation.get(),
                         [&](const Frame &frame) {
            if (frame.progress && frame.progress->dropReason.isEmpty())
                core::spawn(conversation->interrupt(), "interrupting");
        });
        ask(conversation);
        QCOMPARE(reader.steps.last().dropReason, "cancelled");
        QCOMPARE(conversation->status(), model::ExecutionStatus::Paused);
    }
};

BERTH_TEST(ProgressTest)

#include "ProgressTest.moc"
