// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/BodyText.h"

#include "secrets/SecretFields.h"
#include "secrets/Vault.h"

template<typename Member>
static QByteArray fieldText(const conversations::State &state,
                            const json::Field<conversations::State, Member> &field,
                            const secrets::Vault &vault)
{
    if constexpr (json::detail::isOptional<Member>) {
        if (!(state.*field.member))
            return {};
    }
    const QJsonObject one{{QLatin1StringView(field.name), json::write(state.*field.member)}};
    return json::text(secrets::sealAll(one, vault)).slice(1).chopped(1);
}

QByteArray conversations::BodyText::of(const State &state, const secrets::Vault &vault)
{
    const bool isFirst = !m_last;
    if (isFirst)
        m_last.emplace();
    QByteArray *text = m_last->texts.data();
    const auto refresh = [&](const auto &field) {
        if (isFirst || m_last->state.*field.member != state.*field.member)
            *text = fieldText(state, field, vault);
        ++text;
    };
    std::apply([&](const auto &...each) { (refresh(each), ...); }, State::fields());
    m_last->state = state;

    qsizetype size = 2;
    for (const QByteArray &each : m_last->texts)
        size += each.size() + 1;
    QByteArray body;
    body.reserve(size);
    for (const QByteArray &each : m_last->texts) {
        if (!each.isEmpty())
            body.append(body.isEmpty() ? '{' : ',').append(each);
    }
    return body.append('}');
}
