// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Argument.h"
#include "api/Errors.h"
#include "api/Request.h"
#include "core/Async.h"
#include "core/Json.h"

#include <tuple>

/// The route table. A row says method, path, operation and handler; the handler's C++ signature
/// supplies decoding, encoding and the schemas of /openapi.json:
///
///     route(Get, "/api/conversations/{id}", "readConversation", this, &Conversations::read)
///     core::Task<model::Conversation> read(api::Caller caller, api::Path<ById> path);
///
/// A handler is a member coroutine whose parameters are any of Caller, Path<T>, Query<T>, Body<T>,
/// RawBody, Spooled and Upload, by value; it returns core::Task<Out> with Out a JSON type,
/// Reply<T, Statuses...>, Response, Empty or void (204).
namespace api {

class Socket;

/// Who may call a route. The cookie is oh_workspace_session_key.
enum class Scope { Public, Key, KeyOrCookie };

/// Which origins a browser may call a route from.
enum class AllowedOrigins { Trusted, Any };

/// What a request gets that repeats one with the same Idempotency-Key: the answer again, or, where
/// that holds what is shown once, 409.
enum class Repetition { SameAnswer, NoSecret };

inline constexpr qint64 defaultBodyLimit = 16LL * 1024 * 1024;
inline constexpr qint64 largeBodyLimit = 64LL * 1024 * 1024;
inline constexpr qint64 unlimitedBody = std::numeric_limits<qint64>::max();

struct RouteOptions
{
    Scope scope = Scope::Key;
    Access access = Access::ByMethod;
    /// Bytes; a route that takes an Upload or a Spooled has no limit unless set.
    qint64 bodyLimit = defaultBodyLimit;
    AllowedOrigins origins = AllowedOrigins::Trusted;
    json::Nulls nulls = json::Nulls::Keep;
    QString summary = {};
    QString tag = {};
    /// What a success is called in the record of changes, such as "key.create"; empty: nothing
    /// that is recorded.
    QString audit = {};
    Repetition repetition = Repetition::SameAnswer;
};

/// The same options, for a route whose success is recorded as @p action.
inline RouteOptions audited(RouteOptions options, const QString &action)
{
    options.audit = action;
    return options;
}

/// The same options, for a route whose success holds what is shown once.
inline RouteOptions shownOnce(RouteOptions options)
{
    options.repetition = Repetition::NoSecret;
    return options;
}

/// Runs once a socket is authenticated.
using SocketOpener = std::function<void(const Caller &caller, std::shared_ptr<Socket> socket)>;

/// One row of the table. `{name}` in the path is one segment, `{name...}` at its end the rest of
/// the path.
struct Route
{
    Method method = Method::Get;
    QString path;
    QString operation;
    RouteOptions options;
    bool takesUpload = false;
    bool takesSpooled = false;
    /// Statuses besides those of the handler's signature, such as 304 of a row that is tagged.
    QList<int> alsoAnswers = {};
    Signature (*describe)() = nullptr;
    std::function<core::Task<Response>(std::shared_ptr<Request> request)> handle = {};
    /// Set on WebSocket routes, alone or beside @c handle: checks path and query before the
    /// upgrade.
    std::function<core::Result<SocketOpener>(const Request &request)> open = {};

    /// Whether it can do nothing without an upgrade.
    bool isSocket() const { return open != nullptr && handle == nullptr; }
    /// What a key must allow; never ByMethod.
    Access access() const;
};

namespace detail {

template<typename T>
Response encode(const T &value, json::Nulls nulls)
{
    Response response;
    response.body = json::text(json::write(value, nulls));
    return response;
}

template<typename T, int... Statuses>
Response encode(const Reply<T, Statuses...> &reply, json::Nulls nulls)
{
    Q_ASSERT_X(reply.statuses().contains(reply.status), "encode",
               "a status that nobody was told of");
    Response response = encode(reply.value, nulls);
    response.status = reply.status;
    response.headers = reply.headers;
    response.afterSent = reply.afterSent;
    return response;
}

inline Response encode(const Response &response, json::Nulls)
{
    return response;
}

inline Response encode(const Empty &, json::Nulls)
{
    return Response{
        .status = 204, .contentType = {}, .body = {}, .stream = {}, .headers = {}, .afterSent = {}};
}

template<typename T>
struct Output
{
    static void describe(Signature &signature) { signature.responseSchema = json::schema<T>(); }
};

template<typename T>
struct Output<QList<std::optional<T>>>
{
    static void describe(Signature &signature)
    {
        const QJsonObject nothing{{"type", "null"}};
        const QJsonObject item{{"anyOf", QJsonArray{json::schema<T>(), nothing}}};
        signature.responseSchema = QJsonObject{{"type", "array"}, {"items", item}};
    }
};

template<typename T, int... Statuses>
struct Output<Reply<T, Statuses...>>
{
    static void describe(Signature &signature)
    {
        Output<T>::describe(signature);
        signature.statuses = Reply<T, Statuses...>::statuses();
    }
};

template<>
struct Output<Response>
{
    static void describe(Signature &) {}
};

template<>
struct Output<Empty>
{
    static void describe(Signature &signature) { signature.statuses = {204}; }
};

template<>
struct Output<void> : Output<Empty>
{
};

template<typename Out, typename... Arguments>
Signature describe()
{
    Signature signature;
    (Argument<Arguments>::describe(signature), ...);
    Output<Out>::describe(signature);
    return signature;
}

template<typename Class, typename Out, typename... Arguments>
core::Task<Response> invoke(Class *owner, core::Task<Out> (Class::*handler)(Arguments...),
                            json::Nulls nulls, std::shared_ptr<Request> request)
{
    QList<core::Problem> problems;
    std::tuple<Arguments...> arguments{Argument<Arguments>::take(*request, problems)...};
    if (!problems.isEmpty())
        co_return std::unexpected(json::readingError(problems));
    core::Task<Out> task = std::apply([owner, handler](Arguments &...each) {
        return (owner->*handler)(std::move(each)...);
    }, arguments);
    core::Result<Out> result = co_await task;
    if (!result)
        co_return std::unexpected(located(result.error(), "body"));
    if constexpr (std::is_void_v<Out>)
        co_return encode(Empty{}, nulls);
    else
        co_return encode(*result, nulls);
}

template<typename Class, typename... Arguments>
core::Result<SocketOpener> prepare(Class *owner,
                                   void (Class::*handler)(Caller, std::shared_ptr<Socket>,
                                                          Arguments...),
                                   Request request)
{
    QList<core::Problem> problems;
    std::tuple<Arguments...> arguments{Argument<Arguments>::take(request, problems)...};
    if (!problems.isEmpty())
        return std::unexpected(json::readingError(problems));
    return SocketOpener(
        [owner, handler, arguments](const Caller &caller, std::shared_ptr<Socket> socket) {
        std::apply([&](const Arguments &...each) { (owner->*handler)(caller, socket, each...); },
                   arguments);
    });
}

} // namespace detail

template<typename Class, typename Out, typename... Arguments>
Route route(Method method, const QString &path, const QString &operation,
            std::type_identity_t<Class> *owner,
            QCoro::Task<core::Result<Out>> (Class::*handler)(Arguments...),
            RouteOptions options = {})
{
    Route row{method, path, operation, options};
    row.takesUpload = (std::is_same_v<Arguments, Upload> || ...);
    row.takesSpooled = (std::is_same_v<Arguments, Spooled> || ...);
    if ((row.takesUpload || row.takesSpooled) && options.bodyLimit == defaultBodyLimit)
        row.options.bodyLimit = unlimitedBody;
    row.describe = &detail::describe<Out, Arguments...>;
    row.handle = [owner, handler, nulls = options.nulls](std::shared_ptr<Request> request) {
        return detail::invoke<Class, Out, Arguments...>(owner, handler, nulls, std::move(request));
    };
    return row;
}

/// A WebSocket route; the handler is `void open(Caller, std::shared_ptr<Socket>, Path<T>,
/// Query<T>)` with any arguments after the socket.
template<typename Class, typename... Arguments>
Route socketRoute(const QString &path, const QString &operation, std::type_identity_t<Class> *owner,
                  void (Class::*handler)(Caller, std::shared_ptr<Socket>, Arguments...),
                  RouteOptions options = {})
{
    Route row{Method::Get, path, operation, options};
    row.describe = &detail::describe<Response, Arguments...>;
    row.open = [owner, handler](const Request &request) {
        return detail::prepare<Class, Arguments...>(owner, handler, request);
    };
    return row;
}

/// One row that answers @p row's requests, and whose upgrades become sockets of @p socket.
inline Route withSocket(Route row, const Route &socket)
{
    row.open = socket.open;
    row.alsoAnswers += {101, 426};
    return row;
}

} // namespace api
