// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tools/Tool.h"
#include "workspace/LocalRuntime.h"

#include <QTemporaryDir>

/// Secrets that a test names.
class KnownSecrets : public tools::Secrets
{
public:
    QMap<QString, QString> values;

    core::Task<QMap<QString, QString>> referencedBy(QString command) override;
    QString mask(const QString &text) const override;
};

/// A temporary folder in which tools work for real, through a helper program of its own.
class Workplace
{
public:
    Workplace();
    ~Workplace();

    tools::Place place();
    QString path(const QString &name = "") const;
    void writeFile(const QString &name, const QByteArray &bytes) const;
    QByteArray readFile(const QString &name) const;

    KnownSecrets secrets;

private:
    QTemporaryDir m_directory;
    workspace::LocalRuntime m_runtime;
    std::shared_ptr<workspace::Channel> m_channel;
};

/// Validates and executes a call as an agent does, and waits for the observation.
core::Result<QJsonObject> call(tools::Tool &tool, const QJsonObject &arguments,
                               std::stop_token stop = {});

/// The text of an observation.
QString textOf(const QJsonObject &observation);
