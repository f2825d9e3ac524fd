// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/SavedImages.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace workspace {

using core::Error;

static const QString savedPrefix = "berth/saved-";
static const QString builtPrefix = "berth/built:";

QString savedName(const QString &userId, const QString &name)
{
    const QByteArray digest = QCryptographicHash::hash(userId.toUtf8(), QCryptographicHash::Sha256);
    return savedPrefix + QString::fromLatin1(digest.toHex().first(16)) + ':' + name;
}

bool isOwnName(const QString &name)
{
    return name.startsWith(savedPrefix) || name.startsWith(builtPrefix);
}

Error noSuchImage(const QString &name)
{
    return {Error::Kind::Unavailable, "There is no image " + name + " on the engine."};
}

bool isSavedByAnother(const docker::Image &image, const std::optional<QString> &userId)
{
    return userId && image.labels.contains(savedLabel) && image.labels.value(savedLabel) != *userId;
}

/// Without comments, lines that go on in the next one joined.
static QString instructionsOf(const QByteArray &dockerfile)
{
    static const QRegularExpression comment("^[ \\t]*#.*$", QRegularExpression::MultilineOption);
    static const QRegularExpression goesOn("[\\\\`][ \\t\\r]*\\n\\s*");
    QString text = QString::fromUtf8(dockerfile);
    text.remove(comment);
    return text.remove(goesOn);
}

QStringList imagesNamedIn(const QByteArray &dockerfile)
{
    static const QRegularExpression name(
        "^\\s*(?:ONBUILD\\s+)?FROM\\s+(?:--\\S+\\s+)*(\\S+)|--from=(\\S+)",
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression quotes("[\"'\\\\]");
    QStringList names;
    const QString text = instructionsOf(dockerfile);
    for (const QRegularExpressionMatch &match : name.globalMatch(text)) {
        QString found = match.captured(1) + match.captured(2);
        names.append(found.remove(quotes));
    }
    names.removeDuplicates();
    return names;
}

static core::Task<bool> hasImagesOfOthers(docker::Images images, std::optional<QString> userId)
{
    const core::Result<QList<docker::Image>> all = co_await images.list();
    if (!all)
        co_return std::unexpected(all.error());
    co_return std::ranges::any_of(*all, [&userId](const docker::Image &image) {
        return isSavedByAnother(image, userId);
    });
}

core::Task<> checkImagesNamedIn(docker::Images images, QByteArray dockerfile,
                                std::optional<QString> userId)
{
    const QStringList names = userId ? imagesNamedIn(dockerfile) : QStringList();
    for (const QString &name : names) {
        if (name.contains('$')) {
            const core::Result<bool> others = co_await hasImagesOfOthers(images, userId);
            if (!others)
                co_return std::unexpected(others.error());
            if (*others)
                co_return core::fail(Error::Kind::Unavailable,
                                     "The Dockerfile names the image " + name
                                         + " by a variable; name it in full here.");
            continue;
        }
        const core::Result<docker::Image> there = co_await images.inspect(name);
        if (there ? isSavedByAnother(*there, userId) : isOwnName(name))
            co_return std::unexpected(noSuchImage(name));
    }
    co_return {};
}

} // namespace workspace
