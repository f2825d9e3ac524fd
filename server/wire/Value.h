// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "Fault.h"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wire {

/// One CBOR value of the subset that the protocol speaks: null, bool, int64, double, text, bytes,
/// array, map with text keys.
class Value
{
public:
    enum class Type { Null, Boolean, Integer, Double, Text, Bytes, Array, Map };

    struct Limits
    {
        std::size_t depth = 16;
        std::size_t items = 256 * 1024; // all values and keys together
    };

    struct Entry;
    using Array = std::vector<Value>;
    using Map = std::vector<Entry>; // in the order of insertion; keys are unique

    Value(); // null
    Value(std::nullptr_t);
    Value(std::same_as<bool> auto value);
    template<std::integral T>
        requires(!std::same_as<T, bool>)
    Value(T value);
    Value(double value);
    Value(std::string text);
    Value(std::string_view text);
    Value(const char *text);
    Value(Array array);
    Value(Map map);

    static Value array(std::initializer_list<Value> values = {});
    static Value map(std::initializer_list<Entry> entries = {});
    static Value bytes(std::string data);
    // What a file name or another string of unknown encoding becomes: text when it is UTF-8, else
    // bytes.
    static Value name(std::string data);

    Type type() const;
    bool is(Type type) const { return this->type() == type; }
    bool isNull() const { return is(Type::Null); }
    bool isString() const { return is(Type::Text) || is(Type::Bytes); }

    // Readers never fail: another type gives the fallback or an empty view.
    bool boolean(bool fallback = false) const;
    std::int64_t integer(std::int64_t fallback = 0) const;
    double number(double fallback = 0) const; // doubles and integers
    std::string_view string() const; // text and bytes alike
    const Array &items() const;
    const Map &entries() const;

    const Value &operator[](std::string_view key) const; // null when absent or not a map
    bool contains(std::string_view key) const;
    void set(std::string_view key, Value value); // turns a null into a map
    void append(Value value); // turns a null into an array

    // Text that is not UTF-8 is encoded as bytes, so that the result always decodes.
    std::string encode() const;
    static std::expected<Value, Fault> decode(std::string_view cbor);
    static std::expected<Value, Fault> decode(std::string_view cbor, const Limits &limits);

    bool operator==(const Value &other) const;

private:
    struct Bytes
    {
        std::string data;
        bool operator==(const Bytes &) const = default;
    };

    std::variant<std::monostate, bool, std::int64_t, double, std::string, Bytes, Array, Map> m_data;
};

struct Value::Entry
{
    std::string key;
    Value value;

    bool operator==(const Entry &) const = default;
};

// Only here, as the variant needs a complete Entry to be made.
inline Value::Value() = default;
inline Value::Value(std::nullptr_t)
{}
inline Value::Value(std::same_as<bool> auto value)
    : m_data(value)
{}
template<std::integral T>
    requires(!std::same_as<T, bool>)
Value::Value(T value)
    : m_data(static_cast<std::int64_t>(value))
{}
inline Value::Value(double value)
    : m_data(value)
{}
inline Value::Value(std::string text)
    : m_data(std::move(text))
{}
inline Value::Value(std::string_view text)
    : m_data(std::string(text))
{}
inline Value::Value(const char *text)
    : m_data(std::string(text))
{}

bool isUtf8(std::string_view text);

} // namespace wire
