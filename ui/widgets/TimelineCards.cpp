// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardImages.h"
#include "ui/widgets/TimelineModel.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QPointer>
#include <QThreadPool>

namespace ui {

Card TimelineModel::read(int at) const
{
    const Row &row = m_rows[size_t(at)];
    if (row.kind == Card::Kind::Streaming) {
        Card card;
        card.kind = Card::Kind::Streaming;
        card.icon = "bot";
        card.title = tr("Agent");
        card.text = m_streaming.isEmpty() ? tr("The agent is writing") : m_streaming;
        return card;
    }
    if (row.event < 0) {
        Card card;
        card.kind = Card::Kind::Divider;
        card.icon = "clock";
        card.title = tr("Earlier events are being read");
        return card;
    }
    const QJsonObject event = eventObject(row.event);
    const bool isThought = row.kind == Card::Kind::Thought; // which no answer changes
    const QJsonObject answer = isThought ? QJsonObject() : eventObject(row.answer);
    // Of a pause, what follows its state tells more.
    const bool isState = row.kind == Card::Kind::Divider && !answer.isEmpty();
    Card card = row.isThought ? readThought(event)
                : isState     ? readCard(answer, {})
                              : readCard(event, answer);
    if (isThought)
        card.setThoughtFor(thoughtFor(at));
    if (row.end >= 0 && row.isPause)
        card.setPausedFor(card.at.msecsTo(timeOf(eventObject(row.end))));
    else if (row.end >= 0)
        addTotals(at, &card);
    if (card.kind == Card::Kind::Error && (!m_isRunnable || newestFailure() != row.event))
        card.actions.removeIf([](CardAction action) {
            return action == CardAction::RunAgain || action == CardAction::MoreSteps;
        });
    if (card.isRunning && m_isAsking) {
        card.isRunning = false;
        card.status = tr("Waiting for you");
        card.statusIcon = "hand";
        card.tone = Tone::Wait;
    }
    return card;
}

/// Since the person's last message, as far as that is here.
void TimelineModel::addTotals(int row, Card *card) const
{
    int steps = 0;
    int begin = row - 1;
    for (; begin >= 0 && kind(begin) != Card::Kind::Person; --begin) {
        const Row &one = m_rows[size_t(begin)];
        if (begin == m_gap || (one.end >= 0 && !one.isPause))
            break;
        steps += one.answer >= 0 && one.kind != Card::Kind::Divider;
    }
    const Row &one = m_rows[size_t(row)];
    const QDateTime end = timeOf(eventObject(one.end));
    const bool isKnown = begin >= 0 && kind(begin) == Card::Kind::Person;
    const qint64 spent = isKnown ? timeOf(eventObject(m_rows[size_t(begin)].event)).msecsTo(end)
                                 : -1;
    card->setFinished(end, isKnown ? steps : 0, spent, double(one.cost));
}

const Card &TimelineModel::card(int row) const
{
    const Row &one = m_rows[size_t(row)];
    if (const Card *known = m_cards.object(keyOf(one)))
        return *known;
    auto *fresh = new Card(read(row));
    if (const auto *images = m_images.object(keyOf(one)))
        fresh->images = *images;
    else if (!fresh->imageSizes.isEmpty())
        readImages(keyOf(one));
    m_cards.insert(keyOf(one), fresh);
    return *fresh;
}

// --- images --------------------------------------------------------------------------------------

QStringList TimelineModel::imagesOf(int row) const
{
    const Row &one = m_rows[size_t(row)];
    return imageUrls(eventObject(one.event), eventObject(one.answer));
}

/// In another thread.
void TimelineModel::readImages(int key) const
{
    const int row = rowOfNumber(key / 2);
    if (row < 0 || m_awaitedImages.contains(key))
        return;
    m_awaitedImages.insert(key);
    const Row &one = m_rows[size_t(row)];
    QThreadPool::globalInstance()->start(
        [self = QPointer<TimelineModel>(const_cast<TimelineModel *>(this)), key,
         generation = m_generation, event = textOf(one.event),
         answer = one.answer < 0 ? QByteArray() : textOf(one.answer)] {
        QStringList urls = imageUrls(QJsonDocument::fromJson(event).object(),
                                     QJsonDocument::fromJson(answer).object());
        QList<QImage> images = smallImages(urls);
        images.removeIf([](const QImage &image) { return image.isNull(); });
        // It may be gone by now, so the program is asked, which knows.
        QMetaObject::invokeMethod(qApp, [self, key, generation, images] {
            if (self && self->m_generation == generation)
                self->takeImages(key, images);
        });
    });
}

void TimelineModel::takeImages(int key, const QList<QImage> &images)
{
    m_awaitedImages.remove(key);
    qsizetype bytes = 1;
    for (const QImage &image : images)
        bytes += image.sizeInBytes();
    m_images.insert(key, new QList(images), bytes);
    if (Card *card = m_cards.object(key))
        card->images = images;
    if (const int row = rowOfNumber(key / 2); row >= 0)
        emit dataChanged(index(row), index(row));
}

} // namespace ui
