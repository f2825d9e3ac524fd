// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/Truncate.h"

#include <QCryptographicHash>

namespace tools {

static constexpr QLatin1StringView openingTag("<response clipped>");
static constexpr QLatin1StringView closingTag("</NOTE>");

QString clippedNotice()
{
    return openingTag
           + "<NOTE>Only the beginning and the end of this response are shown, to save room."
           + closingTag;
}

static QString savedNotice(const QString &path, qsizetype line)
{
    return openingTag
           + QString("<NOTE>Only the beginning and the end of this response are shown, to save "
                     "room. The whole "
                     "of it is in %1; the part that is left out begins at line %2 of that file.")
                 .arg(path, QString::number(line))
           + closingTag;
}

/// How many code points stay before a notice of @p noticeLength.
static qsizetype headLength(qsizetype limit, qsizetype noticeLength)
{
    return (limit - noticeLength + 1) / 2;
}

static QString joined(const std::u32string &text, qsizetype head, const QString &notice,
                      qsizetype tail)
{
    return QString::fromStdU32String(text.substr(0, head)) + notice
           + QString::fromStdU32String(text.substr(text.size() - tail));
}

/// Sizes in UTF-16 units are never smaller than in code points, so most texts need no conversion.
static bool fits(const QString &text, qsizetype limit)
{
    return text.size() <= limit || std::ssize(text.toStdU32String()) <= limit;
}

QString truncated(const QString &text, qsizetype limit, const QString &notice)
{
    if (fits(text, limit))
        return text;
    const std::u32string codePoints = text.toStdU32String();
    const qsizetype noticeLength = std::ssize(notice.toStdU32String());
    if (noticeLength >= limit)
        return QString::fromStdU32String(notice.toStdU32String().substr(0, limit));
    const qsizetype head = headLength(limit, noticeLength);
    return joined(codePoints, head, notice, limit - noticeLength - head);
}

static QString outputPath(const QString &text, const QString &directory, const QString &prefix)
{
    const QByteArray digest =
        QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QString("%1/%2_output_%3.txt")
        .arg(directory, prefix, QString::fromLatin1(digest.first(8)));
}

Clipped truncatedIntoFile(const QString &text, qsizetype limit, const QString &directory,
                          const QString &prefix)
{
    if (fits(text, limit))
        return {text, {}};
    const std::u32string codePoints = text.toStdU32String();
    const QString path = outputPath(text, directory, prefix);
    const qsizetype head = headLength(limit, std::ssize(clippedNotice().toStdU32String()));
    const qsizetype line = std::count(codePoints.begin(), codePoints.begin() + head, U'\n') + 1;
    const QString notice = savedNotice(path, line);
    const qsizetype remaining = limit - std::ssize(notice.toStdU32String());
    if (remaining <= 0)
        return {truncated(text, limit, notice), path};
    const qsizetype shownHead = std::min(head, remaining);
    return {joined(codePoints, shownHead, notice, remaining - shownHead), path};
}

QString fitted(const QString &text, qsizetype limit)
{
    if (fits(text, limit))
        return text;
    const qsizetype opening = text.indexOf(openingTag);
    const qsizetype closing = opening < 0 ? -1 : text.indexOf(closingTag, opening);
    if (closing < 0)
        return truncated(text, limit);
    const QString kept = text.first(closing + closingTag.size());
    const std::u32string rest = text.sliced(kept.size()).toStdU32String();
    const qsizetype excess = std::ssize(text.toStdU32String()) - limit;
    if (excess > std::ssize(rest))
        return truncated(text, limit);
    return kept + QString::fromStdU32String(rest.substr(excess));
}

} // namespace tools
