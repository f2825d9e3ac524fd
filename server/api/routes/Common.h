// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Request.h"
#include "core/Id.h"
#include "core/Json.h"

#include <QDateTime>
#include <QRegularExpression>

namespace api {

/// {"success": true}
struct Success
{
    bool success = true;

    static constexpr auto fields() { return std::tuple{json::field("success", &Success::success)}; }
};

/// A UUID in a path or query, with or without dashes; held with dashes.
struct Uuid
{
    QString text;
};

/// An ISO 8601 time of a query, with or without zone; held as events bear it: local, without zone.
struct Moment
{
    QString local;
};

/// A commit by 4 to 64 hexadecimal digits, so that it can never be an option of git.
struct CommitId
{
    QString text;
};

/// A page's size: 1 to 100, 100 when it is not given.
struct Limit
{
    int value = 100;
};

/// "true" or "false" decides what an answer holds.
struct IncludeSkills
{
    bool includeSkills = false;

    static constexpr auto fields()
    {
        return std::tuple{json::optional("include_skills", &IncludeSkills::includeSkills)};
    }
};

struct ConversationPath
{
    Uuid id;

    static constexpr auto fields() { return std::tuple{json::field("id", &ConversationPath::id)}; }
};

/// One wrong value of the query string, as an error.
inline std::unexpected<core::Error> wrongQuery(const QString &name, const QString &message,
                                               const QString &type = "value_error")
{
    return core::fail(core::Error::Kind::Invalid, name + ": " + message,
                      {{{"query", name}, type, message, {}}});
}

} // namespace api

template<>
struct json::Codec<api::Uuid>
{
    static void read(const QJsonValue &value, api::Uuid &out, Reader &reader)
    {
        const std::optional<QString> dashed = core::canonicalUuid(value.toString());
        if (!dashed)
            return reader.report("uuid_parsing", "is not a UUID", value);
        out.text = *dashed;
    }
    static QJsonValue write(const api::Uuid &value, Nulls) { return value.text; }
    static QJsonObject schema() { return {{"type", "string"}, {"format", "uuid"}}; }
};

template<>
struct json::Codec<api::Moment>
{
    static void read(const QJsonValue &value, api::Moment &out, Reader &reader)
    {
        // A plus sign in a query string arrives as a space.
        const QString text = value.toString().replace(' ', '+');
        const QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
        if (!moment.isValid())
            return reader.report("datetime_from_date_parsing", "expected an ISO 8601 time", value);
        out.local = moment.timeSpec() == Qt::LocalTime
                        ? text
                        : moment.toLocalTime().toString("yyyy-MM-ddTHH:mm:ss.zzz") + "000";
    }
    static QJsonValue write(const api::Moment &value, Nulls) { return value.local; }
    static QJsonObject schema() { return {{"type", "string"}, {"format", "date-time"}}; }
};

template<>
struct json::Codec<api::CommitId>
{
    static void read(const QJsonValue &value, api::CommitId &out, Reader &reader)
    {
        static const QRegularExpression pattern(R"(\A[0-9a-fA-F]{4,64}\z)");
        if (!pattern.match(value.toString()).hasMatch())
            return reader.report("string_pattern_mismatch", "expected 4 to 64 hexadecimal digits",
                                 value);
        out.text = value.toString();
    }
    static QJsonValue write(const api::CommitId &value, Nulls) { return value.text; }
    static QJsonObject schema() { return {{"type", "string"}, {"pattern", "^[0-9a-fA-F]{4,64}$"}}; }
};

template<>
struct json::Codec<api::Limit>
{
    static void read(const QJsonValue &value, api::Limit &out, Reader &reader)
    {
        bool isNumber = false;
        const int number = value.isString() ? value.toString().toInt(&isNumber) : value.toInt();
        if (!isNumber && !value.isDouble())
            return reader.report("int_parsing", "expected a whole number", value);
        if (number < 1)
            return reader.report("greater_than", "must be at least 1", value);
        if (number > 100)
            return reader.report("less_than_equal", "must be at most 100", value);
        out.value = number;
    }
    static QJsonValue write(const api::Limit &value, Nulls) { return value.value; }
    static QJsonObject schema() { return {{"type", "integer"}, {"minimum", 1}, {"maximum", 100}}; }
};
