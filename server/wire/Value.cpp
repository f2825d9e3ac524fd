// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "Value.h"

#include <algorithm>
#include <bit>
#include <unordered_set>

namespace wire {

namespace {

enum class Major : unsigned char {
    Unsigned = 0,
    Negative = 1,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
    Tag = 6,
    Simple = 7
};

constexpr unsigned char falseByte = 0xf4;
constexpr unsigned char trueByte = 0xf5;
constexpr unsigned char nullByte = 0xf6;
constexpr unsigned char doubleByte = 0xfb;

void appendBig(std::string &out, std::uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        out.push_back(static_cast<char>((number >> (8 * i)) & 0xff));
}

void appendHead(std::string &out, Major major, std::uint64_t number)
{
    const auto head = [&](unsigned char low) {
        out.push_back(static_cast<char>((static_cast<unsigned char>(major) << 5) | low));
    };
    if (number < 24) {
        head(static_cast<unsigned char>(number));
    } else if (number <= 0xff) {
        head(24);
        appendBig(out, number, 1);
    } else if (number <= 0xffff) {
        head(25);
        appendBig(out, number, 2);
    } else if (number <= 0xffffffff) {
        head(26);
        appendBig(out, number, 4);
    } else {
        head(27);
        appendBig(out, number, 8);
    }
}

void appendText(std::string &out, std::string_view text)
{
    appendHead(out, isUtf8(text) ? Major::Text : Major::Bytes, text.size());
    out += text;
}

void appendValue(std::string &out, const Value &value)
{
    switch (value.type()) {
    case Value::Type::Null: out.push_back(static_cast<char>(nullByte)); break;
    case Value::Type::Boolean:
        out.push_back(static_cast<char>(value.boolean() ? trueByte : falseByte));
        break;
    case Value::Type::Integer: {
        const std::int64_t number = value.integer();
        if (number >= 0)
            appendHead(out, Major::Unsigned, static_cast<std::uint64_t>(number));
        else
            appendHead(out, Major::Negative, ~static_cast<std::uint64_t>(number));
        break;
    }
    case Value::Type::Double:
        out.push_back(static_cast<char>(doubleByte));
        appendBig(out, std::bit_cast<std::uint64_t>(value.number()), 8);
        break;
    case Value::Type::Text: appendText(out, value.string()); break;
    case Value::Type::Bytes:
        appendHead(out, Major::Bytes, value.string().size());
        out += value.string();
        break;
    case Value::Type::Array:
        appendHead(out, Major::Array, value.items().size());
        for (const Value &item : value.items())
            appendValue(out, item);
        break;
    case Value::Type::Map:
        appendHead(out, Major::Map, value.entries().size());
        for (const Value::Entry &entry : value.entries()) {
            appendHead(out, Major::Text, entry.key.size());
            out += entry.key;
            appendValue(out, entry.value);
        }
        break;
    }
}

/// Decodes one value from untrusted bytes.
class Decoder
{
public:
    Decoder(std::string_view bytes, const Value::Limits &limits)
        : m_rest(bytes)
        , m_limits(limits)
    {}

    std::expected<Value, Fault> decodeAll()
    {
        auto value = decodeValue(0);
        if (value && !m_rest.empty())
            return std::unexpected(Fault::TrailingBytes);
        return value;
    }

private:
    struct Head
    {
        Major major;
        unsigned char low;
        std::uint64_t number;
    };

    std::expected<std::uint64_t, Fault> takeBig(std::size_t bytes)
    {
        if (m_rest.size() < bytes)
            return std::unexpected(Fault::Truncated);
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            number = (number << 8) | static_cast<unsigned char>(m_rest[i]);
        m_rest.remove_prefix(bytes);
        return number;
    }

    std::expected<Head, Fault> takeHead()
    {
        if (m_rest.empty())
            return std::unexpected(Fault::Truncated);
        const auto first = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        const auto major = static_cast<Major>(first >> 5);
        const unsigned char low = first & 0x1f;
        if (major == Major::Tag || low > 27)
            return std::unexpected(Fault::Unsupported);
        if (low < 24)
            return Head{major, low, low};
        const std::size_t bytes = std::size_t{1} << (low - 24);
        const auto number = takeBig(bytes);
        if (!number)
            return std::unexpected(number.error());
        const std::uint64_t least = bytes == 1 ? 24 : std::uint64_t{1} << (4 * bytes);
        if (major != Major::Simple && *number < least)
            return std::unexpected(Fault::Unsupported); // not the shortest form
        return Head{major, low, *number};
    }

    std::expected<std::string_view, Fault> takeString(std::uint64_t size)
    {
        if (size > m_rest.size())
            return std::unexpected(Fault::Truncated);
        const std::string_view bytes = m_rest.substr(0, static_cast<std::size_t>(size));
        m_rest.remove_prefix(bytes.size());
        return bytes;
    }

    std::expected<std::string_view, Fault> takeText(std::uint64_t size)
    {
        const auto text = takeString(size);
        if (text && !isUtf8(*text))
            return std::unexpected(Fault::BadText);
        return text;
    }

    std::expected<Value, Fault> decodeValue(std::size_t depth)
    {
        if (++m_items > m_limits.items)
            return std::unexpected(Fault::TooManyItems);
        const auto head = takeHead();
        if (!head)
            return std::unexpected(head.error());
        switch (head->major) {
        case Major::Unsigned:
        case Major::Negative:
            if (head->number > static_cast<std::uint64_t>(INT64_MAX))
                return std::unexpected(Fault::Unsupported);
            if (head->major == Major::Unsigned)
                return Value(static_cast<std::int64_t>(head->number));
            return Value(-1 - static_cast<std::int64_t>(head->number));
        case Major::Bytes:
            if (const auto bytes = takeString(head->number))
                return Value::bytes(std::string(*bytes));
            else
                return std::unexpected(bytes.error());
        case Major::Text:
            if (const auto text = takeText(head->number))
                return Value(*text);
            else
                return std::unexpected(text.error());
        case Major::Array: return decodeArray(head->number, depth);
        case Major::Map: return decodeMap(head->number, depth);
        case Major::Simple: return decodeSimple(*head);
        case Major::Tag: break;
        }
        return std::unexpected(Fault::Unsupported);
    }

    std::expected<Value, Fault> decodeSimple(const Head &head)
    {
        switch (0xe0 | head.low) {
        case falseByte: return Value(false);
        case trueByte: return Value(true);
        case nullByte: return Value();
        case doubleByte: return Value(std::bit_cast<double>(head.number));
        default: return std::unexpected(Fault::Unsupported);
        }
    }

    // Every item takes a byte at least, so a count that lies is found before anything is allocated
    // for it.
    std::expected<void, Fault> checkCount(std::uint64_t count, std::size_t bytesEach,
                                          std::size_t depth) const
    {
        if (depth >= m_limits.depth)
            return std::unexpected(Fault::TooDeep);
        if (count > m_rest.size() / bytesEach)
            return std::unexpected(Fault::Truncated);
        if (count * bytesEach > m_limits.items - m_items)
            return std::unexpected(Fault::TooManyItems);
        return {};
    }

    std::expected<Value, Fault> decodeArray(std::uint64_t count, std::size_t depth)
    {
        if (const auto fine = checkCount(count, 1, depth); !fine)
            return std::unexpected(fine.error());
        Value::Array items;
        items.reserve(static_cast<std::size_t>(count));
        for (std::uint64_t i = 0; i < count; ++i) {
            auto item = decodeValue(depth + 1);
            if (!item)
                return item;
            items.push_back(std::move(*item));
        }
        return Value(std::move(items));
    }

    std::expected<Value, Fault> decodeMap(std::uint64_t count, std::size_t depth)
    {
        if (const auto fine = checkCount(count, 2, depth); !fine)
            return std::unexpected(fine.error());
        Value::Map entries;
        entries.reserve(static_cast<std::size_t>(count));
        std::unordered_set<std::string_view> keys;
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto key = takeKey();
            if (!key)
                return std::unexpected(key.error());
            if (!keys.insert(*key).second)
                return std::unexpected(Fault::DuplicateKey);
            auto value = decodeValue(depth + 1);
            if (!value)
                return value;
            entries.push_back({std::string(*key), std::move(*value)});
        }
        return Value(std::move(entries));
    }

    std::expected<std::string_view, Fault> takeKey()
    {
        if (++m_items > m_limits.items)
            return std::unexpected(Fault::TooManyItems);
        const auto head = takeHead();
        if (!head)
            return std::unexpected(head.error());
        if (head->major != Major::Text)
            return std::unexpected(Fault::Unsupported);
        return takeText(head->number);
    }

    std::string_view m_rest;
    const Value::Limits &m_limits;
    std::size_t m_items = 0;
};

} // namespace

Value::Value(Array array)
    : m_data(std::move(array))
{}

Value::Value(Map map)
    : m_data(std::move(map))
{}

Value Value::array(std::initializer_list<Value> values)
{
    return Value(Array(values));
}

Value Value::map(std::initializer_list<Entry> entries)
{
    return Value(Map(entries));
}

Value Value::bytes(std::string data)
{
    Value value;
    value.m_data = Bytes{std::move(data)};
    return value;
}

Value Value::name(std::string data)
{
    return isUtf8(data) ? Value(std::move(data)) : bytes(std::move(data));
}

Value::Type Value::type() const
{
    return static_cast<Type>(m_data.index()); // the alternatives stand in the order of Type
}

bool Value::boolean(bool fallback) const
{
    const bool *value = std::get_if<bool>(&m_data);
    return value ? *value : fallback;
}

std::int64_t Value::integer(std::int64_t fallback) const
{
    const std::int64_t *value = std::get_if<std::int64_t>(&m_data);
    return value ? *value : fallback;
}

double Value::number(double fallback) const
{
    if (const double *value = std::get_if<double>(&m_data))
        return *value;
    const std::int64_t *integer = std::get_if<std::int64_t>(&m_data);
    return integer ? static_cast<double>(*integer) : fallback;
}

std::string_view Value::string() const
{
    if (const std::string *text = std::get_if<std::string>(&m_data))
        return *text;
    const Bytes *bytes = std::get_if<Bytes>(&m_data);
    return bytes ? std::string_view(bytes->data) : std::string_view();
}

const Value::Array &Value::items() const
{
    static const Array none;
    const Array *array = std::get_if<Array>(&m_data);
    return array ? *array : none;
}

const Value::Map &Value::entries() const
{
    static const Map none;
    const Map *map = std::get_if<Map>(&m_data);
    return map ? *map : none;
}

const Value &Value::operator[](std::string_view key) const
{
    static const Value null;
    const Map &map = entries();
    const auto found = std::ranges::find(map, key, &Entry::key);
    return found == map.end() ? null : found->value;
}

bool Value::contains(std::string_view key) const
{
    return std::ranges::find(entries(), key, &Entry::key) != entries().end();
}

void Value::set(std::string_view key, Value value)
{
    if (!is(Type::Map))
        m_data = Map();
    Map &map = *std::get_if<Map>(&m_data);
    const auto found = std::ranges::find(map, key, &Entry::key);
    if (found == map.end())
        map.push_back({std::string(key), std::move(value)});
    else
        found->value = std::move(value);
}

void Value::append(Value value)
{
    if (!is(Type::Array))
        m_data = Array();
    std::get_if<Array>(&m_data)->push_back(std::move(value));
}

std::string Value::encode() const
{
    std::string out;
    appendValue(out, *this);
    return out;
}

std::expected<Value, Fault> Value::decode(std::string_view cbor)
{
    return decode(cbor, Limits());
}

std::expected<Value, Fault> Value::decode(std::string_view cbor, const Limits &limits)
{
    return Decoder(cbor, limits).decodeAll();
}

bool Value::operator==(const Value &other) const
{
    return m_data == other.m_data;
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || text.size() - i <= more)
            return false;
        std::uint32_t point = lead & (0x3f >> more);
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0) != 0x80)
                return false;
            point = (point << 6) | (next & 0x3f);
        }
        const bool isOverlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
        const bool isSurrogate = point >= 0xd800 && point <= 0xdfff;
        if (isOverlong || isSurrogate || point > 0x10ffff)
            return false;
        i += more + 1;
    }
    return true;
}

} // namespace wire
