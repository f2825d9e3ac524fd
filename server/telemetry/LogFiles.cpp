// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/LogFiles.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

using namespace telemetry;

LogFiles::LogFiles(QString folder, Bounds bounds)
    : m_folder(std::move(folder))
    , m_bounds(bounds)
{}

QString LogFiles::name(int age) const
{
    return m_folder + "/berth.log" + (age > 0 ? '.' + QString::number(age) : QString());
}

core::Result<> LogFiles::open()
{
    m_file.setFileName(name(0));
    const bool made = QDir().mkpath(m_folder)
                      && m_file.open(QIODevice::Append,
                                     QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (made)
        return {};
    return core::fail(core::Error::Kind::Unavailable,
                      "The log cannot be written to " + name(0) + ": " + m_file.errorString());
}

void LogFiles::write(const core::LogLine &line)
{
    // Qt says so itself where a file is not open, and this may say nothing.
    if (!m_file.isOpen())
        return;
    QJsonObject object{{"time", line.time},
                       {"level", line.level},
                       {"category", line.category},
                       {"message", line.message}};
    for (auto it = line.context.begin(); it != line.context.end(); ++it)
        object.insert(it.key(), it.value());
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    if (m_file.size() + text.size() > m_bounds.bytes && m_file.size() > 0)
        rotate();
    if (!m_file.isOpen())
        return;
    m_file.write(text);
    m_file.flush();
}

void LogFiles::rotate()
{
    m_file.close();
    QFile::remove(name(m_bounds.files - 1));
    for (int age = m_bounds.files - 2; age >= 0; --age)
        QFile::rename(name(age), name(age + 1));
    std::ignore = open();
}
