// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"

#include "composition/Configuration.h"
#include "composition/DataDirectory.h"
#include "composition/StoredLedger.h"
#include "composition/WorkspaceDefaults.h"
#include "core/Clock.h"
#include "resources/Resources.h"
#include "store/Database.h"
#include "workspace/HelperFolder.h"
#include "workspace/Janitor.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcessEnvironment>

#include <cstdio>

using namespace headless;
using workspace::Leftover;

static const char *kindOf(const Leftover &leftover)
{
    switch (leftover.kind) {
    case Leftover::Kind::Container: return "container";
    case Leftover::Kind::Volume: return "volume   ";
    case Leftover::Kind::Disk: return "disk     ";
    case Leftover::Kind::Network: return "network  ";
    case Leftover::Kind::Image: return "image    ";
    case Leftover::Kind::Helper: return "helper   ";
    case Leftover::Kind::Workspace: break;
    }
    return "workspace";
}

static int complain(const core::Error &error)
{
    std::fprintf(stderr, "berthd: %s\n", qPrintable(error.message));
    return error.kind == core::Error::Kind::Conflict ? DirectoryTaken : Failed;
}

static workspace::KeepingRules rulesOf(const composition::Configuration &configuration,
                                       const QString &instance)
{
    const workspace::Lifecycle lifecycle = composition::workspaceLifecycle(configuration);
    workspace::KeepingRules rules;
    rules.instance = instance;
    rules.now = core::Clock::system().now();
    rules.retention = lifecycle.retention;
    rules.removesUnknownVolumes = true;
    rules.removesShared = true;
    rules.image = configuration.image();
    rules.diskRoot = configuration.dataDirectory() + "/disks";
    rules.helperRoot = configuration.dataDirectory() + "/helpers";
    rules.helpers = workspace::helperDigests(QCoreApplication::applicationDirPath()
                                             + "/berth-workspaced");
    rules.idleTimeout = [usual = lifecycle.idleTimeout](const workspace::WorkspaceRecord &record) {
        return std::chrono::seconds(record.settings.idleTimeout.value_or(int(usual.count())));
    };
    rules.isInUse = [](const QString &) { return false; };
    return rules;
}

/// Finds, tells and unless @p isDryRun removes.
static core::Task<> clearUp(QList<docker::Endpoint> engines, workspace::Ledger *ledger,
                            workspace::KeepingRules rules, bool isDryRun)
{
    const auto engine = co_await docker::findEngine(engines);
    if (!engine)
        co_return std::unexpected(engine.error());
    const auto leftovers = co_await workspace::findLeftovers(*engine, ledger, rules);
    if (!leftovers)
        co_return std::unexpected(leftovers.error());
    for (const Leftover &leftover : *leftovers)
        std::printf("%s %s  (%s)\n", kindOf(leftover), qPrintable(leftover.name),
                    qPrintable(leftover.reason));
    if (leftovers->isEmpty())
        std::printf("There is nothing to remove.\n");
    else if (isDryRun)
        std::printf("Nothing was removed: this is what would be.\n");
    if (isDryRun)
        co_return {};
    co_return co_await workspace::removeLeftovers(*engine, ledger, *leftovers, rules);
}

int headless::collectGarbage(const composition::Configuration &configuration, bool isDryRun)
{
    if (!QFileInfo::exists(configuration.dataDirectory() + "/berth.db")) {
        std::fprintf(stderr, "berthd: There is no server's data in %s.\n",
                     qPrintable(configuration.dataDirectory()));
        return Failed;
    }
    resources::init();
    // Its server clears up by itself, and knows better what is in use.
    const auto data = composition::DataDirectory::open(configuration.dataDirectory());
    if (!data)
        return complain(data.error());
    const auto engines = docker::endpoints(configuration.dockerHost(),
                                           QProcessEnvironment::systemEnvironment());
    if (!engines)
        return complain(engines.error());
    const core::Result<QString> instance = data->instance();
    if (!instance)
        return complain(instance.error());
    const auto database = store::Database::open(data->file("berth.db"));
    if (!database)
        return complain(database.error());
    store::Workspaces table(database->get());
    composition::StoredLedger ledger(&table);
    const core::Result<> cleared = QCoro::waitFor(
        clearUp(*engines, &ledger, rulesOf(configuration, *instance), isDryRun));
    (*database)->close();
    return cleared ? Fine : complain(cleared.error());
}
