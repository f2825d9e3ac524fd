// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Workplace.h"

#include <QCoroTask>
#include <QDir>
#include <QFile>

core::Task<QMap<QString, QString>> KnownSecrets::referencedBy(QString command)
{
    QMap<QString, QString> referenced;
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (command.contains(it.key(), Qt::CaseInsensitive))
            referenced.insert(it.key(), it.value());
    }
    co_return referenced;
}

QString KnownSecrets::mask(const QString &text) const
{
    QString masked = text;
    for (const QString &value : values)
        masked.replace(value, "<secret-hidden>");
    return masked;
}

Workplace::Workplace()
    : m_runtime(workspace::LocalOptions{.program = BERTH_BIN_DIR "/berth-workspaced",
                                        .directory = m_directory.path()})
{
    QDir(m_directory.path()).mkpath("work");
    const core::Result<std::shared_ptr<workspace::Channel>> channel = QCoro::waitFor(
        m_runtime.open("tester"));
    if (!channel)
        qFatal("No workspace: %s", qPrintable(channel.error().message));
    m_channel = *channel;
}

Workplace::~Workplace()
{
    m_channel.reset();
    const core::Result<> stopped = QCoro::waitFor(m_runtime.stop());
    Q_ASSERT_X(stopped.has_value(), "Workplace", "the workspace must end well");
}

tools::Place Workplace::place()
{
    return {m_channel, path(), m_directory.path() + "/kept", &secrets};
}

QString Workplace::path(const QString &name) const
{
    return m_directory.path() + "/work" + (name.isEmpty() ? "" : '/' + name);
}

void Workplace::writeFile(const QString &name, const QByteArray &bytes) const
{
    QDir(path()).mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write %s", qPrintable(name));
}

QByteArray Workplace::readFile(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

core::Result<QJsonObject> call(tools::Tool &tool, const QJsonObject &arguments,
                               std::stop_token stop)
{
    const core::Result<QJsonObject> action = tool.parse(arguments);
    if (!action)
        return action;
    return QCoro::waitFor(tool.execute(*action, stop));
}

QString textOf(const QJsonObject &observation)
{
    return observation.value("content").toArray().first().toObject().value("text").toString();
}
