// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "WorkspacedPeer.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

#include <termios.h>

namespace test {

inline std::string workspacedProgram()
{
    return BERTH_BIN_DIR "/berth-workspaced";
}

// Processes that are alive (no zombies) and whose command line holds a word.
inline int countProcesses(const QByteArray &word)
{
    int count = 0;
    for (const QString &name : QDir("/proc").entryList(QDir::Dirs)) {
        QFile file("/proc/" + name + "/cmdline");
        if (name.toInt() > 0 && file.open(QIODevice::ReadOnly) && file.readAll().contains(word))
            ++count;
    }
    return count;
}

inline QByteArray statusField(pid_t pid, const QByteArray &field)
{
    QFile file(QString("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(field + ':'))
            return line.mid(field.size() + 1).trimmed();
    }
    return {};
}

// Children of a process, alive or not reaped.
inline int countChildren(pid_t parent)
{
    int count = 0;
    for (const QString &name : QDir("/proc").entryList(QDir::Dirs)) {
        const auto pid = static_cast<pid_t>(name.toInt());
        if (pid > 0 && statusField(pid, "PPid").toInt() == parent)
            ++count;
    }
    return count;
}

/// Whether a terminal echoes what is typed.
class Echo
{
public:
    explicit Echo(const std::string &terminal)
        : m_fd(::open(terminal.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC))
    {}
    ~Echo() { ::close(m_fd); }
    Echo(const Echo &) = delete;
    Echo &operator=(const Echo &) = delete;

    bool isOn() const
    {
        termios settings{};
        return ::tcgetattr(m_fd, &settings) == 0 && (settings.c_lflag & ECHO);
    }

private:
    int m_fd;
};

} // namespace test
