// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/Containment.h"

namespace workspace {

using Kind = core::Error::Kind;

/// Far more than the system lets a path have.
static constexpr int mostMissingFolders = 256;

/// The path without links; of what does not exist the names are kept, and must not be "..".
static core::Task<QString> followed(std::shared_ptr<Channel> channel, QString path)
{
    QStringList missing;
    QString existing = path;
    while (missing.size() < mostMissingFolders) {
        const core::Result<QString> real = co_await channel->realPath(existing);
        if (real)
            co_return QStringList(QStringList{*real == "/" ? QString() : *real} + missing)
                .join('/');
        const bool isMissing = real.error().kind == Kind::NotFound
                               || real.error().kind == Kind::Invalid;
        const qsizetype slash = existing.lastIndexOf('/');
        if (!isMissing || existing == "/" || slash < 0)
            co_return real;
        const QString name = existing.sliced(slash + 1);
        if (name == "..")
            co_return core::fail(Kind::Invalid, path + " leads through what does not exist");
        if (!name.isEmpty() && name != ".")
            missing.prepend(name);
        existing = slash == 0 ? QString("/") : existing.first(slash);
    }
    co_return core::fail(Kind::Invalid, path + " has too many parts");
}

core::Task<bool> liesWithin(std::shared_ptr<Channel> channel, QString path, QString folder)
{
    if (!path.startsWith('/'))
        co_return false;
    const core::Result<QString> target = co_await followed(channel, path);
    if (!target && target.error().kind == Kind::Unavailable)
        co_return std::unexpected(target.error());
    const core::Result<QString> root = co_await followed(channel, folder);
    if (!root && root.error().kind == Kind::Unavailable)
        co_return std::unexpected(root.error());
    if (!target || !root)
        co_return false;
    const QString prefix = root->endsWith('/') ? *root : *root + '/';
    co_return *target == *root || target->startsWith(prefix);
}

} // namespace workspace
