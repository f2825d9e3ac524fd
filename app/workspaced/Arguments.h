// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <wire/Message.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reads the arguments of a request and keeps the first thing that is wrong with them.
class Arguments
{
public:
    explicit Arguments(const wire::Value &args)
        : m_args(args)
    {}

    std::string path(std::string_view key); // required, absolute
    std::string pathOr(std::string_view key, std::string_view fallback);
    std::string text(std::string_view key); // required: text or bytes
    std::string textOr(std::string_view key, std::string_view fallback);
    std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most); // required
    std::int64_t integerOr(std::string_view key, std::int64_t fallback, std::int64_t least,
                           std::int64_t most);
    bool flag(std::string_view key, bool fallback);
    std::vector<std::string> strings(std::string_view key);
    std::vector<std::string> environment(); // from `env` and `inherit`
    Arguments map(std::string_view key); // empty when absent
    bool has(std::string_view key) const { return !m_args[key].isNull(); }

    void fail(std::string_view key, std::string_view what);
    void adopt(const Arguments &inner); // what is wrong within a map is wrong with all
    bool isFine() const { return !m_failure; }
    wire::Failure failure() const { return *m_failure; }

private:
    const wire::Value &m_args;
    std::optional<wire::Failure> m_failure;
};
