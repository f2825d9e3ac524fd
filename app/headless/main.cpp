// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "composition/Configuration.h"

#include <QCoreApplication>

#include <cstdio>

using namespace headless;

using Command = int (*)(const composition::Configuration &);

static const QMap<QString, Command> &commands()
{
    static const QMap<QString, Command> table{{"demo", demo},
                                              {"serve",
                                               [](const composition::Configuration &configuration) {
        return serve(configuration);
    }},
                                              {"status", status},
                                              {"stop", stop}};
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
        "  stop    end that server");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("command", "serve, demo, status or stop", "[command]");
    composition::Configuration::addFlags(parser);
    if (!parser.parse(QCoreApplication::arguments())) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(parser.errorText()));
        return BadUsage;
    }
    if (parser.isSet("help"))
        parser.showHelp(Fine);
    if (parser.isSet("version"))
        parser.showVersion();

    const QString command = parser.positionalArguments().value(0, "serve");
    if (!commands().contains(command) || parser.positionalArguments().size() > 1) {
        std::fprintf(stderr, "berthd: there is no command \"%s\"; see berthd --help\n",
                     qPrintable(parser.positionalArguments().join(' ')));
        return BadUsage;
    }
    const auto configuration =
        composition::Configuration::read(parser, QProcessEnvironment::systemEnvironment());
    if (!configuration) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(configuration.error().message));
        return BadUsage;
    }
    return commands().value(command)(*configuration);
}
