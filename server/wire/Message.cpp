// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Message.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace wire {

namespace {

using Type = Value::Type;

bool isAbsentOr(const Value &value, Type type)
{
    return value.isNull() || value.is(type);
}

std::string_view codeOf(int errnum)
{
    switch (errnum) {
    case ENOENT: return code::notFound;
    case ESRCH: return code::notFound;
    case EEXIST: return code::exists;
    case EACCES: return code::permission;
    case EPERM: return code::permission;
    case EROFS: return code::permission;
    case ENOTDIR: return code::notDirectory;
    case EISDIR: return code::isDirectory;
    case ENOTEMPTY: return code::notEmpty;
    case ENOSPC: return code::noSpace;
    case EDQUOT: return code::noSpace;
    case EFBIG: return code::tooLarge;
    case EINVAL: return code::invalid;
    case ENAMETOOLONG: return code::invalid;
    case ELOOP: return code::invalid;
    case EMFILE: return code::limit;
    case ENFILE: return code::limit;
    case EAGAIN: return code::limit;
    default: return code::io;
    }
}

// The map within the payload, if it is one.
std::expected<Value, Fault> decodeMessage(std::string_view payload)
{
    auto value = Value::decode(payload);
    if (value && !value->is(Type::Map))
        return std::unexpected(Fault::WrongShape);
    return value;
}

} // namespace

std::string Request::encode() const
{
    Value message = Value::map({{"op", op}, {"args", args}});
    if (!opid.empty())
        message.set("opid", Value::bytes(opid));
    if (deadlineMs > 0)
        message.set("deadline_ms", deadlineMs);
    return message.encode();
}

std::expected<Request, Fault> Request::decode(std::string_view payload)
{
    const auto message = decodeMessage(payload);
    if (!message)
        return std::unexpected(message.error());
    const Value &args = (*message)["args"];
    const Value &opid = (*message)["opid"];
    const Value &deadline = (*message)["deadline_ms"];
    const bool isFine = (*message)["op"].is(Type::Text) && isAbsentOr(args, Type::Map)
                        && isAbsentOr(opid, Type::Bytes) && opid.string().size() <= 16
                        && isAbsentOr(deadline, Type::Integer);
    if (!isFine)
        return std::unexpected(Fault::WrongShape);
    return Request{.op = std::string((*message)["op"].string()),
                   .args = args,
                   .opid = std::string(opid.string()),
                   .deadlineMs = deadline.integer()};
}

Failure Failure::fromErrno(int errnum, std::string_view what)
{
    const char *description = ::strerrordesc_np(errnum); // never translated, unlike strerror()
    return {.code = std::string(codeOf(errnum)),
            .errnum = errnum,
            .message = std::string(what) + ": " + (description ? description : "Unknown error")};
}

std::string Response::encode() const
{
    if (result)
        return Value::map({{"ok", *result}}).encode();
    const Failure &failure = result.error();
    return Value::map({{"err", Value::map({{"code", failure.code},
                                           {"errno", failure.errnum},
                                           {"msg", failure.message}})}})
        .encode();
}

std::expected<Response, Fault> Response::decode(std::string_view payload)
{
    const auto message = decodeMessage(payload);
    if (!message)
        return std::unexpected(message.error());
    if (message->contains("ok") && !message->contains("err"))
        return Response{(*message)["ok"]};
    const Value &failure = (*message)["err"];
    // A message may quote a file name that is not UTF-8, so bytes are fine there.
    if (!failure["code"].is(Type::Text) || !failure["msg"].isString())
        return std::unexpected(Fault::WrongShape);
    return Response{std::unexpected(Failure{.code = std::string(failure["code"].string()),
                                            .errnum = static_cast<int>(failure["errno"].integer()),
                                            .message = std::string(failure["msg"].string())})};
}

std::string Open::encode() const
{
    return Value::map({{"kind", kind}, {"host", host}, {"port", port}}).encode();
}

std::expected<Open, Fault> Open::decode(std::string_view payload)
{
    constexpr std::size_t longestHost = 1024;
    const auto message = decodeMessage(payload);
    if (!message)
        return std::unexpected(message.error());
    const Value &host = (*message)["host"];
    const Value &port = (*message)["port"];
    const bool isFine = (*message)["kind"].is(Type::Text) && host.is(Type::Text)
                        && host.string().size() <= longestHost && port.is(Type::Integer)
                        && port.integer() >= 0 && port.integer() <= 65535;
    if (!isFine)
        return std::unexpected(Fault::WrongShape);
    return Open{.kind = std::string((*message)["kind"].string()),
                .host = std::string(host.string()),
                .port = static_cast<int>(port.integer())};
}

std::string Hello::encode() const
{
    Value message = Value::map({{"min", min}, {"max", max}, {"client", client}, {"token", token}});
    if (isResumable)
        message.set("resumable", true);
    if (!session.empty()) {
        message.set("session", session);
        message.set("received", received);
    }
    return message.encode();
}

std::expected<Hello, Fault> Hello::decode(std::string_view payload)
{
    const auto message = decodeMessage(payload);
    if (!message)
        return std::unexpected(message.error());
    const Value &min = (*message)["min"];
    const Value &max = (*message)["max"];
    const Value &received = (*message)["received"];
    if (!min.is(Type::Integer) || !max.is(Type::Integer) || !isAbsentOr(received, Type::Integer)
        || received.integer() < 0)
        return std::unexpected(Fault::WrongShape);
    return Hello{.min = static_cast<int>(min.integer()),
                 .max = static_cast<int>(max.integer()),
                 .client = std::string((*message)["client"].string()),
                 .token = std::string((*message)["token"].string()),
                 .isResumable = (*message)["resumable"].boolean(),
                 .session = std::string((*message)["session"].string()),
                 .received = received.integer()};
}

std::string Welcome::encode() const
{
    Value list = Value::array();
    for (const std::string &feature : features)
        list.append(feature);
    Value message = Value::map({{"version", version},
                                {"boot", boot},
                                {"build", build},
                                {"pid", pid},
                                {"uid", uid},
                                {"arch", arch},
                                {"kernel", kernel},
                                {"features", list},
                                {"now_ms", nowMs}});
    if (!session.empty())
        message.set("session", session);
    if (isResumed) {
        message.set("resumed", true);
        message.set("received", received);
    }
    return message.encode();
}

std::expected<Welcome, Fault> Welcome::decode(std::string_view payload)
{
    const auto message = decodeMessage(payload);
    if (!message)
        return std::unexpected(message.error());
    const Value &m = *message;
    const Value &received = m["received"];
    if (!m["version"].is(Type::Integer) || !m["boot"].is(Type::Text)
        || !isAbsentOr(received, Type::Integer) || received.integer() < 0)
        return std::unexpected(Fault::WrongShape);
    Welcome welcome{.version = static_cast<int>(m["version"].integer()),
                    .boot = std::string(m["boot"].string()),
                    .build = std::string(m["build"].string()),
                    .pid = m["pid"].integer(),
                    .uid = m["uid"].integer(),
                    .arch = std::string(m["arch"].string()),
                    .kernel = std::string(m["kernel"].string()),
                    .features = {},
                    .nowMs = m["now_ms"].integer(),
                    .session = std::string(m["session"].string()),
                    .isResumed = m["resumed"].boolean(),
                    .received = received.integer()};
    for (const Value &feature : m["features"].items())
        welcome.features.emplace_back(feature.string());
    return welcome;
}

} // namespace wire
