// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Autostart.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

using desktop::Autostart;

Autostart::Autostart(QString folder, QString program)
    : m_folder(std::move(folder))
    , m_program(std::move(program))
{}

QString Autostart::userFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/autostart";
}

QString Autostart::path() const
{
    return m_folder + "/dev.berth.Berth.desktop";
}

bool Autostart::isOn() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains("Hidden=true");
}

/// A word of an Exec line, whatever the path holds. A backslash is read twice: in the value, then
/// in the word.
static QByteArray quoted(const QString &program)
{
    QString text = program;
    text.replace("\\", "\\\\\\\\");
    for (const char *special : {"\"", "`", "$"})
        text.replace(special, QString("\\\\") + special);
    return '"' + text.replace('%', "%%").toUtf8() + '"';
}

core::Result<> Autostart::set(bool isOn)
{
    core::Result<> done = isOn ? write() : remove();
    emit changed();
    return done;
}

core::Result<> Autostart::remove() const
{
    if (!QFile::exists(path()) || QFile::remove(path()))
        return {};
    return core::fail(core::Error::Kind::Unavailable, path() + " cannot be removed.");
}

core::Result<> Autostart::write() const
{
    QSaveFile file(path());
    const bool isOpen = QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly);
    if (isOpen)
        file.write("[Desktop Entry]\nType=Application\nName=Berth\nExec=" + quoted(m_program)
                   + " --background\nIcon=dev.berth.Berth\nX-GNOME-Autostart-enabled=true\n");
    if (isOpen && file.commit())
        return {};
    return core::fail(core::Error::Kind::Unavailable,
                      path() + " cannot be written: " + file.errorString());
}

#include "moc_Autostart.cpp"
