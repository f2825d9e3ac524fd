// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"

#include "Narrator.h"
#include "composition/ServerApplication.h"
#include "core/Logging.h"

#include <QCoroTask>
#include <QTemporaryDir>

#include <cstdio>

using namespace headless;

namespace {

QCommandLineParser &demoFlags(QCommandLineParser &parser, const QString &directory)
{
    composition::Configuration::addFlags(parser);
    parser.parse({"berthd", "--port", "0", "--runtime", "local", "--keychain", "off", "--data-dir",
                  directory + "/data"});
    return parser;
}

model::StartConversation demoRequest(const QString &directory)
{
    const QJsonObject agent{
        {"kind", "Agent"},
        {"llm", QJsonObject{{"model", "demo/berth"}, {"stream", true}, {"usage_id", "agent"}}},
        {"tools",
         QJsonArray{QJsonObject{{"name", "terminal"}}, QJsonObject{{"name", "file_editor"}},
                    QJsonObject{{"name", "task_tracker"}}}}};
    model::StartConversation request;
    request.agent = agent;
    request.workspace.workingDir = directory + "/project";
    return request;
}

core::Task<> play(conversations::Conversations *conversations, model::StartConversation request)
{
    const auto started = co_await conversations->start(identity::defaultUser, std::move(request),
                                                       QJsonObject());
    if (!started)
        co_return std::unexpected(started.error());
    const std::shared_ptr<conversations::Conversation> conversation = started->conversation;
    Narrator narrator;
    QObject::connect(conversation.get(), &conversations::Conversation::framePublished, &narrator,
                     &Narrator::tell);
    model::SendMessage message;
    message.content = model::Contents::ofText(
        "Show me the demo: write a small program, run it, and make it work.");
    const core::Result<> begun = co_await conversation->addMessageAndRun(std::move(message));
    if (!begun)
        co_return std::unexpected(begun.error());
    const core::Deferred<bool> ended = narrator.ended();
    conversation->startRun();
    co_await ended;
    co_return {};
}

} // namespace

int headless::demo(const composition::Configuration &configuration)
{
    core::installLogging(configuration.logFormat());
    QTemporaryDir directory;
    QCommandLineParser parser;
    const auto own = composition::Configuration::read(demoFlags(parser, directory.path()),
                                                      QProcessEnvironment());
    if (!own || !directory.isValid()) {
        std::fprintf(stderr, "berthd: the demo has no folder to work in\n");
        return Failed;
    }
    std::printf("An agent at work. It needs no key and no network: its model is a script, its "
                "commands are real.\n"
                "It works in %s, which goes away afterwards.\n\n",
                qPrintable(directory.path()));
    std::fflush(stdout);
    {
        QLoggingCategory::setFilterRules("server.request=false\n*.info=false");
        composition::ServerApplication server(*own);
        core::Result<> done = QCoro::waitFor(server.start());
        if (done)
            done = QCoro::waitFor(play(server.conversations(), demoRequest(directory.path())));
        const core::Result<> stopped = QCoro::waitFor(server.stop());
        QLoggingCategory::setFilterRules({});
        if (!done || !stopped) {
            std::fprintf(stderr, "berthd: the demo failed: %s\n",
                         qPrintable((done ? stopped : done).error().message));
            return Failed;
        }
    }
    std::printf("\nThat was the demo. The server starts now.\n\n");
    std::fflush(stdout);
    return serve(configuration, Advice::HowToConnect);
}
