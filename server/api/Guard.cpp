// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Guard.h"

using namespace api;
using Known = QHttpHeaders::WellKnownHeader;

static bool isPlainLength(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= 18
           && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

static std::optional<Refusal> inspectTarget(const net::HttpHead &head, Request &request)
{
    if (head.majorVersion != 1)
        return Refusal{505, {}};
    const std::optional<Method> method = methodFromName(head.method);
    if (!method)
        return Refusal{501, "The method is not implemented."};
    if (!head.target.startsWith('/') && (head.target != "*" || *method != Method::Options))
        return Refusal{400, "The target must be a path."};
    const qsizetype question = head.target.indexOf('?');
    request.method = *method;
    request.path = question < 0 ? head.target : head.target.first(question);
    request.query = question < 0 ? QByteArray() : head.target.sliced(question + 1);
    if (request.path.contains('#') || request.query.contains('#'))
        return Refusal{400, "A target has no fragment."};
    return {};
}

static std::optional<Refusal> inspectBody(const net::HttpHead &head, Exchange &exchange)
{
    const QList<QByteArray> lengths = head.headers.values(Known::ContentLength);
    const QList<QByteArray> codings = head.headers.values(Known::TransferEncoding);
    if (lengths.size() > 1 || (lengths.size() == 1 && !isPlainLength(lengths.first())))
        return Refusal{400, "Content-Length must be one plain number."};
    if (!lengths.isEmpty() && !codings.isEmpty())
        return Refusal{400, "A body has Content-Length or Transfer-Encoding, not both."};
    if (codings.size() > 1 || (codings.size() == 1 && codings.first().toLower() != "chunked"))
        return Refusal{codings.size() > 1 ? 400 : 501, "The only transfer encoding is chunked."};
    if (!codings.isEmpty() && head.minorVersion == 0)
        return Refusal{400, "HTTP/1.0 has no chunked bodies."};
    if (!lengths.isEmpty())
        exchange.contentLength = lengths.first().toLongLong();
    exchange.hasBody = !codings.isEmpty() || exchange.contentLength.value_or(0) > 0;
    return {};
}

static std::optional<Refusal> inspectExpectation(const net::HttpHead &head, Exchange &exchange)
{
    const QByteArray expectation = head.headers.combinedValue(Known::Expect).toLower();
    if (!expectation.isEmpty() && expectation != "100-continue")
        return Refusal{417, {}};
    exchange.expectsContinue = !expectation.isEmpty() && !exchange.isHttp10 && exchange.hasBody;
    return {};
}

std::optional<Refusal> api::inspect(const net::HttpHead &head, Exchange &exchange)
{
    exchange.methodName = head.method;
    exchange.isHttp10 = head.minorVersion == 0;
    exchange.request->headers = head.headers;
    if (std::optional<Refusal> refusal = inspectTarget(head, *exchange.request))
        return refusal;
    if (head.headers.values(Known::Host).size() != 1)
        return Refusal{400, "A request names exactly one Host."};
    if (std::optional<Refusal> refusal = inspectBody(head, exchange))
        return refusal;
    const QByteArrayList protocols =
        head.headers.combinedValue(Known::Upgrade).toLower().split(',');
    exchange.isUpgrade = head.upgrades && exchange.request->method == Method::Get
                         && !exchange.hasBody && protocols.size() == 1
                         && protocols.first().trimmed() == "websocket";
    return inspectExpectation(head, exchange);
}

Refusal api::refusalOf(net::HttpGrammar::Failure failure)
{
    using Failure = net::HttpGrammar::Failure;
    switch (failure) {
    case Failure::UnknownMethod: return {501, "The method is not implemented."};
    case Failure::UnknownVersion: return {505, {}};
    case Failure::TargetTooLong: return {414, {}};
    case Failure::HeadTooLarge: return {431, {}};
    case Failure::None:
    case Failure::Malformed: break;
    }
    return {400, "The request is not valid HTTP/1.1."};
}
