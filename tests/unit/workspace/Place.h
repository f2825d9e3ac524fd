// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "TestMain.h"
#include "workspace/LocalRuntime.h"

#include <QCoroTask>

/// An empty folder and a real berth-workspaced that works in it.
class Place
{
public:
    Place()
        : m_runtime(options(m_folder.path()))
    {
        const auto opened = QCoro::waitFor(m_runtime.open("user"));
        if (opened)
            channel = *opened;
        else
            qFatal("%s", qPrintable(opened.error().message));
    }

    static workspace::LocalOptions options(const QString &directory)
    {
        workspace::LocalOptions options;
        options.program = BERTH_BIN_DIR "/berth-workspaced";
        options.directory = directory;
        return options;
    }

    QString root() const { return m_folder.path(); }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    workspace::LocalRuntime *runtime() { return &m_runtime; }

    void put(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray get(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// What `/bin/sh -c` prints for @p line.
    QByteArray shell(const QString &line) const
    {
        workspace::Command command;
        command.shell = line;
        const auto output = QCoro::waitFor(channel->run(command, {}));
        return output ? output->standardOutput : output.error().message.toUtf8();
    }

private:
    QTemporaryDir m_folder;
    workspace::LocalRuntime m_runtime;

public:
    std::shared_ptr<workspace::Channel> channel;
};
