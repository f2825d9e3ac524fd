// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/Router.h"

#include <QStringDecoder>

#include <unordered_map>

using namespace api;

Access Route::access() const
{
    if (options.access != Access::ByMethod)
        return options.access;
    const bool onlyReads = method == Method::Get || method == Method::Head
                           || method == Method::Options;
    return onlyReads ? Access::Read : Access::Write;
}

struct Router::Node
{
    struct Entry
    {
        const Route *route;
        QStringList names;
    };
    std::unordered_map<QString, std::unique_ptr<Node>> literals;
    std::unique_ptr<Node> parameter;
    QMap<Method, Entry> entries;
    QMap<Method, Entry> tails; // rows whose last segment is {name...}
};

struct Router::Walk
{
    Method method;
    const QStringList &segments;
    QStringList values;
    Match match;

    bool visit(const Node &node, qsizetype depth);
    bool visitChildren(const Node &node, qsizetype depth);
    bool choose(const QMap<Method, Node::Entry> &entries, const QStringList &found);
};

static QByteArrayList split(const QByteArray &path)
{
    QByteArrayList segments = path.split('/');
    segments.removeFirst();
    if (segments.size() > 1 && segments.constLast().isEmpty())
        segments.removeLast();
    return segments;
}

Router::Router(QList<Route> routes)
    : m_routes(std::move(routes))
    , m_root(std::make_unique<Node>())
{
    for (const Route &route : m_routes)
        insert(route);
}

Router::~Router() = default;

void Router::insert(const Route &route)
{
    Node *node = m_root.get();
    QStringList names;
    for (const QByteArray &part : split(route.path.toUtf8())) {
        const QString segment = QString::fromUtf8(part);
        if (segment.endsWith("...}")) {
            names.append(segment.sliced(1, segment.size() - 5));
            node->tails.insert(route.method, {&route, names});
            return;
        }
        const bool isParameter = segment.startsWith('{');
        if (isParameter)
            names.append(segment.sliced(1, segment.size() - 2));
        std::unique_ptr<Node> &child = isParameter ? node->parameter : node->literals[segment];
        if (!child)
            child = std::make_unique<Node>();
        node = child.get();
    }
    Q_ASSERT_X(!node->entries.contains(route.method), "Router",
               qPrintable("two rows for " + route.path));
    node->entries.insert(route.method, {&route, names});
}

static bool hasDotSegment(const QString &text)
{
    return std::ranges::any_of(QString(text).replace('\\', '/').split('/'),
                               [](const QString &part) { return part == "." || part == ".."; });
}

static bool isHexPair(const QByteArray &text, qsizetype at)
{
    return at + 2 < text.size() && isxdigit(static_cast<uchar>(text.at(at + 1)))
           && isxdigit(static_cast<uchar>(text.at(at + 2)));
}

static std::optional<QString> decode(const QByteArray &segment)
{
    for (qsizetype at = segment.indexOf('%'); at >= 0; at = segment.indexOf('%', at + 1)) {
        if (!isHexPair(segment, at))
            return {};
    }
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = utf8(QByteArray::fromPercentEncoding(segment));
    if (utf8.hasError() || text.contains(QChar::Null) || hasDotSegment(text))
        return {};
    return text;
}

Match Router::find(Method method, const QByteArray &path) const
{
    QStringList segments;
    for (const QByteArray &part : split(path)) {
        const std::optional<QString> text = decode(part);
        if (!text)
            return {nullptr, {}, {}, true};
        segments.append(*text);
    }
    Walk walk{method == Method::Head ? Method::Get : method, segments, {}, {}};
    walk.visit(*m_root, 0);
    return walk.match;
}

bool Router::Walk::visit(const Node &node, qsizetype depth)
{
    if (depth == segments.size())
        return choose(node.entries, values);
    if (visitChildren(node, depth))
        return true;
    if (node.tails.isEmpty())
        return false;
    return choose(node.tails, values + QStringList{segments.sliced(depth).join('/')});
}

bool Router::Walk::visitChildren(const Node &node, qsizetype depth)
{
    const QString &segment = segments.at(depth);
    const auto literal = node.literals.find(segment);
    if (literal != node.literals.end() && visit(*literal->second, depth + 1))
        return true;
    if (!node.parameter || segment.isEmpty())
        return false;
    values.append(segment);
    const bool found = visit(*node.parameter, depth + 1);
    values.removeLast();
    return found;
}

bool Router::Walk::choose(const QMap<Method, Node::Entry> &entries, const QStringList &found)
{
    for (const Method allowed : entries.keys()) {
        if (!match.allowed.contains(allowed))
            match.allowed.append(allowed);
    }
    const auto entry = entries.find(method);
    if (entry == entries.end())
        return false;
    match.route = entry->route;
    for (qsizetype index = 0; index < found.size(); ++index)
        match.values.insert(entry->names.at(index), found.at(index));
    return true;
}
