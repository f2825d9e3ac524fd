// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Arguments.h"

#include <unistd.h>

#include <algorithm>

using wire::Value;

std::string Arguments::path(std::string_view key)
{
    const std::string result = text(key);
    if (isFine() && !result.starts_with('/'))
        fail(key, "must be an absolute path");
    return result;
}

std::string Arguments::pathOr(std::string_view key, std::string_view fallback)
{
    return has(key) ? path(key) : std::string(fallback);
}

std::string Arguments::text(std::string_view key)
{
    const Value &value = m_args[key];
    if (!value.isString())
        fail(key, "must be a text");
    else if (value.string().find('\0') != std::string_view::npos)
        fail(key, "must not hold a NUL");
    return std::string(value.string());
}

std::string Arguments::textOr(std::string_view key, std::string_view fallback)
{
    return has(key) ? text(key) : std::string(fallback);
}

std::int64_t Arguments::integer(std::string_view key, std::int64_t least, std::int64_t most)
{
    const Value &value = m_args[key];
    if (!value.is(Value::Type::Integer) || value.integer() < least || value.integer() > most) {
        fail(key, "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
        return least;
    }
    return value.integer();
}

std::int64_t Arguments::integerOr(std::string_view key, std::int64_t fallback, std::int64_t least,
                                  std::int64_t most)
{
    return has(key) ? integer(key, least, most) : fallback;
}

bool Arguments::flag(std::string_view key, bool fallback)
{
    const Value &value = m_args[key];
    if (!value.isNull() && !value.is(Value::Type::Boolean))
        fail(key, "must be true or false");
    return value.boolean(fallback);
}

std::vector<std::string> Arguments::strings(std::string_view key)
{
    std::vector<std::string> result;
    if (!m_args[key].is(Value::Type::Array))
        fail(key, "must be a list");
    for (const Value &item : m_args[key].items()) {
        if (!item.isString() || item.string().find('\0') != std::string_view::npos)
            fail(key, "must hold texts without NUL");
        result.emplace_back(item.string());
    }
    return result;
}

std::vector<std::string> Arguments::environment()
{
    std::vector<std::string> result;
    const Value &env = m_args["env"];
    if (!env.isNull() && !env.is(Value::Type::Map))
        fail("env", "must be a map");
    for (const auto &[name, value] : env.entries()) {
        const bool isName = !name.empty() && name.find('=') == std::string::npos
                            && name.find('\0') == std::string::npos;
        if (!isName || !value.isString() || value.string().find('\0') != std::string_view::npos)
            fail("env", "must map names to texts");
        result.push_back(name + '=' + std::string(value.string()));
    }
    if (!flag("inherit", false))
        return result;
    for (char **entry = environ; *entry; ++entry) {
        const std::string_view inherited = *entry;
        const std::string name(inherited.substr(0, inherited.find('=')));
        if (name != "BERTH_JOB" && !env.contains(name))
            result.emplace_back(inherited);
    }
    return result;
}

Arguments Arguments::map(std::string_view key)
{
    const Value &value = m_args[key];
    if (!value.isNull() && !value.is(Value::Type::Map))
        fail(key, "must be a map");
    return Arguments(value);
}

void Arguments::fail(std::string_view key, std::string_view what)
{
    if (!m_failure)
        m_failure = wire::Failure{.code = std::string(wire::code::invalid),
                                  .errnum = 0,
                                  .message = '`' + std::string(key) + "` " + std::string(what)};
}

void Arguments::adopt(const Arguments &inner)
{
    if (!m_failure)
        m_failure = inner.m_failure;
}
