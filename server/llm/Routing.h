// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Catalogue.h"
#include "model/Agent.h"

#include <QUrl>

namespace llm {

/// Where a model is asked, and how.
struct Route
{
    Provider provider;
    Wire wire =
        Wire::Chat; ///< what the model needs, which may differ from the provider's usual API
    QString model; ///< its name in requests
    QUrl url; ///< of Chat Completions; empty for another wire API
    bool isOwnEndpoint = false; ///< the provider's published one, which its environment key is
                                ///< meant for
};

/// The route that the model's name, base URL and api_mode call for; Invalid says why there is none.
core::Result<Route> routeOf(const model::LlmConfig &settings);

} // namespace llm
