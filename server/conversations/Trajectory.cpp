// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Trajectory.h"

#include "core/Id.h"
#include "secrets/SecretFields.h"

#include <QTimeZone>

#include <cctype>

using namespace conversations;

static constexpr qsizetype readyEnough = 256 * 1024;
static constexpr int eventsPerChunk = 16;

// --- secrets ------------------------------------------------------------------------------------

static constexpr std::array secretKeys{"api_key", "aws_access_key_id", "aws_secret_access_key",
                                       "aws_session_token", "llm_api_key"};
/// What the sealed texts of agent servers begin with.
static constexpr auto sealedPrefix = "gAAAAA";

static bool isSecretKey(const QString &key)
{
    return std::ranges::any_of(secretKeys,
                               [&key](const char *each) { return key == QLatin1StringView(each); });
}

static QJsonValue masked(const QJsonValue &value, bool isSecret)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &each : value.toArray())
            array.append(masked(each, false));
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            it.value() = masked(it.value(), isSecretKey(it.key()));
        return object;
    }
    const QString text = value.toString();
    const bool isHidden = !text.isEmpty() && (isSecret || text.startsWith(sealedPrefix));
    return isHidden ? QJsonValue(secrets::mask) : value;
}

QByteArray conversations::withoutSecrets(const QByteArray &body)
{
    const bool mayHold = body.contains(sealedPrefix)
                         || std::ranges::any_of(secretKeys, [&body](const char *key) {
        return body.contains(key);
    });
    if (!mayHold)
        return body;
    const core::Result<QJsonValue> value = json::parse(body);
    return value ? json::text(masked(*value, false)) : QByteArray("{}");
}

// --- the archive --------------------------------------------------------------------------------

core::Task<std::shared_ptr<QIODevice>> Trajectory::open(State state, store::Events *events)
{
    const core::Result<qint64> lastSeq = co_await events->lastSeq(state.id);
    if (!lastSeq)
        co_return std::unexpected(lastSeq.error());
    const std::shared_ptr<Trajectory> trajectory(new Trajectory(state, events, *lastSeq));
    if (!trajectory->m_zip.open())
        co_return core::fail(core::Error::Kind::Unavailable,
                             "There is no room for temporary files on the server.");
    trajectory->QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    trajectory->begin(state);
    co_return trajectory;
}

Trajectory::Trajectory(const State &state, store::Events *events, qint64 lastSeq)
    : m_events(events)
    , m_id(state.id)
    , m_folder(core::hexUuid(state.id).toLatin1() + '/')
    , m_lastSeq(lastSeq)
    , m_zip(QDateTime::fromMSecsSinceEpoch(state.updatedAt / 1000, QTimeZone::UTC))
{}

void Trajectory::begin(const State &state)
{
    const QByteArray info = withoutSecrets(
        json::text(secrets::maskAll(state.info(Skills::Include))));
    m_ready += m_zip.folder(m_folder);
    m_ready += m_zip.file(m_folder + "base_state.json", info);
    m_ready += m_zip.folder(m_folder + "events/");
    m_ready += m_zip.file(m_folder + "meta.json", info);
}

/// A file name for an event, whatever its id holds.
static QByteArray nameOf(const store::EventRow &row)
{
    QByteArray id = row.id.toUtf8().first(qMin(row.id.size(), 64));
    for (char &each : id) {
        if (!std::isalnum(static_cast<uchar>(each)) && each != '-' && each != '_')
            each = '_';
    }
    return "event-" + QByteArray::number(row.seq).rightJustified(5, '0') + '-' + id + ".json";
}

void Trajectory::startFilling()
{
    if (m_isFilling || m_complete || !isOpen())
        return;
    m_isFilling = true;
    // Not from within a read, whose reader would be told to read.
    core::later([self = shared_from_this()] {
        core::spawn(fill(self), "making an archive of a conversation");
    });
}

core::Task<> Trajectory::fill(std::shared_ptr<Trajectory> self)
{
    while (self->isOpen() && !self->m_complete && self->m_ready.size() < readyEnough) {
        if (self->m_nextSeq > self->m_lastSeq) {
            self->fillTable();
            continue;
        }
        const core::Result<> filled = co_await fillEvents(self);
        if (!filled) {
            self->breakOff(filled.error().message);
            co_return filled;
        }
        emit self->readyRead();
    }
    self->m_isFilling = false;
    emit self->readyRead();
    if (self->m_complete)
        emit self->readChannelFinished();
    co_return {};
}

core::Task<> Trajectory::fillEvents(std::shared_ptr<Trajectory> self)
{
    const auto rows = co_await self->m_events->range(self->m_id, self->m_nextSeq, eventsPerChunk);
    if (!rows)
        co_return std::unexpected(rows.error());
    if (rows->isEmpty())
        co_return core::fail(core::Error::Kind::NotFound, "The conversation is gone.");
    for (const store::EventRow &row : *rows) {
        if (row.seq <= self->m_lastSeq)
            self->m_ready += self->m_zip.file(self->m_folder + "events/" + nameOf(row),
                                              withoutSecrets(row.body));
    }
    self->m_nextSeq = rows->last().seq + 1;
    co_return {};
}

void Trajectory::fillTable()
{
    const QByteArray piece = m_zip.takeTable();
    if (m_zip.hasFailed())
        return breakOff("There is no room for temporary files on the server.");
    m_ready += piece.isEmpty() ? m_zip.end() : piece;
    m_complete = piece.isEmpty();
}

void Trajectory::breakOff(const QString &reason)
{
    m_ready.clear();
    QIODevice::close();
    setErrorString(reason);
}

qint64 Trajectory::bytesAvailable() const
{
    return m_ready.size() + QIODevice::bytesAvailable();
}

bool Trajectory::atEnd() const
{
    return m_complete && m_ready.isEmpty();
}

qint64 Trajectory::readData(char *data, qint64 size)
{
    const qint64 taken = qMin<qint64>(size, m_ready.size());
    std::copy_n(m_ready.constData(), taken, data);
    m_ready.remove(0, taken);
    if (m_ready.size() < readyEnough)
        startFilling();
    return taken == 0 && m_complete && size > 0 ? -1 : taken;
}

qint64 Trajectory::writeData(const char *, qint64)
{
    return -1;
}

#include "moc_Trajectory.cpp"
