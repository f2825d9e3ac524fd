// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "HttpHead.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace {

constexpr std::size_t longestHost = 255;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool startsIgnoringCase(std::string_view text, std::string_view start)
{
    return equalsIgnoringCase(text.substr(0, start.size()), start);
}

std::optional<int> portFrom(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.size() > 5 || number < 1
        || number > 65535)
        return {};
    return number;
}

bool isToken(std::string_view text)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [others](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9')
               || others.find(c) != std::string_view::npos;
    });
}

bool isPrintable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) != 0x7f;
    });
}

// The first line of `rest`, without its end.
std::string_view takeLine(std::string_view &rest)
{
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    return line;
}

// What concerns the connection to the proxy, and the Host, which the address says.
bool isForProxy(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"host", "connection", "keep-alive", "te",
                                                    "upgrade"};
    return startsIgnoringCase(name, "proxy-")
           || std::ranges::any_of(names, [name](std::string_view each) {
        return equalsIgnoringCase(name, each);
    });
}

std::unexpected<ProxyRequest::Refusal> refusal(std::string_view message)
{
    return std::unexpected(ProxyRequest::Refusal{400, std::string(message)});
}

std::string_view reasonOf(int status)
{
    switch (status) {
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 408: return "Request Timeout";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Bad Gateway";
    }
}

} // namespace

bool isHostText(std::string_view text)
{
    return !text.empty() && text.size() <= longestHost
           && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<Authority> Authority::from(std::string_view text, int fallback)
{
    const bool isBracketed = text.starts_with('[');
    const std::size_t end = isBracketed ? text.find(']') : text.find(':');
    if (isBracketed && end == std::string_view::npos)
        return {};
    const std::string_view host = isBracketed ? text.substr(1, end - 1) : text.substr(0, end);
    std::string_view rest = end == std::string_view::npos
                                ? std::string_view()
                                : text.substr(end + (isBracketed ? 1 : 0));
    if (!isHostText(host) || host.find_first_of("[]@/\\?#") != std::string_view::npos)
        return {};
    if (rest.empty() && fallback > 0)
        return Authority{std::string(host), fallback};
    if (!rest.starts_with(':'))
        return {};
    rest.remove_prefix(1);
    const auto port = portFrom(rest);
    return port ? std::optional(Authority{std::string(host), *port}) : std::nullopt;
}

std::expected<ProxyRequest, ProxyRequest::Refusal> ProxyRequest::from(std::string_view head)
{
    constexpr std::string_view scheme = "http://";
    std::string_view rest = head;
    const std::string_view line = takeLine(rest);
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos)
        return refusal("This is no request that a proxy understands.");
    const std::string_view method = line.substr(0, first);
    std::string_view address = line.substr(first + 1, second - first - 1);
    const std::string_view version = line.substr(second + 1);
    if (!isToken(method) || !isPrintable(address)
        || (version != "HTTP/1.1" && version != "HTTP/1.0"))
        return refusal("This is no request that a proxy understands.");
    ProxyRequest request;
    if (method == "CONNECT") {
        const auto target = Authority::from(address, 0);
        if (!target)
            return refusal("CONNECT needs a host and a port.");
        request.target = *target;
        return request;
    }
    if (!startsIgnoringCase(address, scheme))
        return refusal("This is a proxy: ask for http://HOST/..., or use CONNECT.");
    address.remove_prefix(scheme.size());
    const std::string_view authority = address.substr(0, address.find_first_of("/?#"));
    const auto target = Authority::from(authority, 80);
    if (!target)
        return refusal("The address has no host that can be reached.");
    request.target = *target;
    std::string_view path = address.substr(authority.size());
    path = path.substr(0, path.find('#'));
    request.head = std::string(method) + ' ' + (path.starts_with('/') ? "" : "/")
                   + std::string(path) + ' ' + std::string(version)
                   + "\r\nHost: " + std::string(authority) + "\r\n";
    while (true) {
        const std::string_view field = takeLine(rest);
        if (field.empty())
            break;
        const std::string_view name = field.substr(0, field.find(':'));
        if (!isToken(name) || name.size() == field.size())
            return refusal("The request has a broken header field.");
        if (!isForProxy(name))
            request.head.append(field).append("\r\n");
    }
    request.head += "Connection: close\r\n\r\n";
    return request;
}

std::optional<std::size_t> headLength(std::string_view bytes)
{
    constexpr std::string_view end = "\r\n\r\n";
    const std::size_t found = bytes.find(end);
    if (found == std::string_view::npos)
        return {};
    return found + end.size();
}

std::string httpAnswer(int status, std::string_view message)
{
    std::string body(message);
    body += '\n';
    std::string answer = "HTTP/1.1 " + std::to_string(status) + ' ';
    answer.append(reasonOf(status));
    answer += "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
              + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
    return answer;
}
