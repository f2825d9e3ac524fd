// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Narrator.h"

#include "tools/Tool.h"

#include <cstdio>
#include <unistd.h>

using namespace headless;

static const char *colourCode(const char *code)
{
    return ::isatty(STDOUT_FILENO) ? code : "";
}

void Narrator::say(const char *who, const QString &text, const char *colour)
{
    if (std::exchange(m_isStreaming, false))
        std::printf("\n");
    const QStringList lines = text.trimmed().split('\n');
    bool isFirst = true;
    for (const QString &line : lines) {
        std::printf("%s%-9s%s %s\n", colourCode(colour), std::exchange(isFirst, false) ? who : "",
                    colourCode("\033[0m"), qPrintable(line));
    }
    std::fflush(stdout);
}

void Narrator::tell(const conversations::Frame &frame)
{
    const core::Result<model::Event> event = model::eventFromJson(
        QJsonDocument::fromJson(frame.text).object());
    if (!event)
        return;
    if (const auto *delta = event->as<model::StreamingDeltaEvent>()) {
        const QString text = delta->content.value_or(QString());
        if (!text.isEmpty() && !std::exchange(m_isStreaming, true))
            std::printf("%s%-9s%s ", colourCode("\033[36m"), "agent", colourCode("\033[0m"));
        std::printf("%s", qPrintable(text));
        std::fflush(stdout);
        m_wasStreamed = m_wasStreamed || !text.isEmpty();
    } else if (const auto *action = event->as<model::ActionEvent>()) {
        tellAction(*action);
    } else if (const auto *observation = event->as<model::ObservationEvent>()) {
        tellObservation(*observation);
    } else if (const auto *message = event->as<model::MessageEvent>()) {
        if (event->source == model::Source::User)
            say("you", message->llmMessage.content.text(), "\033[32m");
        else if (!std::exchange(m_wasStreamed, false))
            say("agent", message->llmMessage.content.text(), "\033[36m");
    } else if (const auto *refusal = event->as<model::AgentErrorEvent>()) {
        say("error", refusal->error, "\033[31m");
    } else if (const auto *failure = event->as<model::ConversationErrorEvent>()) {
        say("error", failure->code + ": " + failure->detail, "\033[31m");
    } else if (const auto *update = event->as<model::ConversationStateUpdateEvent>()) {
        const QString status = update->value.value_or(QJsonValue()).toString();
        if (update->key == "execution_status" && status != "running" && status != "idle")
            m_ended.resolve(true);
    }
}

void Narrator::tellAction(const model::ActionEvent &action)
{
    for (const model::TextContent &thought : action.thought) {
        if (!thought.text.trimmed().isEmpty() && !std::exchange(m_wasStreamed, false))
            say("agent", thought.text, "\033[36m");
    }
    m_wasStreamed = false;
    const QJsonObject object = action.action.value_or(QJsonObject());
    if (action.toolName == "terminal")
        say("$", object.value("command").toString(), "\033[33m");
    else if (action.toolName == "file_editor")
        say("file", object.value("command").toString() + ' ' + object.value("path").toString(),
            "\033[33m");
    else if (action.toolName != "finish")
        say("tool", action.summary.value_or(action.toolName), "\033[33m");
}

void Narrator::tellObservation(const model::ObservationEvent &event)
{
    const QJsonObject &observation = event.observation;
    if (event.toolName == "finish") {
        say("done", tools::observationContents(observation).text(), "\033[32m");
        return;
    }
    QStringList texts;
    for (const QJsonValue &content : observation.value("content").toArray())
        texts.append(content.toObject().value("text").toString());
    QStringList lines = texts.join('\n').trimmed().split('\n');
    constexpr qsizetype shown = 12;
    if (lines.size() > shown)
        lines = lines.first(shown) + QStringList{"..."};
    say("", lines.join('\n'), "");
}

#include "moc_Narrator.cpp"
