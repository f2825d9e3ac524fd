// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/EventText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace {

constexpr QChar gap(0x200b); // a space without width, which is no part of a word
constexpr qsizetype longest = 8000;
constexpr qsizetype longestEnd = 2000;
constexpr int deepest = 8;

/// Every text in @p value at any depth; members named kind say what a thing is, not what it says.
void collect(const QJsonValue &value, int depth, QStringList &texts)
{
    if (depth > deepest)
        return;
    if (value.isString() && !value.toString().isEmpty())
        texts.append(value.toString());
    for (const QJsonValue &each : value.toArray())
        collect(each, depth + 1, texts);
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (member.key() != "kind")
            collect(member.value(), depth + 1, texts);
    }
}

/// The text blocks of a list of contents, or the text that stands in its place.
void addContents(const QJsonValue &contents, QStringList &texts)
{
    if (contents.isString())
        texts.append(contents.toString());
    for (const QJsonValue &block : contents.toArray()) {
        if (block["type"] == "text")
            texts.append(block["text"].toString());
    }
}

bool isIdeograph(QChar character)
{
    switch (character.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana: return character.isLetter();
    default: return false;
    }
}

QString bounded(const QString &text)
{
    if (text.size() <= longest)
        return text;
    return text.left(longest - longestEnd) + '\n' + text.right(longestEnd);
}

} // namespace

const QStringList &store::searchableKinds()
{
    static const QStringList kinds{"MessageEvent",     "ActionEvent",
                                   "ObservationEvent", "UserRejectObservation",
                                   "AgentErrorEvent",  "ConversationErrorEvent",
                                   "Condensation"};
    return kinds;
}

QString store::searchableText(const QByteArray &body)
{
    const QJsonObject event = QJsonDocument::fromJson(body).object();
    QStringList texts;
    addContents(event["llm_message"]["content"], texts);
    addContents(event["extended_content"], texts);
    addContents(event["thought"], texts);
    for (const QJsonValue &thought :
         {event["llm_message"]["reasoning_content"], event["reasoning_content"], event["summary"]})
        texts.append(thought.toString());
    collect(event["action"], 0, texts);
    addContents(event["observation"]["content"], texts);
    texts.append(event["observation"]["path"].toString());
    for (const char *name : {"rejection_reason", "error", "detail"})
        texts.append(event[QLatin1StringView(name)].toString());
    texts.removeAll(QString());
    return apart(bounded(texts.join('\n')));
}

QString store::apart(const QString &text)
{
    QString spaced;
    spaced.reserve(text.size());
    bool wasIdeograph = false;
    for (const QChar character : text) {
        const bool isNow = isIdeograph(character);
        if ((isNow || wasIdeograph) && !spaced.isEmpty())
            spaced += gap;
        spaced += character;
        wasIdeograph = isNow;
    }
    return spaced;
}

QString store::together(QString text)
{
    return text.remove(gap);
}
