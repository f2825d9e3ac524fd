// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Keys.h"

#include "core/Id.h"
#include "core/PrivateFile.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <sodium.h>

using core::Error;

namespace {

/// How the ids of keys begin that were made for the key file.
const QString fileKeyPrefix = "file-";
constexpr qint64 minute = 60'000'000;

QByteArray hashOf(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

QByteArray newSecret()
{
    QByteArray bytes(32, Qt::Uninitialized);
    randombytes_buf(bytes.data(), static_cast<size_t>(bytes.size()));
    return "berth_"
           + bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

bool isWellFormed(const QByteArray &secret)
{
    return secret.startsWith("berth_") && secret.size() == 49;
}

bool hasHash(const QList<store::KeyRow> &rows, const QByteArray &hash)
{
    return std::ranges::any_of(rows,
                               [&hash](const store::KeyRow &row) { return row.hash == hash; });
}

// Keys were once made with one scope beside "admin", which allowed to write.
QStringList scopesOf(const store::KeyRow &row)
{
    QStringList scopes = row.scopes;
    scopes.replaceInStrings(QRegularExpression("^use$"), identity::scopeWrite);
    return scopes;
}

Error unknownKey(const QString &id)
{
    return {Error::Kind::NotFound, "There is no key " + id + ".", {}};
}

identity::KeyInfo infoOf(const store::KeyRow &row)
{
    return {.id = row.id,
            .name = row.name,
            .userId = row.userId,
            .scopes = scopesOf(row),
            .createdAt = row.createdAt,
            .lastUsedAt = row.lastUsedAt,
            .expiresAt = row.expiresAt,
            .revokedAt = row.revokedAt,
            .rotatedTo = row.rotatedTo};
}

} // namespace

identity::Keys::Keys(Options options, store::Users *users, store::Keys *keys,
                     const core::Clock *clock)
    : m_options(std::move(options))
    , m_users(users)
    , m_keys(keys)
    , m_clock(clock)
{
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, &Keys::expire);
}

QString identity::Keys::keyFile() const
{
    return m_options.dataDir + "/api-key";
}

core::Task<> identity::Keys::load()
{
    if (sodium_init() < 0)
        co_return core::fail(Error::Kind::Unavailable,
                             "The library for encryption does not start on this machine.");
    const core::Result<> user = co_await ensureDefaultUser();
    if (!user)
        co_return user;
    const core::Result<QList<store::UserRow>> users = co_await m_users->all();
    if (!users)
        co_return std::unexpected(users.error());
    for (const store::UserRow &each : *users) {
        if (each.disabledAt)
            m_disabledUsers.insert(each.id);
    }
    const core::Result<QList<store::KeyRow>> before = co_await m_keys->all();
    if (!before)
        co_return std::unexpected(before.error());
    const core::Result<> file = co_await ensureKeyFile(*before);
    if (!file)
        co_return file;
    const core::Result<QList<store::KeyRow>> rows = co_await m_keys->all();
    if (!rows)
        co_return std::unexpected(rows.error());
    admit(*rows);
    co_return {};
}

void identity::Keys::admit(const QList<store::KeyRow> &rows)
{
    m_entries.clear();
    for (const store::KeyRow &row : rows) {
        if (!row.revokedAt)
            insert(row);
    }
    for (qsizetype index = 0; index < m_options.environmentKeys.size(); ++index) {
        const QByteArray &secret = m_options.environmentKeys.at(index);
        if (secret.isEmpty())
            continue;
        Entry entry;
        entry.principal = {defaultUser, QString("environment-%1").arg(index), {scopeAdmin}};
        m_entries.insert(hashOf(secret), entry);
    }
    m_options.environmentKeys.clear();
    expire();
}

void identity::Keys::insert(const store::KeyRow &row)
{
    m_entries.insert(row.hash, {.principal = {row.userId, row.id, scopesOf(row)},
                                .expiresAt = row.expiresAt,
                                .isStored = true,
                                .touchedAt = row.lastUsedAt.value_or(0)});
}

// Keys that have expired leave memory, and the timer waits for the next one. The clock may be set
// while it waits, so it looks again after an hour at the latest.
void identity::Keys::expire()
{
    QStringList over;
    std::optional<qint64> next;
    m_entries.removeIf([&](const std::pair<const QByteArray &, Entry &> &each) {
        const std::optional<qint64> expiresAt = each.second.expiresAt;
        if (expiresAt && *expiresAt <= now()) {
            over.append(each.second.principal.keyId);
            return true;
        }
        if (expiresAt)
            next = qMin(next.value_or(*expiresAt), *expiresAt);
        return false;
    });
    if (next) {
        const std::chrono::microseconds left(*next - now());
        m_expiry.start(std::chrono::ceil<std::chrono::milliseconds>(
            qMin<std::chrono::microseconds>(left, std::chrono::hours(1))));
    }
    for (const QString &id : std::as_const(over))
        emit ended(id);
}

void identity::Keys::endAt(const QString &id, qint64 moment)
{
    for (Entry &entry : m_entries) {
        if (entry.isStored && entry.principal.keyId == id)
            entry.expiresAt = qMin(entry.expiresAt.value_or(moment), moment);
    }
    expire();
}

void identity::Keys::setDisabled(const QString &userId, bool isDisabled)
{
    if (!isDisabled) {
        m_disabledUsers.remove(userId);
        return;
    }
    const bool isNews = !m_disabledUsers.contains(userId);
    m_disabledUsers.insert(userId);
    for (const Entry &entry : QHash(m_entries)) {
        if (entry.principal.userId == userId)
            emit ended(entry.principal.keyId);
    }
    if (isNews)
        emit userStopped(userId);
}

void identity::Keys::forget(const QString &userId)
{
    setDisabled(userId, true);
    m_entries.removeIf([&userId](const std::pair<const QByteArray &, Entry &> &each) {
        return each.second.principal.userId == userId;
    });
    m_disabledUsers.remove(userId);
}

core::Task<> identity::Keys::ensureDefaultUser()
{
    const core::Result<std::optional<store::UserRow>> user = co_await m_users->find(defaultUser);
    if (!user)
        co_return std::unexpected(user.error());
    if (*user)
        co_return {};
    const store::UserRow row{.id = defaultUser, .name = "Default user", .createdAt = now()};
    co_return co_await m_users->insert(row);
}

core::Task<> identity::Keys::ensureKeyFile(QList<store::KeyRow> rows)
{
    const core::Result<std::optional<QByteArray>> text = core::readPrivateFile(keyFile());
    if (!text)
        co_return std::unexpected(text.error());
    if (!*text)
        co_return co_await replaceFileKey(rows);
    const QByteArray secret = (*text)->trimmed();
    if (!isWellFormed(secret))
        co_return core::fail(Error::Kind::Invalid,
                             "The key file " + keyFile()
                                 + " is damaged; remove it to get a new key.");
    // A crash after the file was written, or a new database beside an old file.
    if (hasHash(rows, hashOf(secret)))
        co_return {};
    co_return co_await storeFileKey(secret);
}

core::Task<> identity::Keys::replaceFileKey(QList<store::KeyRow> rows)
{
    for (const store::KeyRow &row : std::as_const(rows)) {
        if (!row.id.startsWith(fileKeyPrefix) || row.revokedAt)
            continue;
        const core::Result<bool> revoked = co_await m_keys->revoke(row.id, now());
        if (!revoked)
            co_return std::unexpected(revoked.error());
        qCInfo(lcIdentity) << "The key file is gone, so its key was revoked" << row.id;
    }
    const QByteArray secret = newSecret();
    const core::Result<> written = core::createPrivateFile(keyFile(), secret + '\n');
    if (!written)
        co_return written;
    m_isKeyNew = true;
    co_return co_await storeFileKey(secret);
}

core::Task<> identity::Keys::storeFileKey(QByteArray secret)
{
    const store::KeyRow row{.id = fileKeyPrefix + core::newId(),
                            .name = "Key file",
                            .userId = defaultUser,
                            .hash = hashOf(secret),
                            .scopes = {scopeAdmin},
                            .createdAt = now()};
    co_return co_await m_keys->insert(row);
}

std::optional<identity::Principal> identity::Keys::verify(const QByteArray &presented)
{
    const auto match = m_entries.find(hashOf(presented));
    if (match == m_entries.end() || (match->expiresAt && *match->expiresAt <= now())
        || m_disabledUsers.contains(match->principal.userId))
        return {};
    touch(*match);
    return match->principal;
}

void identity::Keys::touch(Entry &entry)
{
    const qint64 time = now();
    if (!entry.isStored || time - entry.touchedAt < minute)
        return;
    entry.touchedAt = time;
    core::spawn(m_keys->setLastUsed(entry.principal.keyId, time), "noting when a key was used");
}

QHash<QString, int> identity::Keys::inForce() const
{
    QHash<QString, int> counts;
    for (const Entry &each : m_entries)
        ++counts[each.principal.userId];
    return counts;
}

core::Task<identity::NewKey> identity::Keys::create(KeyRequest request)
{
    const core::Result<std::optional<store::UserRow>> user = co_await m_users->find(request.userId);
    if (!user)
        co_return std::unexpected(user.error());
    if (!*user)
        co_return core::fail(Error::Kind::NotFound, "There is no user " + request.userId + ".");
    const int count = inForce().value(request.userId);
    if (count >= m_options.mostPerUser)
        co_return core::fail(Error::Kind::RateLimited,
                             QString("The user has %1 keys, as many as one may have. Revoke one "
                                     "first.")
                                 .arg(count));
    const QByteArray secret = newSecret();
    const store::KeyRow row{.id = core::newId(),
                            .name = request.name,
                            .userId = request.userId,
                            .hash = hashOf(secret),
                            .scopes = request.scopes,
                            .createdAt = now(),
                            .expiresAt = request.expiresAt};
    const core::Result<> stored = co_await m_keys->insert(row);
    if (!stored)
        co_return std::unexpected(stored.error());
    insert(row);
    expire();
    emit changed(row.id);
    co_return NewKey{.id = row.id, .secret = secret};
}

static QList<identity::KeyInfo> infosOf(const QList<store::KeyRow> &rows)
{
    QList<identity::KeyInfo> infos;
    for (const store::KeyRow &row : rows)
        infos.append(infoOf(row));
    return infos;
}

core::Task<QList<identity::KeyInfo>> identity::Keys::list()
{
    const core::Result<QList<store::KeyRow>> rows = co_await m_keys->all();
    co_return rows.transform(infosOf);
}

core::Task<QList<identity::KeyInfo>> identity::Keys::page(QString userId, QString after, int limit)
{
    const core::Result<QList<store::KeyRow>> rows = co_await m_keys->page(userId, after, limit);
    co_return rows.transform(infosOf);
}

core::Task<identity::KeyInfo> identity::Keys::find(QString id)
{
    const core::Result<std::optional<store::KeyRow>> row = co_await m_keys->find(id);
    if (!row)
        co_return std::unexpected(row.error());
    if (!*row)
        co_return std::unexpected(unknownKey(id));
    co_return infoOf(**row);
}

core::Task<> identity::Keys::revoke(QString id)
{
    const auto removed = m_entries.removeIf(
        [&id](const std::pair<const QByteArray &, Entry &> &each) {
        return each.second.isStored && each.second.principal.keyId == id;
    });
    if (removed > 0)
        emit ended(id);
    const core::Result<bool> revoked = co_await m_keys->revoke(id, now());
    if (!revoked)
        co_return std::unexpected(revoked.error());
    if (!*revoked)
        co_return core::fail(Error::Kind::NotFound, "There is no key " + id + " in force.");
    emit changed(id);
    co_return {};
}

core::Task<identity::NewKey> identity::Keys::rotate(QString id, std::chrono::seconds grace)
{
    const core::Result<std::optional<store::KeyRow>> old = co_await m_keys->find(id);
    if (!old)
        co_return std::unexpected(old.error());
    const qint64 moment = now();
    if (!*old || (*old)->revokedAt || (*old)->expiresAt.value_or(moment + 1) <= moment)
        co_return core::fail(Error::Kind::NotFound, "There is no key " + id + " in force.");
    if (id.startsWith(fileKeyPrefix))
        co_return core::fail(Error::Kind::Conflict,
                             "The key of the key file is renewed by removing the file and starting "
                             "the server again.");
    const QByteArray secret = newSecret();
    store::KeyRow successor = **old;
    successor.id = core::newId();
    successor.hash = hashOf(secret);
    successor.createdAt = now();
    successor.lastUsedAt = std::nullopt;
    successor.rotatedTo = std::nullopt;
    const qint64 end = now() + std::chrono::microseconds(grace).count();
    const core::Result<> rotated = co_await m_keys->rotate(id, successor, end);
    if (!rotated)
        co_return std::unexpected(rotated.error());
    insert(successor);
    endAt(id, end);
    emit changed(successor.id);
    emit changed(id);
    co_return NewKey{.id = successor.id, .secret = secret};
}

qint64 identity::Keys::now() const
{
    return m_clock->now().count();
}

#include "moc_Keys.cpp"
