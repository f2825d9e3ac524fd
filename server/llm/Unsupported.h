// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llm/Client.h"

namespace llm {

/// Stands for a model that cannot be asked; every answer is the same failure, which says why.
class Unsupported : public Client
{
public:
    explicit Unsupported(Failure failure)
        : m_failure(std::move(failure))
    {}

    QCoro::Task<Outcome> complete(Request request, DeltaSink sink, std::stop_token stop) override;

private:
    Failure m_failure;
};

} // namespace llm
