// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/FileAnswer.h"

#include "api/Errors.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <QUrl>

using namespace api;
using Known = QHttpHeaders::WellKnownHeader;
using Kind = WantedBytes::Kind;

QByteArray api::disposition(const QString &name)
{
    const QByteArray encoded = QUrl::toPercentEncoding(name);
    if (encoded == name.toUtf8())
        return "attachment; filename=\"" + encoded + '"';
    QByteArray plain;
    for (const QChar character : name) {
        const bool isPlain = character.unicode() >= 0x20 && character.unicode() < 0x7f
                             && character != '"' && character != '\\';
        plain += isPlain ? char(character.unicode()) : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=utf-8''" + encoded;
}

static QByteArray lastModified(const FileFacts &file)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(file.modified / 1000, QTimeZone::UTC);
    return QLocale::c().toString(time, "ddd, dd MMM yyyy HH:mm:ss 'GMT'").toLatin1();
}

static QByteArray entityTag(const FileFacts &file)
{
    return '"' + QByteArray::number(file.modified, 16) + '-' + QByteArray::number(file.size, 16)
           + '"';
}

/// A number of bytes, or -1.
static qint64 countOf(const QByteArray &text)
{
    bool isNumber = false;
    const qint64 count = text.toLongLong(&isNumber);
    return isNumber && !text.startsWith('+') ? count : -1;
}

static WantedBytes partOf(const QByteArray &range, qint64 size)
{
    const qsizetype dash = range.indexOf('-');
    const QByteArray from = range.first(qMax<qsizetype>(dash, 0)).trimmed();
    const QByteArray to = range.sliced(dash + 1).trimmed();
    const qint64 first = countOf(from);
    const qint64 last = countOf(to);
    if (dash < 0 || (from.isEmpty() && last < 0) || (!from.isEmpty() && first < 0)
        || (!to.isEmpty() && last < 0))
        return {Kind::Malformed};
    const qint64 begin = from.isEmpty() ? qMax<qint64>(size - last, 0) : first;
    if (begin >= size)
        return {Kind::Unsatisfiable};
    const qint64 end = from.isEmpty() || to.isEmpty() ? size : qMin(last, size - 1) + 1;
    if (end <= begin)
        return {Kind::Malformed};
    return {Kind::Part, begin, end - begin};
}

WantedBytes api::wantedBytes(const QHttpHeaders &headers, const FileFacts &file)
{
    const QByteArray known = headers.combinedValue(Known::IfNoneMatch).trimmed();
    if (known == "*" || (!known.isEmpty() && known.contains(entityTag(file))))
        return {Kind::Unchanged};
    const QByteArray range = headers.combinedValue(Known::Range).trimmed();
    const QByteArray condition = headers.combinedValue(Known::IfRange).trimmed();
    const bool isMet = condition.isEmpty() || condition == entityTag(file)
                       || condition == lastModified(file);
    if (range.isEmpty() || !isMet)
        return {Kind::Whole, 0, file.size};
    if (!range.toLower().startsWith("bytes="))
        return {Kind::Malformed};
    if (range.contains(','))
        return {Kind::Whole, 0, file.size};
    return partOf(range.sliced(6).trimmed(), file.size);
}

Response api::fileAnswer(const FileFacts &file, const WantedBytes &wanted)
{
    if (wanted.kind == Kind::Malformed)
        return statusResponse(400, "The Range header must be bytes=FIRST-LAST.");
    const QByteArray size = QByteArray::number(file.size);
    if (wanted.kind == Kind::Unsatisfiable) {
        Response response = statusResponse(416);
        response.headers.append(Known::ContentRange, "bytes */" + size);
        return response;
    }
    Response response;
    response.contentType = "application/octet-stream";
    response.headers.append(Known::ContentDisposition, disposition(file.name));
    response.headers.append(Known::AcceptRanges, "bytes");
    response.headers.append(Known::LastModified, lastModified(file));
    response.headers.append(Known::ETag, entityTag(file));
    if (wanted.kind == Kind::Unchanged)
        response.status = 304;
    if (wanted.kind == Kind::Part) {
        response.status = 206;
        const qint64 last = wanted.first + wanted.size - 1;
        response.headers.append(Known::ContentRange, "bytes " + QByteArray::number(wanted.first)
                                                         + '-' + QByteArray::number(last) + '/'
                                                         + size);
    }
    return response;
}
