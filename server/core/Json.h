// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

/// JSON mapping: one description per type gives reading (with the path of every wrong field),
/// writing and a JSON Schema.
///
/// A struct takes part by a static constexpr `fields()` that returns a tuple of json::field()
/// (required unless the member is a std::optional) and json::optional() (keeps its initial value
/// when absent or null). An enum takes part by a constexpr `enumNames(Enum)`, found by
/// argument-dependent lookup, that returns a std::array of std::pair<Enum, const char *>. A
/// std::variant of structs is told apart by the alternatives' `static constexpr const char *kind`,
/// stored under the key "kind" (or under the first alternative's `static constexpr const char
/// *kindKey`).
namespace json {

/// Whether empty optionals are left out or written as null.
enum class Nulls { Omit, Keep };

/// What reading does with a key that no field has; a struct chooses by `static constexpr
/// json::Unknown unknownFields`, Ignore when it says nothing.
enum class Unknown { Ignore, Refuse };

template<typename Struct, typename Member>
struct Field
{
    const char *name;
    Member Struct::*member;
    const char *description;
    bool hasDefault;
};

template<typename Struct, typename Member>
constexpr Field<Struct, Member> field(const char *name, Member Struct::*member,
                                      const char *description = "")
{
    return {name, member, description, false};
}

template<typename Struct, typename Member>
constexpr Field<Struct, Member> optional(const char *name, Member Struct::*member,
                                         const char *description = "")
{
    return {name, member, description, true};
}

/// Collects the problems of one reading and knows the path of the value being read.
class Reader
{
public:
    void enter(const QJsonValue &step) { m_path.append(step); }
    void leave() { m_path.removeLast(); }
    void report(const char *type, const QString &message, const QJsonValue &input)
    {
        m_problems.append({m_path, QString::fromLatin1(type), message, input});
    }
    bool isClean() const { return m_problems.isEmpty(); }
    const QList<core::Problem> &problems() const { return m_problems; }

private:
    QJsonArray m_path;
    QList<core::Problem> m_problems;
};

template<typename T>
struct Codec;

template<typename T>
concept Struct = requires { T::fields(); };

template<typename T>
concept Enum = std::is_enum_v<T> && requires(T value) { enumNames(value); };

/// A struct whose JSON carries its kind; a member that happens to be called kind does not count.
template<typename T>
concept Kinded = requires {
    { T::kind } -> std::convertible_to<const char *>;
};

namespace detail {

template<typename T>
inline constexpr bool isOptional = false;
template<typename T>
inline constexpr bool isOptional<std::optional<T>> = true;

template<typename T>
constexpr Unknown unknownFieldsOf()
{
    if constexpr (requires { T::unknownFields; })
        return T::unknownFields;
    else
        return Unknown::Ignore;
}

template<typename T>
constexpr const char *kindKeyOf()
{
    if constexpr (requires { T::kindKey; })
        return T::kindKey;
    else
        return "kind";
}

inline QJsonObject typed(const char *type)
{
    return {{"type", type}};
}

} // namespace detail

/// Reads @p value into @p out; every problem is reported to @p reader with its path.
template<typename T>
void readInto(const QJsonValue &value, T &out, Reader &reader)
{
    Codec<T>::read(value, out, reader);
}

/// Turns the problems of a reading into one error whose message names the first wrong field.
core::Error readingError(const QList<core::Problem> &problems);

/// A problem's path as text: "agent.tools[0].name".
QString pathText(const QJsonArray &path);

template<typename T>
core::Result<T> read(const QJsonValue &value)
{
    T out{};
    Reader reader;
    readInto(value, out, reader);
    if (!reader.isClean())
        return std::unexpected(readingError(reader.problems()));
    return out;
}

template<typename T>
QJsonValue write(const T &value, Nulls nulls = Nulls::Omit)
{
    return Codec<T>::write(value, nulls);
}

/// write() for a type that is an object in JSON.
template<typename T>
QJsonObject writeObject(const T &value, Nulls nulls = Nulls::Omit)
{
    return Codec<T>::write(value, nulls).toObject();
}

template<typename T>
QJsonObject schema()
{
    return Codec<T>::schema();
}

/// Parses UTF-8 JSON text; the error says at which byte it is broken.
core::Result<QJsonValue> parse(const QByteArray &text);

/// Compact UTF-8 text of any JSON value.
QByteArray text(const QJsonValue &value);

// --- scalars ------------------------------------------------------------------------------------

template<>
struct Codec<bool>
{
    static void read(const QJsonValue &value, bool &out, Reader &reader)
    {
        if (!value.isBool())
            return reader.report("bool_type", "expected true or false", value);
        out = value.toBool();
    }
    static QJsonValue write(bool value, Nulls) { return value; }
    static QJsonObject schema() { return detail::typed("boolean"); }
};

template<typename T>
    requires(std::is_same_v<T, int> || std::is_same_v<T, qint64>)
struct Codec<T>
{
    static void read(const QJsonValue &value, T &out, Reader &reader)
    {
        constexpr qint64 lowest = std::numeric_limits<T>::min();
        constexpr qint64 highest = std::numeric_limits<T>::max();
        const double number = value.toDouble();
        if (!value.isDouble() || number != std::floor(number) || std::abs(number) > 9.2e18)
            return reader.report("int_type", "expected a whole number", value);
        const qint64 integer = value.toInteger();
        if (integer < lowest || integer > highest)
            return reader.report("int_range", "the number is too large", value);
        out = static_cast<T>(integer);
    }
    static QJsonValue write(T value, Nulls) { return QJsonValue(static_cast<qint64>(value)); }
    static QJsonObject schema() { return detail::typed("integer"); }
};

template<>
struct Codec<double>
{
    static void read(const QJsonValue &value, double &out, Reader &reader)
    {
        if (!value.isDouble())
            return reader.report("float_type", "expected a number", value);
        out = value.toDouble();
    }
    static QJsonValue write(double value, Nulls) { return value; }
    static QJsonObject schema() { return detail::typed("number"); }
};

template<>
struct Codec<QString>
{
    static void read(const QJsonValue &value, QString &out, Reader &reader)
    {
        if (!value.isString())
            return reader.report("string_type", "expected a string", value);
        out = value.toString();
    }
    static QJsonValue write(const QString &value, Nulls) { return value; }
    static QJsonObject schema() { return detail::typed("string"); }
};

// --- anything -----------------------------------------------------------------------------------

template<>
struct Codec<QJsonValue>
{
    static void read(const QJsonValue &value, QJsonValue &out, Reader &) { out = value; }
    static QJsonValue write(const QJsonValue &value, Nulls) { return value; }
    static QJsonObject schema() { return {}; }
};

template<>
struct Codec<QJsonObject>
{
    static void read(const QJsonValue &value, QJsonObject &out, Reader &reader)
    {
        if (!value.isObject())
            return reader.report("dict_type", "expected an object", value);
        out = value.toObject();
    }
    static QJsonValue write(const QJsonObject &value, Nulls) { return value; }
    static QJsonObject schema() { return detail::typed("object"); }
};

template<>
struct Codec<QJsonArray>
{
    static void read(const QJsonValue &value, QJsonArray &out, Reader &reader)
    {
        if (!value.isArray())
            return reader.report("list_type", "expected an array", value);
        out = value.toArray();
    }
    static QJsonValue write(const QJsonArray &value, Nulls) { return value; }
    static QJsonObject schema() { return detail::typed("array"); }
};

// --- containers ---------------------------------------------------------------------------------

template<typename T>
struct Codec<std::optional<T>>
{
    static void read(const QJsonValue &value, std::optional<T> &out, Reader &reader)
    {
        if (value.isNull() || value.isUndefined())
            return out.reset();
        readInto(value, out.emplace(), reader);
    }
    static QJsonValue write(const std::optional<T> &value, Nulls nulls)
    {
        return value ? Codec<T>::write(*value, nulls) : QJsonValue(QJsonValue::Null);
    }
    static QJsonObject schema() { return Codec<T>::schema(); }
};

template<typename T>
struct Codec<QList<T>>
{
    static void read(const QJsonValue &value, QList<T> &out, Reader &reader)
    {
        if (!value.isArray())
            return reader.report("list_type", "expected an array", value);
        const QJsonArray array = value.toArray();
        out.clear();
        out.reserve(array.size());
        for (qsizetype index = 0; index < array.size(); ++index) {
            reader.enter(index);
            T item{};
            readInto(array.at(index), item, reader);
            out.append(std::move(item));
            reader.leave();
        }
    }
    static QJsonValue write(const QList<T> &value, Nulls nulls)
    {
        QJsonArray array;
        for (const T &item : value)
            array.append(Codec<T>::write(item, nulls));
        return array;
    }
    static QJsonObject schema() { return {{"type", "array"}, {"items", Codec<T>::schema()}}; }
};

template<typename T>
struct Codec<QMap<QString, T>>
{
    static void read(const QJsonValue &value, QMap<QString, T> &out, Reader &reader)
    {
        if (!value.isObject())
            return reader.report("dict_type", "expected an object", value);
        const QJsonObject object = value.toObject();
        out.clear();
        for (auto it = object.begin(); it != object.end(); ++it) {
            reader.enter(it.key());
            readInto(it.value(), out[it.key()], reader);
            reader.leave();
        }
    }
    static QJsonValue write(const QMap<QString, T> &value, Nulls nulls)
    {
        QJsonObject object;
        for (auto it = value.begin(); it != value.end(); ++it)
            object.insert(it.key(), Codec<T>::write(it.value(), nulls));
        return object;
    }
    static QJsonObject schema()
    {
        return {{"type", "object"}, {"additionalProperties", Codec<T>::schema()}};
    }
};

// --- enums --------------------------------------------------------------------------------------

template<Enum T>
QString name(T value)
{
    for (const auto &[candidate, text] : enumNames(T{})) {
        if (candidate == value)
            return QString::fromLatin1(text);
    }
    return {};
}

template<Enum T>
std::optional<T> fromName(QStringView text)
{
    for (const auto &[candidate, candidateText] : enumNames(T{})) {
        if (text == QLatin1StringView(candidateText))
            return candidate;
    }
    return {};
}

template<Enum T>
struct Codec<T>
{
    static void read(const QJsonValue &value, T &out, Reader &reader)
    {
        const std::optional<T> found = value.isString() ? fromName<T>(value.toString())
                                                        : std::nullopt;
        if (!found)
            return reader.report("enum", "expected one of " + names().join(", "), value);
        out = *found;
    }
    static QJsonValue write(T value, Nulls) { return name(value); }
    static QJsonObject schema()
    {
        return {{"type", "string"}, {"enum", QJsonArray::fromStringList(names())}};
    }
    static QStringList names()
    {
        QStringList list;
        for (const auto &entry : enumNames(T{}))
            list.append(QString::fromLatin1(entry.second));
        return list;
    }
};

// --- structs ------------------------------------------------------------------------------------

template<Struct T>
struct Codec<T>
{
    static void read(const QJsonValue &value, T &out, Reader &reader)
    {
        if (!value.isObject())
            return reader.report("model_type", "expected an object", value);
        const QJsonObject object = value.toObject();
        std::apply([&](const auto &...each) { (readField(object, each, out, reader), ...); },
                   T::fields());
        if constexpr (detail::unknownFieldsOf<T>() == Unknown::Refuse)
            refuseUnknown(object, reader);
    }

    static QJsonValue write(const T &value, Nulls nulls)
    {
        QJsonObject object;
        std::apply([&](const auto &...each) { (writeField(value, each, object, nulls), ...); },
                   T::fields());
        if constexpr (Kinded<T>)
            object.insert(QLatin1StringView(detail::kindKeyOf<T>()), T::kind);
        return object;
    }

    static QJsonObject schema()
    {
        QJsonObject properties;
        QJsonArray required;
        std::apply([&](const auto &...each) { (describeField(each, properties, required), ...); },
                   T::fields());
        QJsonObject object{{"type", "object"}, {"properties", properties}};
        if (!required.isEmpty())
            object.insert("required", required);
        return object;
    }

private:
    template<typename M>
    static void readField(const QJsonObject &object, const Field<T, M> &field, T &out,
                          Reader &reader)
    {
        const QJsonValue value = object.value(QLatin1StringView(field.name));
        const bool absent = value.isUndefined() || (value.isNull() && field.hasDefault);
        if (absent && (field.hasDefault || detail::isOptional<M>))
            return;
        reader.enter(QString::fromLatin1(field.name));
        if (absent)
            reader.report("missing", "is required", object);
        else
            readInto(value, out.*field.member, reader);
        reader.leave();
    }

    template<typename M>
    static void writeField(const T &value, const Field<T, M> &field, QJsonObject &object,
                           Nulls nulls)
    {
        if constexpr (detail::isOptional<M>) {
            if (nulls == Nulls::Omit && !(value.*field.member))
                return;
        }
        object.insert(QLatin1StringView(field.name), Codec<M>::write(value.*field.member, nulls));
    }

    template<typename M>
    static void describeField(const Field<T, M> &field, QJsonObject &properties,
                              QJsonArray &required)
    {
        QJsonObject property = Codec<M>::schema();
        if (*field.description)
            property.insert("description", field.description);
        properties.insert(QLatin1StringView(field.name), property);
        if (!field.hasDefault && !detail::isOptional<M>)
            required.append(field.name);
    }

    static void refuseUnknown(const QJsonObject &object, Reader &reader)
    {
        for (auto it = object.begin(); it != object.end(); ++it) {
            bool known = false;
            std::apply([&](const auto &...each) {
                ((known = known || it.key() == QLatin1StringView(each.name)), ...);
            }, T::fields());
            if constexpr (Kinded<T>)
                known = known || it.key() == QLatin1StringView(detail::kindKeyOf<T>());
            if (known)
                continue;
            reader.enter(it.key());
            reader.report("extra_forbidden", "is not a known field", it.value());
            reader.leave();
        }
    }
};

// --- variants told apart by their kind ----------------------------------------------------------

template<typename First, typename... Rest>
struct Codec<std::variant<First, Rest...>>
{
    using Variant = std::variant<First, Rest...>;
    static constexpr const char *key = detail::kindKeyOf<First>();

    static void read(const QJsonValue &value, Variant &out, Reader &reader)
    {
        if (!value.isObject())
            return reader.report("model_type", "expected an object", value);
        const QString kind = value.toObject().value(QLatin1StringView(key)).toString();
        if (!(tryRead<First>(kind, value, out, reader) || ...
              || tryRead<Rest>(kind, value, out, reader))) {
            reader.enter(QString::fromLatin1(key));
            reader.report("literal_error", "expected one of " + kinds().join(", "), kind);
            reader.leave();
        }
    }

    static QJsonValue write(const Variant &value, Nulls nulls)
    {
        return std::visit([nulls]<typename T>(const T &body) {
            return Codec<T>::write(body, nulls);
        }, value);
    }

    static QJsonObject schema()
    {
        return {{"oneOf", QJsonArray{Codec<First>::schema(), Codec<Rest>::schema()...}}};
    }

    static QStringList kinds() { return {First::kind, Rest::kind...}; }

private:
    template<typename T>
    static bool tryRead(const QString &kind, const QJsonValue &value, Variant &out, Reader &reader)
    {
        if (kind != QLatin1StringView(T::kind))
            return false;
        readInto(value, out.template emplace<T>(), reader);
        return true;
    }
};

} // namespace json
