// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Card.h"

#include "ui/widgets/CardErrors.h"
#include "ui/widgets/CardImages.h"
#include "ui/widgets/CardTools.h"
#include "ui/widgets/CardWords.h"
#include "ui/widgets/Markdown.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace ui {

using cards::words;

static constexpr qsizetype largestBody = 1'000'000; // characters; more is for a window of its own

QString contentText(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QStringList texts;
    for (const QJsonValue &part : content.toArray()) {
        const QJsonObject one = part.toObject();
        if (one["type"] == "image")
            texts.append(words("[image]"));
        else
            texts.append(one["text"].toString());
    }
    return texts.join('\n').trimmed();
}

QDateTime timeOf(const QJsonObject &event)
{
    static constexpr qsizetype dateLength = 10;
    QString text = event["timestamp"].toString();
    const bool hasOffset = text.endsWith('Z') || text.lastIndexOf('+') > dateLength
                           || text.lastIndexOf('-') > dateLength;
    // The wire's times without an offset are those of the server's clock in UTC. They are said to
    // be so beforehand, for a local time is looked up in the zone's history, which takes far
    // longer.
    if (!hasOffset)
        text += 'Z';
    return QDateTime::fromString(text, Qt::ISODateWithMs).toLocalTime();
}

static void readMessage(Card *card, const QJsonObject &event)
{
    const QJsonObject message = event["llm_message"].toObject();
    const bool isPerson = event["source"] == "user";
    card->kind = isPerson ? Card::Kind::Person : Card::Kind::Agent;
    card->icon = isPerson ? "user" : "bot";
    card->title = isPerson ? visibleLine(event["sender"].toString(words("You"))) : words("Agent");
    if (card->title.isEmpty())
        card->title = words("You");
    card->text = visible(contentText(message["content"]));
    for (const QJsonValue &skill : event["activated_skills"].toArray())
        card->skills.append(visibleLine(skill.toString()));
}

static void setExit(Card *card, const QJsonObject &observation)
{
    const QJsonValue code = observation["exit_code"];
    if (observation["timeout"].toBool()) {
        card->status = words("timed out");
        card->statusIcon = "clock";
        card->tone = Tone::Warn;
        return;
    }
    const bool isFine = code.isNull() ? !observation["is_error"].toBool() : code.toInt() == 0;
    card->status = code.isDouble() && code.toInt() != -1 ? words("exit %1").arg(code.toInt())
                   : isFine                              ? words("ok")
                                                         : words("failed");
    card->statusIcon = isFine ? "check" : "x";
    card->tone = isFine ? Tone::Ok : Tone::Danger;
    card->opensByItself = !isFine;
}

static void readTerminal(Card *card, const QJsonObject &action, const QJsonObject &observation)
{
    card->kind = Card::Kind::Terminal;
    card->icon = "terminal";
    card->title = visible(action["command"].toString());
    if (observation.isEmpty())
        return;
    card->output = fromTerminal(contentText(observation["content"]));
    setExit(card, observation);
}

static void readEdit(Card *card, const QJsonObject &action, const QJsonObject &observation)
{
    card->kind = Card::Kind::Edit;
    card->icon = "file-pen";
    QString path = action["path"].toString();
    if (path.isEmpty())
        path = action["file_path"].toString();
    card->title = visibleLine(path);
    if (observation.isEmpty())
        return;
    if (observation["is_error"].toBool()) {
        card->output = {visible(contentText(observation["content"])), {}};
        card->status = words("failed");
        card->statusIcon = "x";
        card->tone = Tone::Danger;
        return;
    }
    if (!observation["new_content"].isString()) {
        // What was only looked at is one line.
        card->icon = "eye";
        card->output = {visible(contentText(observation["content"])), {}};
        card->opensByItself = false;
        return;
    }
    card->diff = lineDiff(visible(observation["old_content"].toString()),
                          visible(observation["new_content"].toString()));
    card->isNewFile = observation["prev_exist"] == false;
    card->opensByItself = card->diff.lines.size() < 60;
}

static void readPlan(Card *card, const QJsonObject &action, const QJsonObject &observation)
{
    card->kind = Card::Kind::Plan;
    card->icon = "list-checks";
    QJsonArray tasks = observation["task_list"].toArray();
    if (tasks.isEmpty())
        tasks = action["task_list"].toArray();
    int done = 0;
    for (const QJsonValue &task : tasks) {
        card->steps.append({visibleLine(task["title"].toString()), task["status"].toString()});
        done += task["status"] == "done";
    }
    card->title = words("Plan · %1 of %2 done").arg(done).arg(tasks.size());
}

/// What the answer to an action says when it is not an observation.
static void readRefusal(Card *card, const QJsonObject &answer)
{
    const bool isDenied = answer["kind"] == "UserRejectObservation";
    card->status = isDenied ? words("Denied") : words("failed");
    card->statusIcon = isDenied ? "ban" : "x";
    card->tone = Tone::Danger;
    card->output = {visible(answer[isDenied ? "rejection_reason" : "error"].toString()), {}};
    card->opensByItself = true;
}

static void readAction(Card *card, const QJsonObject &event, const QJsonObject &answer)
{
    const QJsonObject action = event["action"].toObject();
    const QJsonObject observation = answer["observation"].toObject();
    const QString kind = action["kind"].toString();
    if (kind == "FinishAction") {
        card->kind = Card::Kind::Agent;
        card->icon = "bot";
        card->title = words("Agent");
        card->text = visible(action["message"].toString());
        return;
    }
    if (kind == "ThinkAction") {
        *card = readThought(event);
        card->text = visible(action["thought"].toString());
        return;
    }
    if (kind.startsWith("Terminal") || kind == "ExecuteBashAction")
        readTerminal(card, action, observation);
    else if (kind.startsWith("FileEditor") || kind.startsWith("PlanningFileEditor")
             || kind == "EditAction" || kind == "WriteFileAction" || kind == "ReadFileAction")
        readEdit(card, action, observation);
    else if (kind == "TaskTrackerAction")
        readPlan(card, action, observation);
    else
        readTool(card, event, observation);
    if (answer.isEmpty()) {
        card->isRunning = true;
        card->status = words("Running");
        card->tone = Tone::Accent;
    } else {
        card->milliseconds = timeOf(event).msecsTo(timeOf(answer));
        if (observation.isEmpty())
            readRefusal(card, answer);
    }
}

/// "Paused at 14:25"
static QString atTime(const QString &text, const QDateTime &at)
{
    return at.isValid() ? words("%1 at %2").arg(text, QLocale().toString(at.time(), "HH:mm"))
                        : text;
}

static void setDivider(Card *card, const QString &icon, const QString &text)
{
    card->kind = Card::Kind::Divider;
    card->icon = icon;
    card->title = text;
}

static void readState(Card *card, const QString &state)
{
    if (state == "paused")
        setDivider(card, "circle-pause", atTime(words("Paused"), card->at));
    else if (state == "finished")
        setDivider(card, "circle-check", atTime(words("Finished"), card->at));
    else if (state == "stuck")
        setDivider(card, "triangle-alert", words("Stuck: it repeats itself"));
    else if (state == "error")
        setDivider(card, "octagon-x", atTime(words("Failed"), card->at));
    else if (state == "waiting_for_confirmation")
        setDivider(card, "hand", atTime(words("Waiting for you"), card->at));
    else
        setDivider(card, "circle-dashed", visibleLine(state));
}

Card readCard(const QJsonObject &event, const QJsonObject &answer)
{
    Card card;
    card.at = timeOf(event);
    const QString kind = event["kind"].toString();
    if (kind == "MessageEvent")
        readMessage(&card, event);
    else if (kind == "ActionEvent")
        readAction(&card, event, answer);
    else if (kind == "ConversationErrorEvent" || kind == "AgentErrorEvent")
        readError(&card, event);
    else if (kind == "PauseEvent")
        setDivider(&card, "circle-pause", atTime(words("Paused"), card.at));
    else if (kind == "InterruptEvent")
        setDivider(&card, "circle-stop", atTime(words("Stopped"), card.at));
    else if (kind == "ConversationStateUpdateEvent")
        readState(&card, event["value"].toString());
    else if (kind == "Condensation") {
        setDivider(&card, "fold-vertical",
                   QCoreApplication::translate("ui::Card", "%n earlier event(s) summarised",
                                               nullptr,
                                               int(event["forgotten_event_ids"].toArray().size())));
        card.text = visible(event["summary"].toString());
        card.opensByItself = false;
    } else if (kind == "HookExecutionEvent") {
        readHook(&card, event);
    } else if (kind == "SystemPromptEvent") {
        card.icon = "scroll-text";
        card.title = words("Instructions for the agent");
        card.text = visible(event["system_prompt"]["text"].toString());
        card.opensByItself = false;
    } else {
        card.icon = "info";
        card.title = visibleLine(kind);
        card.opensByItself = false;
    }
    card.imageSizes = smallImageSizes(imageUrls(event, answer));
    card.imageSizes.removeAll(QSize());
    card.isLarge = card.text.size() + card.output.text.size() > largestBody;
    return card;
}

Card readThought(const QJsonObject &event)
{
    Card card;
    card.kind = Card::Kind::Thought;
    card.icon = "brain";
    card.title = words("Thought");
    card.at = timeOf(event);
    QString text = contentText(event["thought"]);
    if (text.isEmpty())
        text = event["reasoning_content"].toString();
    card.text = visible(text.trimmed());
    return card;
}

void Card::setThoughtFor(qint64 spent)
{
    milliseconds = spent;
    const qint64 seconds = (spent + 500) / 1000;
    title = seconds <= 0   ? words("Thought")
            : seconds < 60 ? words("Thought for %1 s").arg(seconds)
                           : words("Thought for %1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

/// "4 min": nobody counts the seconds of an hour.
static QString roughTime(qint64 milliseconds)
{
    const qint64 seconds = (milliseconds + 500) / 1000;
    const qint64 minutes = (seconds + 30) / 60;
    if (seconds < 60)
        return words("%1 s").arg(seconds);
    if (minutes < 60)
        return words("%1 min").arg(minutes);
    if (minutes < 24 * 60)
        return words("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return QCoreApplication::translate("ui::Card", "%n day(s)", nullptr, int(minutes / (24 * 60)));
}

void Card::setPausedFor(qint64 spent)
{
    if (spent >= 0)
        title += " · " + roughTime(spent);
}

/// "Finished at 14:30 · 7 actions · 2 min 41 s · $0.42"
void Card::setFinished(const QDateTime &end, int count, qint64 spent, double cost)
{
    QStringList parts{atTime(words("Finished"), end)};
    if (count > 0)
        parts.append(QCoreApplication::translate("ui::Card", "%n action(s)", nullptr, count));
    if (spent >= 0)
        parts.append(duration(spent));
    if (cost > 0)
        parts.append(money(cost));
    note = parts.join(" · ");
    isFinished = true;
}

/// "Command ls, exit 0, 6 seconds"; what took less than one is told without.
static QString withTime(const QString &told, qint64 milliseconds)
{
    const int seconds = int((milliseconds + 500) / 1000);
    if (seconds <= 0)
        return told;
    const QString time = seconds < 120 ? QCoreApplication::translate("ui::Card", "%n second(s)",
                                                                     nullptr, seconds)
                                       : QCoreApplication::translate("ui::Card", "%n minute(s)",
                                                                     nullptr, seconds / 60);
    return words("%1, %2").arg(told, time);
}

static QString spokenPlan(const Card &card)
{
    const QString told = QString(card.title).replace(" · ", ", ");
    for (const Card::Step &step : card.steps)
        if (step.state == "in_progress")
            return words("%1, now: %2").arg(told, step.title);
    return told;
}

/// What was told went well, unless something else is said.
static QString spokenTool(const Card &card)
{
    if (card.told.isEmpty())
        return words("%1, %2").arg(QString(card.title).replace(" · ", " "), card.status);
    return card.tone == Tone::Ok ? card.told : words("%1, %2").arg(card.told, card.status);
}

QString Card::spoken() const
{
    const QString time = QLocale().toString(at.time(), "HH:mm");
    const QString brief = kind == Kind::Agent || kind == Kind::Thought
                              ? plainWords(text.left(200))
                              : text.left(200).simplified();
    switch (kind) {
    case Kind::Person: {
        const QString whole = words("%1, %2: %3").arg(title, time, brief);
        return skills.isEmpty() ? whole : words("%1 (skills: %2)").arg(whole, skills.join(", "));
    }
    case Kind::Agent:
        return note.isEmpty() ? words("Agent: %1").arg(brief)
                              : words("Agent: %1 (%2)").arg(brief, note);
    case Kind::Streaming: return words("The agent is writing");
    case Kind::Thought: return withTime(words("Thought"), milliseconds) + ": " + brief;
    case Kind::Terminal:
        return withTime(words("Command %1, %2").arg(title.left(200), status), milliseconds);
    case Kind::Edit:
        return diff.lines.isEmpty() ? words("File %1").arg(title)
                                    : words("Edited %1, %2 added, %3 removed")
                                          .arg(title)
                                          .arg(diff.added)
                                          .arg(diff.removed);
    case Kind::Tool: return spokenTool(*this);
    case Kind::Error: return words("Failed: %1").arg(title);
    case Kind::Group: return withTime(words("%1, %2").arg(title, text), milliseconds);
    case Kind::Plan: return spokenPlan(*this);
    case Kind::Divider:
    case Kind::Line: break;
    }
    return title;
}

static QString diffText(const Diff &diff)
{
    QString text;
    for (const DiffLine &line : diff.lines) {
        const bool isAdded = line.kind == DiffLine::Kind::Added;
        const bool isRemoved = line.kind == DiffLine::Kind::Removed;
        text += (isAdded ? "+" : isRemoved ? "-" : " ") + line.text + '\n';
    }
    return text;
}

QString Card::plainText() const
{
    QStringList parts;
    if (kind != Kind::Agent && kind != Kind::Person && kind != Kind::Thought)
        parts.append(status.isEmpty() ? title : title + " (" + status + ")");
    for (const Step &step : steps)
        parts.append((step.state == "done" ? "[x] " : "[ ] ") + step.title);
    for (const Fact &fact : facts)
        parts.append(fact.name + ": " + fact.value);
    for (const QString &part : {text, note, output.text, diffText(diff)})
        if (!part.isEmpty())
            parts.append(part);
    if (!skills.isEmpty())
        parts.append(words("Skills: %1").arg(skills.join(", ")));
    return parts.join('\n');
}

} // namespace ui
