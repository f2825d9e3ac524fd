// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed/EgressTopic.h"

#include "api/routes/EgressRoutes.h"

using namespace api;
using workspace::EgressEntry;
using workspace::EgressJournal;
using workspace::EgressQuestion;
using workspace::EgressQuestions;

EgressTopic::EgressTopic(workspace::EgressControl *control)
    : FeedTopic("egress", Delivery::Subscribed)
    , m_control(control)
{}

static FeedItem questionItem(const EgressQuestion &question)
{
    QJsonObject item = json::write(question).toObject();
    item.insert("kind", "question");
    return {question.id, question.userId, item};
}

static FeedItem decisionItem(const EgressEntry &entry)
{
    const QString id = QString::number(entry.id);
    QJsonObject item = EgressRoutes::decisionObject(entry);
    item.insert("kind", "decision");
    item.insert("id", id);
    return {id, entry.userId, item};
}

void EgressTopic::begin()
{
    EgressQuestions *questions = &m_control->questions();
    connect(questions, &EgressQuestions::asked, this, [this](const EgressQuestion &question) {
        emit changed("asked", questionItem(question));
    });
    connect(questions, &EgressQuestions::prolonged, this, [this](const EgressQuestion &question) {
        emit changed("changed", questionItem(question));
    });
    connect(questions, &EgressQuestions::answered, this,
            [this](const EgressQuestion &question, bool isAllowed) {
        FeedItem item = questionItem(question);
        item.item.insert("answer", isAllowed ? "allow" : "deny");
        emit changed("answered", item);
    });
    connect(questions, &EgressQuestions::expired, this, [this](const EgressQuestion &question) {
        emit changed("expired", questionItem(question));
    });
    connect(&m_control->journal(), &EgressJournal::added, this,
            [this](const EgressEntry &entry) { emit changed("decided", decisionItem(entry)); });
}

void EgressTopic::end()
{
    m_control->questions().disconnect(this);
    m_control->journal().disconnect(this);
}

core::Task<QList<FeedItem>> EgressTopic::items(FeedAudience audience)
{
    QList<FeedItem> items;
    EgressQuestions &questions = m_control->questions();
    const auto waiting = audience.isEverybody ? questions.all()
                                              : questions.pending(audience.userId);
    for (const EgressQuestion &question : waiting)
        items.append(questionItem(question));
    if (audience.isEverybody)
        co_return items;
    workspace::EgressFilter filter;
    filter.userId = audience.userId;
    const auto decisions = co_await m_control->journal().find(filter);
    if (!decisions)
        co_return std::unexpected(decisions.error());
    for (const EgressEntry &entry : *decisions)
        items.append(decisionItem(entry));
    co_return items;
}

#include "moc_EgressTopic.cpp"
