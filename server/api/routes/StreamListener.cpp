// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/StreamListener.h"

using namespace api;
using conversations::Projected;

namespace {

constexpr int replayPage = 100;
/// How much a replay may put in front of a slow reader before it waits.
constexpr qint64 aheadOfReader = 1 << 20;

/// Where one listener is in the log. Until it has caught up, what happens is only noted: it is on
/// disk, where the replay finds it.
struct Place
{
    qint64 next = 0;  ///< the first event that was not told
    qint64 last = -1; ///< the last event that is known to be on disk
    bool isLive = false;

    bool isBehind() const { return next <= last; }
};

void take(StreamListener &listener, Place &place, const Projected &item)
{
    place.last = qMax(place.last, item.seq);
    if (!place.isLive || (item.seq >= 0 && item.seq < place.next))
        return;
    if (item.seq >= 0)
        place.next = item.seq + 1;
    if (!item.text.isEmpty())
        listener.tell(item);
}

core::Task<> replayLog(std::shared_ptr<StreamListener> listener, std::shared_ptr<Place> place,
                       store::Events *events, QString id)
{
    while (place->isBehind() && listener->isListening()) {
        const auto rows = co_await events->range(id, place->next, replayPage);
        if (!rows)
            co_return std::unexpected(rows.error());
        if (rows->isEmpty())
            co_return core::fail(core::Error::Kind::NotFound, "The conversation was removed.");
        for (const store::EventRow &row : *rows) {
            const Projected item = conversations::projected(row.seq, row.body);
            if (!item.text.isEmpty())
                listener->tell(item);
            place->next = row.seq + 1;
        }
        while (listener->isListening() && listener->queuedBytes() > aheadOfReader)
            co_await core::sleepFor(std::chrono::milliseconds(10));
    }
    co_return {};
}

} // namespace

core::Task<> api::follow(std::shared_ptr<StreamListener> listener,
                         std::shared_ptr<conversations::Projector> projector,
                         std::optional<qint64> after)
{
    const auto place = std::make_shared<Place>();
    const std::weak_ptr<StreamListener> weak = listener;
    // The connection owns the projector, so that it goes with its last listener.
    QObject::connect(projector.get(), &conversations::Projector::projected, listener->context(),
                     [weak, place, projector](const Projected &item) {
        if (const std::shared_ptr<StreamListener> open = weak.lock())
            take(*open, *place, item);
    });
    QObject::connect(projector.get(), &conversations::Projector::ended, listener->context(),
                     [weak] {
        if (const std::shared_ptr<StreamListener> open = weak.lock())
            open->end("The conversation was closed.");
    });
    const std::shared_ptr<conversations::Conversation> conversation = projector->conversation();
    store::Events *events = conversation->services().events;
    const auto last = co_await events->lastSeq(conversation->id());
    if (!last)
        co_return std::unexpected(last.error());
    place->last = qMax(place->last, *last);
    // A cursor beyond the end means that everything after this log is news.
    place->next = after ? qMin(*after, *last) + 1 : *last + 1;
    const core::Result<> replayed = co_await replayLog(listener, place, events, conversation->id());
    if (!replayed) {
        listener->end("The log cannot be read.");
        co_return std::unexpected(replayed.error());
    }
    place->isLive = true;
    if (listener->isListening())
        listener->tell({-1, conversations::stateText(conversation->state())});
    co_return {};
}
