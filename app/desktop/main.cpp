// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Demo.h"
#include "Desktop.h"
#include "composition/Configuration.h"
#include "core/Logging.h"
#include "headless/Signals.h"
#include "ui/models/RemoteServer.h"
#include "ui/widgets/Language.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Tips.h"

#include <QApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>

#include <kdsingleapplication.h>

#include <csignal>
#include <cstdio>

using composition::Configuration;

enum ExitCode { Fine = 0, Failed = 1, BadUsage = 2 };

static int complain(const QString &text)
{
    std::fprintf(stderr, "berth: %s\n", qPrintable(text));
    return BadUsage;
}

/// One program for each user and data directory, and for each server elsewhere.
static QString instanceName(const QString &place)
{
    const QByteArray hash = QCryptographicHash::hash(place.toUtf8(), QCryptographicHash::Sha256);
    return "berth-" + QString::fromLatin1(hash.toHex().first(16));
}

static core::Result<QString> keyFor(const QCommandLineParser &parser)
{
    if (!parser.isSet("key-file"))
        return qEnvironmentVariable("BERTH_API_KEY");
    QFile file(parser.value("key-file"));
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(core::Error::Kind::Invalid,
                          "The key file cannot be read: " + file.errorString());
    return QString::fromUtf8(file.read(4096).trimmed());
}

static core::Result<std::unique_ptr<ui::ServerDoor>> doorFor(const QCommandLineParser &parser,
                                                             const Configuration &configuration)
{
    if (!parser.isSet("connect"))
        return std::make_unique<desktop::ServerThread>(configuration);
    const QUrl url(parser.value("connect"), QUrl::StrictMode);
    if (!QStringList{"http", "https"}.contains(url.scheme()) || url.host().isEmpty())
        return core::fail(core::Error::Kind::Invalid,
                          "--connect expects an address such as https://server:8000.");
    const core::Result<QString> key = keyFor(parser);
    if (!key)
        return std::unexpected(key.error());
    return std::make_unique<ui::RemoteServer>(url, *key);
}

/// Empty for the one of the system.
static QString languageFor(const QCommandLineParser &parser)
{
    if (parser.isSet("language"))
        return parser.value("language");
    const QString named = qEnvironmentVariable("BERTH_LANGUAGE");
    return named.isEmpty() ? ui::Preferences().language() : named;
}

static void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription("Berth: agents that you can watch and steer, in the tray.");
    parser.addHelpOption();
    parser.addVersionOption();
    Configuration::addFlags(parser);
    parser.addOption({"background", "Show the tray icon only."});
    parser.addOption({"demo",
                      "Watch an agent at work: a script is its model, and what it does is kept "
                      "in --data-dir or nowhere."});
    parser.addOption(
        {"language",
         "Speak this language (en, de, ...; pseudo for texts that are longer; default: "
         "what BERTH_LANGUAGE says, else what Settings say).",
         "code"});
    parser.addOption({"connect", "Watch the server at this address.", "address"});
    parser.addOption(
        {"key-file",
         "With --connect: a file that holds the key (default: what BERTH_API_KEY says).", "file"});
}

int main(int argc, char **argv)
{
    // Of a start by somebody who wants to see a window; Qt may take it.
    const QByteArray token = qgetenv("XDG_ACTIVATION_TOKEN");
    QApplication application(argc, argv);
    QApplication::setApplicationName("berth");
    QApplication::setApplicationDisplayName("Berth");
    QApplication::setApplicationVersion(BERTH_VERSION);
    QApplication::setDesktopFileName("dev.berth.Berth");
    QApplication::setStyle(new ui::Style);
    const ui::Tips tips;

    QCommandLineParser parser;
    describe(parser);
    parser.process(application);
    const QString language = languageFor(parser);
    if (!language.isEmpty() && language != "pseudo" && !ui::languages().contains(language))
        return complain("There is no language " + language + ", but there are "
                        + ui::languages().join(", ") + '.');
    ui::applyLanguage(language);
    std::optional<desktop::Demo> demo;
    if (parser.isSet("demo"))
        demo.emplace(parser.value("data-dir"));
    const auto configuration = demo ? demo->configuration()
                                    : Configuration::read(parser,
                                                          QProcessEnvironment::systemEnvironment());
    if (!configuration)
        return complain(configuration.error().message);
    core::installLogging(configuration->logFormat());

    const QString place = parser.isSet("connect")
                              ? parser.value("connect")
                              : QDir(configuration->dataDirectory()).absolutePath();
    auto single = std::make_unique<KDSingleApplication>(
        instanceName(place), KDSingleApplication::Option::IncludeUsernameInSocketName);
    if (!single->isPrimaryInstance())
        return single->sendMessageWithTimeout("open " + token, 5000) ? Fine : Failed;

    core::Result<std::unique_ptr<ui::ServerDoor>> door = doorFor(parser, *configuration);
    if (!door)
        return complain(door.error().message);
    using Show = desktop::Desktop::Show;
    auto program = std::make_unique<desktop::Desktop>(std::move(*door), parser.isSet("background")
                                                                            ? Show::TrayOnly
                                                                            : Show::Window);
    QObject::connect(single.get(), &KDSingleApplication::messageReceived, program.get(),
                     &desktop::Desktop::openFor);
    if (demo)
        program->beginDemo(demo->request());
    else if (!parser.isSet("connect"))
        program->welcome();
    headless::Signals signalsOfTheSystem({SIGINT, SIGTERM, SIGHUP});
    QObject::connect(&signalsOfTheSystem, &headless::Signals::received, program.get(),
                     &desktop::Desktop::quitNow);
    const int code = QApplication::exec();
    if (!program->isOwnStartAsked())
        return code;
    // It may be about the same folder, so this one has left it first.
    program.reset();
    single.reset();
    QStringList arguments = QCoreApplication::arguments().sliced(1);
    arguments.removeAll("--demo");
    return QProcess::startDetached(QCoreApplication::applicationFilePath(), arguments) ? code
                                                                                       : Failed;
}
