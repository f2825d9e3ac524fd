// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContainerHost.h"

#include "tools/TerminalTool.h"
#include "workspace/BashService.h"

using namespace workspace;
using test::ContainerHost;

namespace {

/// A command that wants more memory than there is, and its program is killed.
const QString glutton = "tail /dev/zero";

/// Keeps nothing.
class NoJournal : public BashJournal
{
public:
    core::Task<> append(QString, QList<QJsonObject>, BashProgress) override { co_return {}; }
    core::Task<QList<BashRemnant>> unfinished(std::chrono::microseconds) override
    {
        co_return QList<BashRemnant>();
    }
};

class NoSecrets : public tools::Secrets
{
public:
    core::Task<QMap<QString, QString>> referencedBy(QString) override
    {
        co_return QMap<QString, QString>();
    }
    QString mask(const QString &text) const override { return text; }
};

} // namespace

/// What an agent and a program hear when a container has too little memory for a command.
class MemoryTest : public QObject
{
    Q_OBJECT

    ContainerHost m_host;

private slots:
    void initTestCase()
    {
        const QString problem = m_host.problem();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        DockerOptions options = m_host.options();
        options.settings.resourceLimits->memory = ByteCount{64 << 20};
        m_host.use(options);
    }

    void cleanupTestCase()
    {
        m_host.stop();
        m_host.removeVolumes();
    }

    void tellsAnAgent()
    {
        NoSecrets secrets;
        tools::TerminalTool terminal({m_host.open(), "/workspace", "/workspace/kept", &secrets},
                                     {});
        const auto suffix = [&terminal](const QString &command) {
            const auto action = terminal.parse({{"command", command}});
            const auto observation = QCoro::waitFor(terminal.execute(*action, {}));
            return observation ? (*observation)["metadata"]["suffix"].toString()
                               : observation.error().message;
        };
        QCOMPARE(suffix(glutton),
                 "\n[The command completed with exit code 137. It, or a program that it ran, was "
                 "killed because the workspace ran out of memory.]");
        QCOMPARE(suffix("(exit 137)"), "\n[The command completed with exit code 137.]");
        terminal.close();
    }

    void tellsAProgram()
    {
        NoJournal journal;
        BashService bash(m_host.runtime(), &journal);
        BashRequest request;
        request.command = glutton + "; exit $?";
        const auto output = QCoro::waitFor(bash.execute("user", request));
        VERIFY_RESULT(output);
        QCOMPARE(output->exitCode, 137);
        QVERIFY(output->standardError->endsWith("The command, or a program it started, was killed: "
                                                "the workspace is out of memory.\n"));
        request.command = "exit 137";
        const auto fine = QCoro::waitFor(bash.execute("user", request));
        VERIFY_RESULT(fine);
        QCOMPARE(fine->exitCode, 137);
        QVERIFY(!fine->standardError);
        VERIFY_RESULT(QCoro::waitFor(bash.stop()));
    }
};

BERTH_TEST(MemoryTest)
#include "MemoryTest.moc"
