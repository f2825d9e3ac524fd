// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"

namespace api {

/// What an answer says of the file that it holds.
struct FileFacts
{
    QString name;
    qint64 size = 0;
    qint64 modified = 0; ///< microseconds since 1970
};

/// The bytes of a file that a request asks for.
struct WantedBytes
{
    enum class Kind { Whole, Part, Unsatisfiable, Malformed, Unchanged };
    Kind kind = Kind::Whole;
    qint64 first = 0;
    qint64 size = 0;
};

/// A Content-Disposition that may hold any file name (RFC 6266).
QByteArray disposition(const QString &name);

/// Reads If-None-Match, Range and If-Range. Several ranges count as none, so the whole file is the
/// answer.
WantedBytes wantedBytes(const QHttpHeaders &headers, const FileFacts &file);

/// The answer without its stream: status 200, 206, 304, 400 or 416 and the headers. Set its stream
/// and streamSize when the status is below 300.
Response fileAnswer(const FileFacts &file, const WantedBytes &wanted);

} // namespace api
