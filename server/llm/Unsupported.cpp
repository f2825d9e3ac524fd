// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "llm/Unsupported.h"

QCoro::Task<llm::Outcome> llm::Unsupported::complete(Request, DeltaSink, std::stop_token)
{
    co_return std::unexpected(m_failure);
}
