// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Catalogue.h"

#include "core/Logging.h"
#include "resources/Resources.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>

template<typename T>
static QList<T> table(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qCCritical(lcLlm).noquote() << "The table cannot be read:" << path;
        return {};
    }
    const core::Result<QList<T>> rows = json::parse(file.readAll()).and_then(json::read<QList<T>>);
    if (!rows)
        qCCritical(lcLlm).noquote() << "The table" << path << "is wrong:" << rows.error().message;
    return rows.value_or(QList<T>{});
}

template<typename List, typename Predicate>
static auto find(const List &list, Predicate predicate) -> const typename List::value_type *
{
    const auto it = std::ranges::find_if(list, predicate);
    return it == list.end() ? nullptr : &*it;
}

QString llm::titleOf(Wire wire)
{
    switch (wire) {
    case Wire::Chat: return "Chat Completions";
    case Wire::Responses: return "Responses";
    case Wire::AnthropicMessages: return "Anthropic Messages";
    case Wire::BedrockConverse: return "Bedrock Converse";
    case Wire::VertexGenerate: return "Vertex generateContent";
    case Wire::CohereChat: return "Cohere Chat";
    case Wire::Demo: return "offline demo";
    }
    return {};
}

const llm::Catalogue &llm::Catalogue::instance()
{
    static const Catalogue catalogue;
    return catalogue;
}

llm::Catalogue::Catalogue()
{
    resources::init();
    m_providers = table<Provider>(":/llm/providers.json");
    m_models = table<KnownModel>(":/llm/models.json");
}

const llm::Provider *llm::Catalogue::provider(const QString &prefix) const
{
    return find(m_providers, [&](const Provider &row) { return row.prefix == prefix; });
}

const llm::Provider *llm::Catalogue::providerOfBareName(const QString &name) const
{
    return find(m_providers, [&](const Provider &row) {
        return std::ranges::any_of(row.bareNames,
                                   [&](const QString &start) { return name.startsWith(start); });
    });
}

const llm::KnownModel *llm::Catalogue::model(const QString &name) const
{
    static const QRegularExpression date("(-latest|[-@]20\\d{2}-?\\d{2}-?\\d{2})$");
    const QString lower = name.toLower();
    const QString last = lower.section('/', -1);
    const QString undated = QString(last).remove(date);
    for (const QString &candidate : {lower, last, undated}) {
        if (const KnownModel *row = find(m_models, [&](const KnownModel &each) {
            return each.name == candidate;
        }))
            return row;
    }
    return nullptr;
}
