// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

namespace test {

/// The real server in a process and a folder of its own.
class BerthdProgram
{
public:
    BerthdProgram()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("BERTH_KEYCHAIN", "off");
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(BERTH_BIN_DIR "/berthd", {"serve", "--port", "0", "--runtime", "local",
                                                  "--data-dir", m_folder.path()});
    }
    ~BerthdProgram()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(10000))
            m_process.kill();
    }

    /// Whether it came to listen within half a minute.
    bool isListening()
    {
        const bool isAnnounced = QTest::qWaitFor([this] {
            return QFile::exists(m_folder.filePath("server.json"));
        }, 30000);
        QFile announced(m_folder.filePath("server.json"));
        if (!isAnnounced || !announced.open(QIODevice::ReadOnly))
            return false;
        m_told = QJsonDocument::fromJson(announced.readAll()).object();
        return !url().isEmpty();
    }
    QUrl url() const { return QUrl(m_told["url"].toString()); }
    QString key() const
    {
        QFile file(m_told["api_key_file"].toString());
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().trimmed())
                                              : QString();
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QJsonObject m_told;
};

} // namespace test
