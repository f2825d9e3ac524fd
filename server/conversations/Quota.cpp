// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversations/Quota.h"

#include "store/Conversations.h"

core::Task<> conversations::checkQuota(Services services, QString userId)
{
    const int most = services.limits.perUser;
    const core::Result<qint64> open = co_await services.conversations->count(userId);
    if (!open)
        co_return std::unexpected(open.error());
    if (*open < most)
        co_return {};
    co_return core::fail(core::Error::Kind::Conflict,
                         QString("There are %1 conversations already, as many as a user may have; "
                                 "delete one that is not needed any more.")
                             .arg(most));
}
