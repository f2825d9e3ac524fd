// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Configuration.h"
#include "api/routes/SettingsRoutes.h"

#include <functional>

namespace composition {

/// The options of a running server, and the changes that a person made to them, which are kept in
/// settings.json of the data directory.
class StoredSettings : public api::SettingsStore
{
public:
    /// Called with the new configuration once a change is written, for what counts at once.
    using Apply = std::function<void(const Configuration &configuration)>;

    explicit StoredSettings(Configuration inForce, Apply apply = {});

    QList<api::Setting> settings() const override;
    core::Result<> change(const QJsonObject &changes) override;

private:
    Configuration m_inForce;
    Configuration m_next; ///< of the next start
    Apply m_apply;
};

} // namespace composition
