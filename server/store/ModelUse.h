// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

namespace store {

class Database;

/// What models were asked in five minutes, or in all of some time.
struct ModelUseRow
{
    qint64 minute = 0; ///< since 1970; counted as the first of its five
    QString userId = {};
    QString conversationId = {}; ///< empty outside of one
    QString model = {};
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    qint64 cachedTokens = 0; ///< of the prompts'
    double cost = 0; ///< US dollars
};

/// The table of who asked which model for how much: a row for each conversation, model and five
/// minutes in which it was asked.
class ModelUse
{
public:
    static constexpr qint64 keptMinutes = qint64(90) * 24 * 60;

    explicit ModelUse(Database *database);

    core::Task<> add(ModelUseRow row);

    struct Sums
    {
        QList<ModelUseRow> models; ///< the most tokens first
        QList<ModelUseRow> conversations; ///< the dearest first
        ModelUseRow whole; ///< also of those that are left out
    };
    /// From @p minute on, at most @p most of each kind; of one user, or of all.
    core::Task<Sums> since(qint64 minute, std::optional<QString> userId, int most);

private:
    Database *m_database;
};

} // namespace store
