// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "Identity.h"
#include "composition/Configuration.h"

#include <QCoreApplication>

#include <cstdio>

using namespace headless;

/// A command and what it takes: at most one more word.
struct Command
{
    int (*run)(const composition::Configuration &configuration, const QString &word) = nullptr;
    qsizetype words = 0;
};

static const QMap<QString, Command> &commands()
{
    using composition::Configuration;
    static const QMap<QString, Command> table{
        {"backup", {backUp, 1}},
        {"demo",
         {[](const Configuration &configuration, const QString &) { return demo(configuration); }}},
        {"doctor", {[](const Configuration &configuration, const QString &) {
        return doctor(configuration);
    }}},
        {"gc", {[](const Configuration &configuration, const QString &) {
        return collectGarbage(configuration, configuration.isDryRun());
    }}},
        {"serve", {[](const Configuration &configuration, const QString &) {
        return serve(configuration);
    }}},
        {"status", {[](const Configuration &configuration, const QString &) {
        return status(configuration);
    }}},
        {"stop", {[](const Configuration &configuration, const QString &) {
        return stop(configuration);
    }}}};
    return table;
}

// Qt waits through GLib where it can. There each socket that begins or ends to write costs a walk
// through the list of all sockets, which makes a broadcast to a thousand readers a million steps.
static void waitWithoutGlib()
{
    qputenv("QT_NO_GLIB", "1");
}

// What agents run is not concerned by our choice.
static void leaveGlibToOthers()
{
    qunsetenv("QT_NO_GLIB");
}

int main(int argc, char **argv)
{
    waitWithoutGlib();
    QCoreApplication application(argc, argv);
    leaveGlibToOthers();
    QCoreApplication::setApplicationName("berthd");
    QCoreApplication::setApplicationVersion(BERTH_VERSION);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        "Berth, the agent server.\n\nCommands:\n"
        "  serve   run the server (the default)\n"
        "  demo    show an agent at work without key or network, then serve\n"
        "  status  say whether a server works with the data directory\n"
        "  stop    end that server\n"
        "  doctor  say which engine makes the containers, and what is wrong with it\n"
        "  gc      remove from the engine what no workspace needs; --dry-run only says what\n"
        "  backup  copy the database to a file, also while a server works with it\n"
        "  key     create, list, revoke ID or rotate ID\n"
        "  user    create [ID], list, quota ID, disable ID, enable ID or delete ID");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("command",
                                 "serve, demo, status, stop, doctor, gc, backup FILE, key or user",
                                 "[command]");
    composition::Configuration::addFlags(parser);
    addIdentityFlags(parser);
    if (!parser.parse(QCoreApplication::arguments())) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(parser.errorText()));
        return BadUsage;
    }
    if (parser.isSet("help"))
        parser.showHelp(Fine);
    if (parser.isSet("version"))
        parser.showVersion();

    QStringList words = parser.positionalArguments();
    const QString name = words.isEmpty() ? QString("serve") : words.takeFirst();
    const Command command = commands().value(name);
    const bool isAboutIdentity = name == "key" || name == "user";
    if (!isAboutIdentity && (!command.run || words.size() > command.words)) {
        std::fprintf(stderr, "berthd: there is no command \"%s\"; see berthd --help\n",
                     qPrintable(parser.positionalArguments().join(' ')));
        return BadUsage;
    }
    if (words.size() < command.words) {
        std::fprintf(stderr, "berthd: %s needs the name of a file\n", qPrintable(name));
        return BadUsage;
    }
    const auto configuration =
        composition::Configuration::read(parser, QProcessEnvironment::systemEnvironment());
    if (!configuration) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(configuration.error().message));
        return BadUsage;
    }
    if (isAboutIdentity)
        return identity(*configuration, parser, name, words);
    return command.run(*configuration, words.value(0));
}
