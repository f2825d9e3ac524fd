// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredSettings.h"

using namespace composition;
using core::Error;

/// What counts without a restart.
static const QStringList immediate{"max-workspaces",     "max-runs",
                                   "max-cost-per-day",   "max-cost-per-month",
                                   "max-tokens-per-day", "max-tokens-per-month"};

StoredSettings::StoredSettings(Configuration inForce, Apply apply)
    : m_inForce(inForce)
    , m_next(std::move(inForce))
    , m_apply(std::move(apply))
{}

static QString originOf(const Configuration::Option &option, const QString &source)
{
    const QString flag = option.flag;
    if (source == "environment")
        return Configuration::environmentName(flag);
    return "--" + flag;
}

QList<api::Setting> StoredSettings::settings() const
{
    QList<api::Setting> list;
    for (const Configuration::Option &option : Configuration::options()) {
        const QString name = option.flag;
        api::Setting setting;
        setting.name = name;
        setting.value = m_inForce.valueOf(name);
        setting.defaultValue = option.fallback;
        setting.source = m_inForce.sourceOf(name);
        setting.from = originOf(option, setting.source);
        setting.help = option.help;
        setting.isLocked = m_inForce.isLocked(name);
        setting.needsRestart = !immediate.contains(name);
        if (m_next.valueOf(name) != setting.value)
            setting.next = m_next.valueOf(name);
        list.append(setting);
    }
    return list;
}

core::Result<> StoredSettings::change(const QJsonObject &changes)
{
    core::Result<Configuration> next = m_next.changed(changes);
    if (!next)
        return std::unexpected(next.error());
    if (const core::Result<> written = next->writeStored(); !written)
        return written;
    m_next = std::move(*next);
    for (const QString &name : immediate)
        m_inForce.adopt(name, m_next);
    if (m_apply)
        m_apply(m_inForce);
    return {};
}
