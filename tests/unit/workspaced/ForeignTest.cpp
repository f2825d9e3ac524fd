// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "TestMain.h"
#include "Workspaced.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace wire;
using test::WorkspacedPeer;

/// The helper for arm64, played by an emulator of that processor.
class ForeignTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    const QString m_program = BERTH_BIN_DIR "/berth-workspaced-arm64";

    /// A command that is the emulated helper.
    std::string player()
    {
        const QString path = m_folder.filePath("player");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("#!/bin/sh\nexec " BERTH_ARM64_PLAYER " " + m_program.toUtf8() + " \"$@\"\n");
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        return path.toStdString();
    }

private slots:
    void staysSmall()
    {
        const qint64 size = QFileInfo(m_program).size();
        QVERIFY2(size > 100'000 && size < 1'000'000, qPrintable(QString::number(size)));
    }

    void saysItsVersion()
    {
        QProcess process;
        process.start(BERTH_ARM64_PLAYER, {m_program, "version"});
        QVERIFY(process.waitForFinished());
        QProcess own;
        own.start(QString::fromStdString(test::workspacedProgram()), {"version"});
        QVERIFY(own.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        const QByteArray version = own.readAllStandardOutput();
        QVERIFY(version.contains('.'));
        QCOMPARE(process.readAllStandardOutput(), version);
    }

    void worksOverStandardStreams()
    {
        WorkspacedPeer peer(player());
        QVERIFY(peer.isWelcome());
        QCOMPARE(peer.welcome().arch, std::string("aarch64"));
        const auto &job = peer.shell("echo out; echo err >&2; exit 3");
        QCOMPARE(job.out, std::string("out\n"));
        QCOMPARE(job.err, std::string("err\n"));
        QCOMPARE(job.exit["code"].integer(), 3);
        const std::string path = m_folder.filePath("file").toStdString();
        const std::string content(300'000, 'x');
        QCOMPARE(peer.writeFile(Value::map({{"path", path}}), content).ok()["size"].integer(),
                 300'000);
        const auto &read = peer.call(op::fsRead, Value::map({{"path", path}}));
        QCOMPARE(read.file.size(), content.size());
    }
};

BERTH_TEST(ForeignTest)
#include "ForeignTest.moc"
