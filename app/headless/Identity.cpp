// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Identity.h"

#include "Commands.h"
#include "Desk.h"
#include "composition/Configuration.h"
#include "core/Logging.h"

#include <QCoroTask>
#include <QUrlQuery>

#include <cstdio>

using namespace headless;

void headless::addIdentityFlags(QCommandLineParser &parser)
{
    parser.addOption({"user", "The user of a key, or whose keys are listed.", "id"});
    parser.addOption({"name", "What a key or a user is called.", "text"});
    parser.addOption(
        {"scope", "What a key allows: read, write, admin or metrics (repeatable).", "scope"});
    parser.addOption({"expires-in", "How long a key lives, in seconds.", "seconds"});
    parser.addOption(
        {"grace", "How long a key that is rotated still works, in seconds.", "seconds"});
    parser.addOption({"quota",
                      "What a user may have (repeatable): workspaces, runs, cost_per_day, "
                      "cost_per_month, tokens_per_day or tokens_per_month.",
                      "name=number"});
    parser.addOption({"force", "Delete a user with conversations and workspaces."});
}

namespace {

/// What one command asks the server.
struct Errand
{
    QByteArray method;
    QString path;
    QJsonObject body = {};
};

QString segment(const QString &id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id));
}

void insertNumber(QJsonObject &body, const QString &field, const QString &text)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!text.isEmpty())
        body.insert(field, isNumber ? QJsonValue(number) : QJsonValue(text));
}

std::optional<Errand> keyErrand(const QCommandLineParser &parser, const QString &verb,
                                const QString &id)
{
    QJsonObject body;
    if (verb == "create" && id.isEmpty()) {
        body.insert("user_id", parser.isSet("user") ? parser.value("user") : QString("default"));
        body.insert("name", parser.value("name"));
        if (parser.isSet("scope"))
            body.insert("scopes", QJsonArray::fromStringList(parser.values("scope")));
        insertNumber(body, "expires_in", parser.value("expires-in"));
        return Errand{"POST", "/keys", body};
    }
    if (verb == "list" && id.isEmpty())
        return Errand{"GET", "/keys?limit=100&user=" + segment(parser.value("user"))};
    if (verb == "revoke" && !id.isEmpty())
        return Errand{"DELETE", "/keys/" + segment(id)};
    if (verb == "rotate" && !id.isEmpty()) {
        insertNumber(body, "grace_seconds", parser.value("grace"));
        return Errand{"POST", "/keys/" + segment(id) + "/rotate", body};
    }
    return {};
}

/// What is no number is sent as it is, so that the server says what is wrong.
QJsonObject quotasFrom(const QStringList &texts)
{
    static const QStringList ofUser{"workspaces", "runs"};
    QJsonObject quotas;
    QJsonObject budget;
    for (const QString &text : texts) {
        const QString name = text.section('=', 0, 0);
        bool isNumber = false;
        const double number = text.section('=', 1).toDouble(&isNumber);
        const QJsonValue value = isNumber ? QJsonValue(number) : QJsonValue(text.section('=', 1));
        (ofUser.contains(name) ? quotas : budget).insert(name, value);
    }
    if (!budget.isEmpty())
        quotas.insert("budget", budget);
    return quotas;
}

std::optional<Errand> userErrand(const QCommandLineParser &parser, const QString &verb,
                                 const QString &id)
{
    const QString one = "/users/" + segment(id);
    if (verb == "create") {
        QJsonObject body{{"name", parser.value("name")}};
        if (!id.isEmpty())
            body.insert("id", id);
        if (parser.isSet("quota"))
            body.insert("quotas", quotasFrom(parser.values("quota")));
        return Errand{"POST", "/users", body};
    }
    if (verb == "list" && id.isEmpty())
        return Errand{"GET", "/users?limit=100"};
    if (id.isEmpty())
        return {};
    if (verb == "disable" || verb == "enable")
        return Errand{"PATCH", one, {{"disabled", verb == "disable"}}};
    if (verb == "quota")
        return Errand{"PATCH", one, {{"quotas", quotasFrom(parser.values("quota"))}}};
    if (verb == "delete")
        return Errand{"DELETE", one + (parser.isSet("force") ? "?force=true" : "")};
    return {};
}

QByteArray lineOf(const QJsonObject &item)
{
    const QString name = item.value("name").toString();
    const QString scopes = item.value("scopes").toVariant().toStringList().join(',');
    const bool isOver = item.value("disabled").toBool() || item.value("revoked_at").isString();
    const QString state = item.value("disabled").toBool() ? "disabled"
                          : isOver                        ? "revoked"
                          : item.value("expires_at").isString()
                              ? "until " + item.value("expires_at").toString()
                              : "in force";
    QStringList cells{item.value("id").toString()};
    if (item.contains("user_id"))
        cells << item.value("user_id").toString() << scopes;
    cells << state << name;
    return cells.join("  ").toUtf8();
}

/// A key alone stands on standard output, for scripts.
void show(const QJsonObject &answer)
{
    for (const QJsonValue &item : answer.value("items").toArray())
        std::printf("%s\n", lineOf(item.toObject()).constData());
    if (answer.value("key").isString()) {
        std::fprintf(stderr, "berthd: the key %s of the user %s is shown once:\n",
                     qPrintable(answer.value("id").toString()),
                     qPrintable(answer.value("user_id").toString()));
        std::printf("%s\n", qPrintable(answer.value("key").toString()));
    } else if (answer.contains("id")) {
        std::printf("%s\n", lineOf(answer).constData());
    }
}

/// Lists go on from page to page.
core::Task<> perform(Desk *desk, QString dataDirectory, Errand errand)
{
    const core::Result<> opened = co_await desk->open(dataDirectory);
    if (!opened)
        co_return std::unexpected(opened.error());
    QString after;
    do {
        const QString path = after.isEmpty() ? errand.path
                                             : errand.path + "&after=" + segment(after);
        const core::Result<QJsonObject> answer = co_await desk->ask(errand.method, path,
                                                                    errand.body);
        if (!answer)
            co_return std::unexpected(answer.error());
        show(*answer);
        after = answer->value("next").toString();
    } while (!after.isEmpty());
    co_return {};
}

} // namespace

int headless::identity(const composition::Configuration &configuration,
                       const QCommandLineParser &parser, const QString &noun,
                       const QStringList &words)
{
    const QString verb = words.value(0);
    const auto errand = words.size() > 2 ? std::nullopt
                        : noun == "key"  ? keyErrand(parser, verb, words.value(1))
                                         : userErrand(parser, verb, words.value(1));
    if (!errand) {
        std::fprintf(stderr, noun == "key"
                                 ? "berthd: key create, list, revoke ID or rotate ID\n"
                                 : "berthd: user create [ID], list, quota ID, disable ID, enable "
                                   "ID or delete ID\n");
        return BadUsage;
    }
    QLoggingCategory::setFilterRules("server.*.info=false\nserver.*.debug=false");
    Desk desk;
    const core::Result<> done = QCoro::waitFor(
        perform(&desk, configuration.dataDirectory(), *errand));
    if (done)
        return Fine;
    std::fprintf(stderr, "berthd: %s\n", qPrintable(done.error().message));
    return done.error().kind == core::Error::Kind::Conflict ? DirectoryTaken : Failed;
}
