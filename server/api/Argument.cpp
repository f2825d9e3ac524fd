// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Argument.h"

using namespace api;

std::optional<bool> detail::boolFromText(const QString &text)
{
    const QString word = text.toLower();
    if (word == "true" || word == "1" || word == "yes" || word == "on")
        return true;
    if (word == "false" || word == "0" || word == "no" || word == "off")
        return false;
    return {};
}

QJsonValue detail::integerFromText(const QString &text)
{
    bool fits = false;
    const qint64 number = text.toLongLong(&fits);
    return fits ? QJsonValue(number) : QJsonValue(text);
}

QJsonValue detail::numberFromText(const QString &text)
{
    bool fits = false;
    const double number = text.toDouble(&fits);
    return fits ? QJsonValue(number) : QJsonValue(text);
}

// Clients tell text that could not be read from a value of another type.
static QString clientType(const core::Problem &problem)
{
    static const QHash<QString, QString> parsing{{"int_type", "int_parsing"},
                                                 {"bool_type", "bool_parsing"},
                                                 {"float_type", "float_parsing"}};
    if (problem.type == "model_type")
        return "model_attributes_type";
    if (problem.type == "int_type" && problem.input.isDouble())
        return "int_from_float";
    return problem.input.isString() ? parsing.value(problem.type, problem.type) : problem.type;
}

void detail::collect(const json::Reader &reader, const QString &place,
                     QList<core::Problem> &problems)
{
    for (core::Problem problem : reader.problems()) {
        problem.path.prepend(place);
        problem.type = clientType(problem);
        problems.append(problem);
    }
}

QMap<QString, QStringList> detail::pathTexts(const Request &request)
{
    QMap<QString, QStringList> texts;
    for (auto it = request.pathValues.begin(); it != request.pathValues.end(); ++it)
        texts.insert(it.key(), {it.value()});
    return texts;
}

QMap<QString, QStringList> detail::queryTexts(const Request &request)
{
    QMap<QString, QStringList> texts;
    for (const auto &[key, value] : queryPairs(request.query)) {
        if (key != "session_api_key") // a credential, which the chain has taken
            texts[key].append(value);
    }
    return texts;
}

std::optional<QJsonValue> detail::bodyJson(const Request &request, QList<core::Problem> &problems)
{
    if (request.body.isEmpty())
        return QJsonObject();
    const core::Result<QJsonValue> value = json::parse(request.body);
    if (value)
        return *value;
    problems.append({{"body"}, "json_invalid", value.error().message, {}});
    return {};
}
