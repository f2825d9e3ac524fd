// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"

#include <QJsonObject>

namespace secrets {
class Vault;
}

namespace store {
class Settings;
}

namespace conversations {

/// Models and agents that users keep on the server by name, each user their own, with a default of
/// each kind. The keys of models are sealed on disk.
class Profiles
{
public:
    /// "llm" are settings of a model, "agent" what an agent is made of but its model.
    enum class Kind { Llm, Agent };

    struct Profile
    {
        QString name;
        QJsonObject config;
        bool isDefault = false;
    };

    Profiles(store::Settings *settings, const secrets::Vault *vault);

    /// In the order of their names.
    core::Task<QList<Profile>> list(QString userId, Kind kind);
    /// NotFound.
    core::Task<Profile> find(QString userId, Kind kind, QString name);
    /// Makes it or replaces it. A model without an api_key keeps the one it had. Invalid for a
    /// wrong name; Conflict when there are too many.
    core::Task<> set(QString userId, Kind kind, Profile profile);
    /// Gives a model another name, for the agents that name it too; NotFound, and Conflict when the
    /// name is taken.
    core::Task<> renameModel(QString userId, QString from, QString to);
    /// NotFound.
    core::Task<> remove(QString userId, Kind kind, QString name);
    /// None is meant any more where none is named.
    core::Task<> clearDefault(QString userId, Kind kind);

    /// The whole agent named @p name, its model's key included; without a name the default one, and
    /// when none is kept an agent with the usual tools and the default model. Its model is the one
    /// named @p llm, where that is given. Invalid when there is no such agent or no model for it.
    core::Task<QJsonObject> agent(QString userId, std::optional<QString> name,
                                  std::optional<QString> llm = {});

private:
    core::Task<std::optional<QString>> defaultName(QString userId, Kind kind);
    core::Task<QJsonObject> model(QString userId, QJsonValue wanted);

    store::Settings *m_settings;
    const secrets::Vault *m_vault;
};

/// Letters, digits, dots, dashes and underlines; 1 to 64 of them, the first a letter or a digit.
bool isProfileName(const QString &name);

} // namespace conversations
