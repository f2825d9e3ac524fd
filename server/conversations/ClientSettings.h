// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/Locks.h"
#include "conversations/Profiles.h"

namespace conversations {

/// What clients of the SDK keep on the server for their user: how agents and conversations are to
/// be, what a front end keeps for itself, and secrets by name. Secrets are sealed on disk.
class ClientSettings
{
public:
    /// Everything, secrets plain. What nobody has said is as the SDK has it, the model that of the
    /// active profile.
    struct Document
    {
        QJsonObject agent;
        QJsonObject conversation;
        QJsonObject misc;
        std::optional<QString> activeProfile;
    };
    /// What is merged into it. In @c agent null takes a member away at every depth, in the others
    /// only below the first.
    struct Change
    {
        QJsonObject agent;
        QJsonObject conversation;
        QJsonObject misc;
        std::optional<std::optional<QString>> activeProfile;
    };
    struct Secret
    {
        QString name;
        std::optional<QString> description;
    };

    /// Everything outlives it.
    ClientSettings(store::Settings *settings, const secrets::Vault *vault, Profiles *profiles);

    core::Task<Document> read(QString userId);
    /// NotFound for a profile that is not kept; Invalid for what can be no settings; TooLarge.
    core::Task<Document> change(QString userId, Change change);

    /// In the order of their names.
    core::Task<QList<Secret>> secrets(QString userId);
    /// The value; NotFound.
    core::Task<QString> secret(QString userId, QString name);
    /// Makes or replaces it. Conflict when there are too many.
    core::Task<> setSecret(QString userId, Secret secret, QString value);
    /// NotFound.
    core::Task<> removeSecret(QString userId, QString name);
    /// A letter and at most 63 letters, digits and underlines.
    static bool isSecretName(const QString &name);

private:
    core::Task<QJsonObject> part(QString userId, QString name);
    core::Task<> keep(QString userId, QString name, QJsonObject part);
    core::Task<Document> document(QString userId, QJsonObject agent, QJsonObject conversation,
                                  QJsonObject misc);
    core::Task<Document> changeInTurn(QString userId, Change change);
    core::Task<> activate(QString userId, std::optional<QString> profile);

    store::Settings *m_settings;
    const secrets::Vault *m_vault;
    Profiles *m_profiles;
    agent::Locks m_turns; ///< one change at a time of each user
};

} // namespace conversations
