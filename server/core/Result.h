// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <array>
#include <expected>

namespace core {

/// One wrong field of an input: where it is, a short machine word, a sentence, and what was there.
struct Problem
{
    QJsonArray path; ///< field names and array indices, outermost first
    QString type;    ///< "missing", "string_type", "extra_forbidden", ...
    QString message;
    QJsonValue input;
};

/// Why an operation failed. The message is one sentence for a person and never holds a secret.
struct Error
{
    enum class Kind {
        Invalid,
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict,
        TooLarge,
        RateLimited,
        Cancelled,
        Timeout,
        Unavailable,
        Upstream,
        Internal,
    };
    Kind kind = Kind::Internal;
    QString message;
    QList<Problem> problems = {};
};

/// Every kind, for tables that must have a row for each.
inline constexpr std::array allErrorKinds{
    Error::Kind::Invalid,     Error::Kind::Unauthorized, Error::Kind::Forbidden,
    Error::Kind::NotFound,    Error::Kind::Conflict,     Error::Kind::TooLarge,
    Error::Kind::RateLimited, Error::Kind::Cancelled,    Error::Kind::Timeout,
    Error::Kind::Unavailable, Error::Kind::Upstream,     Error::Kind::Internal,
};

template<typename T = void>
using Result = std::expected<T, Error>;

/// The failed result of any Result<T>: `return fail(Error::Kind::NotFound, "...")`.
inline std::unexpected<Error> fail(Error::Kind kind, QString message, QList<Problem> problems = {})
{
    return std::unexpected(Error{kind, std::move(message), std::move(problems)});
}

} // namespace core
