// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Sample.h"

#include <QCryptographicHash>
#include <QTemporaryFile>

using namespace test;
using core::Error;

QList<api::Route> Sample::table()
{
    using enum api::Method;
    using api::route;
    return {
        route(Get, "/alive", "readAlive", this, &Sample::alive, {.scope = api::Scope::Public}),
        route(Get, "/items", "listItems", this, &Sample::list, {.summary = "Lists <items>"}),
        route(Get, "/items/search", "searchItems", this, &Sample::search),
        route(Get, "/items/{id}", "readItem", this, &Sample::read),
        route(Delete, "/items/{id}", "removeItem", this, &Sample::remove),
        route(Post, "/orders", "order", this, &Sample::order, {.bodyLimit = 1024}),
        route(Post, "/options", "configure", this, &Sample::configure,
              {.nulls = json::Nulls::Omit}),
        route(Post, "/run", "run", this, &Sample::run),
        route(Get, "/wait", "wait", this, &Sample::wait),
        route(Get, "/fails/{id}", "fail", this, &Sample::fails),
        route(Post, "/echo", "echo", this, &Sample::echo),
        route(Post, "/upload", "upload", this, &Sample::upload),
        route(Get, "/download", "download", this, &Sample::download),
        route(Get, "/follow", "follow", this, &Sample::follow),
        route(Get, "/follow-five", "followFive", this, &Sample::followFive),
        route(Get, "/page/{path...}", "readPage", this, &Sample::alive,
              {.scope = api::Scope::KeyOrCookie, .origins = api::AllowedOrigins::Any}),
        api::socketRoute("/sockets/{id}", "openSocket", this, &Sample::open),
        api::socketRoute("/commands/{id}", "openCommands", this, &Sample::open,
                         {.access = api::Access::Write}),
        route(Post, "/found", "find", this, &Sample::alive, {.access = api::Access::Read}),
        route(Get, "/users", "listUsers", this, &Sample::alive, {.access = api::Access::Admin}),
        route(Get, "/metrics", "readMetrics", this, &Sample::alive,
              {.access = api::Access::Metrics}),
    };
}

core::Task<ById> Sample::read(api::Path<ById> path)
{
    co_return *path;
}

core::Task<ById> Sample::search()
{
    co_return ById{"found by search"};
}

core::Task<Filter> Sample::list(api::Query<Filter> query)
{
    co_return *query;
}

core::Task<Order> Sample::order(api::Caller caller, api::Body<Order> body)
{
    steps.append(caller.userId);
    if (body->name == "taken")
        co_return core::fail(Error::Kind::Invalid, "no",
                             {{{"name"}, "value_error", "is taken", "taken"}});
    co_return *body;
}

core::Task<api::Reply<Options, 201>> Sample::configure(api::Body<Options> body)
{
    api::Reply<Options, 201> reply{*body, 201, {}, {}};
    reply.headers.append("X-Made", "yes");
    co_return reply;
}

core::Task<> Sample::remove(api::Path<ById>)
{
    co_return {};
}

core::Task<QString> Sample::alive()
{
    co_return QString("yes");
}

core::Task<api::Reply<QString>> Sample::run()
{
    steps.append("handled");
    co_return api::Reply<QString>{"started", 200, {}, [this] { steps.append("sent"); }};
}

core::Task<QString> Sample::wait(api::Caller caller)
{
    lastStop = caller.stop;
    ++started;
    co_await release;
    ++completed;
    co_return QString("waited");
}

core::Task<QString> Sample::fails(api::Path<ById> path)
{
    if (path->id == "throw")
        throw std::runtime_error("a secret detail");
    const Error::Kind kind = core::allErrorKinds.at(static_cast<size_t>(path->id.toInt()));
    co_return core::fail(kind, "It did not work.");
}

core::Task<api::RawBody> Sample::echo(api::RawBody body)
{
    co_return body;
}

core::Task<QString> Sample::upload(api::Upload upload)
{
    core::Result<api::UploadedFile> file = upload.file("file");
    if (!file)
        co_return std::unexpected(file.error());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(file->content.get());
    uploadedBytes = file->size;
    uploadedHash = hash.result();
    co_return file->fileName + ' ' + upload.fields.value("note");
}

core::Task<api::Response> Sample::download()
{
    auto file = std::make_shared<QTemporaryFile>();
    std::ignore = file->open();
    file->resize(64 * 1024 * 1024);
    api::Response response;
    response.contentType = "application/octet-stream";
    response.stream = file;
    co_return response;
}

core::Task<api::Response> Sample::follow()
{
    api::Response response;
    response.contentType = "text/plain";
    response.stream = pipe;
    co_return response;
}

core::Task<api::Response> Sample::followFive()
{
    api::Response response;
    response.contentType = "text/plain";
    response.stream = pipe;
    response.streamSize = 5;
    co_return response;
}

void Sample::open(api::Caller caller, std::shared_ptr<api::Socket> opened, api::Path<ById> path,
                  api::Query<Filter> query)
{
    socket = opened;
    sockets.append(opened);
    socketUser = caller.userId;
    api::Socket *raw = opened.get();
    QObject::connect(raw, &api::Socket::textReceived, raw,
                     [raw](const QString &text) { raw->sendText("echo " + text.toUtf8()); });
    mayWrite = caller.may(api::Access::Write);
    raw->sendText("hello " + path->id.toUtf8() + ' '
                  + QByteArray::number(query->limit.value_or(0)));
}

std::optional<api::Principal> test::principalOf(const QByteArray &key)
{
    if (key == "the-right-key")
        return api::Principal{"ada", "k1", {"write"}};
    if (key.startsWith("scope "))
        return api::Principal{"ada", "k2", {QString::fromUtf8(key.sliced(6))}};
    return {};
}

std::unique_ptr<api::Server> test::serve(Sample &sample, api::Options options)
{
    options.port = 0;
    auto server = std::make_unique<api::Server>(options, sample.table(), principalOf);
    const core::Result<> listening = server->listen();
    if (!listening)
        qFatal("%s", qPrintable(listening.error().message));
    return server;
}
