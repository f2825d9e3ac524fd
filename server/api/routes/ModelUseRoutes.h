// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/routes/TelemetryRoutes.h"
#include "store/ModelUse.h"

namespace api {

/// Which models were asked for how much, and by which conversations: users see their own, an
/// administrator sees everything.
class ModelUseRoutes
{
public:
    /// Everything given outlives this.
    explicit ModelUseRoutes(store::ModelUse *use,
                            const core::Clock *clock = &core::Clock::system());

    QList<Route> table();

private:
    static constexpr int most = 10;

    struct UseQuery
    {
        HistoryLength minutes;

        static constexpr json::Unknown unknownFields = json::Unknown::Refuse;
        static constexpr auto fields()
        {
            return std::tuple{json::optional("minutes", &UseQuery::minutes, "until now")};
        }
    };
    struct Amount
    {
        qint64 promptTokens = 0;
        qint64 completionTokens = 0;
        qint64 cachedTokens = 0;
        double cost = 0;

        static constexpr auto fields()
        {
            using Self = Amount;
            return std::tuple{json::field("prompt_tokens", &Self::promptTokens),
                              json::field("completion_tokens", &Self::completionTokens),
                              json::field("cached_tokens", &Self::cachedTokens, "of the prompts'"),
                              json::field("cost", &Self::cost, "US dollars")};
        }
    };
    struct OfModel
    {
        QString model;
        Amount amount;

        static constexpr auto fields()
        {
            return std::tuple{json::field("model", &OfModel::model),
                              json::field("amount", &OfModel::amount)};
        }
    };
    struct OfConversation
    {
        QString conversationId;
        QString userId;
        Amount amount;

        static constexpr auto fields()
        {
            using Self = OfConversation;
            return std::tuple{json::field("conversation_id", &Self::conversationId,
                                          "empty for what was asked outside of one"),
                              json::field("user_id", &Self::userId),
                              json::field("amount", &Self::amount)};
        }
    };
    struct Use
    {
        QList<OfModel> models;
        QList<OfConversation> conversations;
        Amount whole;

        static constexpr auto fields()
        {
            return std::tuple{json::field("models", &Use::models,
                                          "at most 10, those with the most tokens first"),
                              json::field("conversations", &Use::conversations,
                                          "at most 10, the dearest first"),
                              json::field("whole", &Use::whole, "with those that are left out")};
        }
    };

    static Amount amountOf(const store::ModelUseRow &row);
    core::Task<Use> read(Caller caller, Query<UseQuery> query);

    store::ModelUse *m_use;
    const core::Clock *m_clock;
};

} // namespace api
