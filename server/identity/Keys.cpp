// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/Keys.h"

#include "core/Id.h"
#include "core/PrivateFile.h"

#include <QCryptographicHash>

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

identity::KeyInfo infoOf(const store::KeyRow &row)
{
    return {.id = row.id,
            .name = row.name,
            .userId = row.userId,
            .scopes = row.scopes,
            .createdAt = row.createdAt,
            .lastUsedAt = row.lastUsedAt,
            .expiresAt = row.expiresAt,
            .revokedAt = row.revokedAt};
}

} // namespace

identity::Keys::Keys(Options options, store::Users *users, store::Keys *keys,
                     const core::Clock *clock)
    : m_options(std::move(options))
    , m_users(users)
    , m_keys(keys)
    , m_clock(clock)
{}

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
            m_entries.append(entryOf(row));
    }
    for (qsizetype index = 0; index < m_options.environmentKeys.size(); ++index) {
        const QByteArray &secret = m_options.environmentKeys.at(index);
        if (!secret.isEmpty())
            m_entries.append(
                {.hash = hashOf(secret),
                 .principal = {defaultUser, QString("environment-%1").arg(index), {scopeAdmin}}});
    }
    m_options.environmentKeys.clear();
}

identity::Keys::Entry identity::Keys::entryOf(const store::KeyRow &row)
{
    return {.hash = row.hash,
            .principal = {row.userId, row.id, row.scopes},
            .expiresAt = row.expiresAt,
            .isStored = true,
            .touchedAt = row.lastUsedAt.value_or(0)};
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
    const QByteArray hash = hashOf(presented);
    Entry *match = nullptr;
    // Every entry is compared, whatever came before, so that the time tells nothing.
    for (Entry &entry : m_entries) {
        if (sodium_memcmp(entry.hash.constData(), hash.constData(),
                          static_cast<size_t>(hash.size()))
            == 0)
            match = &entry;
    }
    if (!match || (match->expiresAt && *match->expiresAt <= now()))
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

core::Task<identity::NewKey> identity::Keys::create(KeyRequest request)
{
    const core::Result<std::optional<store::UserRow>> user = co_await m_users->find(request.userId);
    if (!user)
        co_return std::unexpected(user.error());
    if (!*user)
        co_return core::fail(Error::Kind::NotFound, "There is no user " + request.userId + ".");
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
    m_entries.append(entryOf(row));
    co_return NewKey{.id = row.id, .secret = secret};
}

core::Task<QList<identity::KeyInfo>> identity::Keys::list()
{
    const core::Result<QList<store::KeyRow>> rows = co_await m_keys->all();
    if (!rows)
        co_return std::unexpected(rows.error());
    QList<KeyInfo> infos;
    for (const store::KeyRow &row : *rows)
        infos.append(infoOf(row));
    co_return infos;
}

core::Task<> identity::Keys::revoke(QString id)
{
    m_entries.removeIf(
        [&id](const Entry &entry) { return entry.isStored && entry.principal.keyId == id; });
    const core::Result<bool> revoked = co_await m_keys->revoke(id, now());
    if (!revoked)
        co_return std::unexpected(revoked.error());
    if (!*revoked)
        co_return core::fail(Error::Kind::NotFound, "There is no key " + id + " in force.");
    co_return {};
}

qint64 identity::Keys::now() const
{
    return m_clock->now().count();
}
