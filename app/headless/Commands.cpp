// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"

#include "Signals.h"
#include "composition/ServerApplication.h"
#include "core/Logging.h"
#include "store/Backup.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QFile>
#include <QFileInfo>

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace headless;
using core::Error;

/// Keys are in this process's memory: its children may not read it, and it leaves no core dump.
static void protectMemory()
{
    ::prctl(PR_SET_DUMPABLE, 0);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

static int explain(const core::Error &error, bool failedToListen)
{
    std::fprintf(stderr, "berthd: %s\n", qPrintable(error.message));
    if (failedToListen)
        return error.kind == Error::Kind::Invalid ? BadUsage : PortTaken;
    return error.kind == Error::Kind::Conflict ? DirectoryTaken : Failed;
}

static void greet(const composition::ServerApplication &server)
{
    std::printf("berth: listening on %s\n", qPrintable(server.url().toString()));
    if (!server.fingerprint().isEmpty())
        std::fprintf(stderr, "berth: its certificate has the SHA-256 fingerprint %s\n",
                     qPrintable(server.fingerprint()));
    std::fflush(stdout);
    if (!::isatty(STDOUT_FILENO))
        return;
    std::printf("berth: agents work in the runtime \"%s\"\n", qPrintable(server.runtimeName()));
    std::printf("berth: the API key is in %s\n", qPrintable(server.keyFile()));
    if (QFile file(server.keyFile()); server.isKeyNew() && file.open(QIODevice::ReadOnly))
        std::printf("berth: it is new: %s\n", file.readAll().trimmed().constData());
    std::fflush(stdout);
}

/// A program that connects, with the address and key of this very server.
static void adviseHowToConnect(const composition::ServerApplication &server)
{
    std::printf("\nTo connect, pip install openhands-sdk openhands-tools and run:\n\n"
                "    from openhands.sdk import LLM, Conversation, Workspace\n"
                "    from openhands.tools.preset.default import get_default_agent\n\n"
                "    workspace = Workspace(host=\"%s\", working_dir=\"/tmp/project\",\n"
                "                          api_key=open(\"%s\").read().strip())\n"
                "    agent = get_default_agent(llm=LLM(model=\"demo/berth\"), cli_mode=True)\n"
                "    conversation = Conversation(agent=agent, workspace=workspace)\n"
                "    conversation.send_message(\"Show me the demo\")\n"
                "    conversation.run()\n\n",
                qPrintable(server.url().toString()), qPrintable(server.keyFile()));
    if (server.runtimeName() == "none") {
        std::printf("Agents have no place to work in yet. With --runtime local they run commands "
                    "on this machine as\n"
                    "you, without isolation.\n\n");
    }
    std::fflush(stdout);
}

int headless::serve(const composition::Configuration &configuration, Advice advice)
{
    protectMemory();
    core::installLogging(configuration.logFormat());
    composition::ServerApplication server(configuration);
    const core::Result<> started = QCoro::waitFor(server.start());
    if (!started) {
        const bool failedToListen = server.failedToListen();
        const core::Result<> undone = QCoro::waitFor(server.stop());
        if (!undone)
            qCWarning(lcApp).noquote()
                << "What had begun was not undone:" << undone.error().message;
        return explain(started.error(), failedToListen);
    }
    // Whoever reads that the server listens may end it at once, and it must end well.
    Signals signalsOfTheSystem({SIGINT, SIGTERM, SIGHUP});
    greet(server);
    if (advice == Advice::HowToConnect)
        adviseHowToConnect(server);

    QObject::connect(&signalsOfTheSystem, &Signals::received, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    const core::Result<> stopped = QCoro::waitFor(server.stop());
    if (!stopped) {
        qCWarning(lcApp).noquote() << "The server did not stop cleanly:" << stopped.error().message;
        return Failed;
    }
    return Fine;
}

int headless::backUp(const composition::Configuration &configuration, const QString &target)
{
    const QString path = QFileInfo(target).absoluteFilePath();
    const core::Result<> done = store::backUp(configuration.dataDirectory() + "/berth.db", path);
    if (!done) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(done.error().message));
        return Failed;
    }
    std::printf("%s (%lld kB)\n", qPrintable(path),
                static_cast<long long>(QFileInfo(path).size() / 1000));
    return Fine;
}

int headless::status(const composition::Configuration &configuration)
{
    const auto running = composition::runningServer(configuration.dataDirectory());
    if (!running) {
        std::printf("%s\n", qPrintable(running.error().message));
        return Failed;
    }
    std::printf("%s, process %lld, key in %s\n", qPrintable(running->url),
                static_cast<long long>(running->pid), qPrintable(running->keyFile));
    return Fine;
}

int headless::stop(const composition::Configuration &configuration)
{
    const auto running = composition::runningServer(configuration.dataDirectory());
    if (!running) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(running.error().message));
        return Failed;
    }
    if (::kill(static_cast<pid_t>(running->pid), SIGTERM) != 0) {
        std::fprintf(stderr, "berthd: process %lld cannot be ended\n",
                     static_cast<long long>(running->pid));
        return Failed;
    }
    return Fine;
}
