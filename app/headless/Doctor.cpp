// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"

#include "composition/Configuration.h"
#include "docker/Diagnosis.h"
#include "workspace/SandboxRuntime.h"

#include <QCoreApplication>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <cstdio>

using namespace headless;
using docker::Finding;

static const char *markOf(Finding::Weight weight)
{
    switch (weight) {
    case Finding::Weight::Fine: return "fine   ";
    case Finding::Weight::Note: return "note   ";
    case Finding::Weight::Trouble: break;
    }
    return "TROUBLE";
}

static void print(const Finding &finding)
{
    std::printf("  %s  %s: %s\n", markOf(finding.weight), qPrintable(finding.name),
                qPrintable(finding.text));
    if (!finding.advice.isEmpty())
        std::printf("           %s\n", qPrintable(finding.advice));
}

static void print(const docker::Diagnosis &diagnosis)
{
    for (const docker::Candidate &candidate : diagnosis.passedOver) {
        std::printf("not used: %s (%s): %s [%s]\n", qPrintable(candidate.endpoint.text()),
                    qPrintable(candidate.endpoint.source), qPrintable(candidate.finding.text),
                    qPrintable(candidate.finding.name));
        std::printf("           %s\n", qPrintable(candidate.finding.advice));
    }
    if (!diagnosis.used) {
        std::printf("No engine can be used: agents have no container to work in.\n");
        return;
    }
    const docker::EngineVersion &version = diagnosis.version;
    std::printf("used: %s (%s): %s %s, API %s, %s/%s\n", qPrintable(diagnosis.used->text()),
                qPrintable(diagnosis.used->source), version.isPodman ? "Podman" : "Docker",
                qPrintable(version.version), qPrintable(version.apiVersion),
                qPrintable(version.operatingSystem), qPrintable(version.architecture));
    for (const Finding &finding : diagnosis.findings)
        print(finding);
}

/// Tries a sandbox out, in a folder of its own.
static void printSandbox()
{
    const QTemporaryDir folder;
    workspace::SandboxOptions options;
    options.root = folder.path();
    options.helperRoot = folder.path();
    workspace::SandboxRuntime runtime(options);
    const core::Result<> possible = QCoro::waitFor(runtime.prepare());
    if (possible)
        std::printf("Sandboxes can be made: --runtime auto takes them where no engine answers.\n");
    else
        std::printf("Sandboxes cannot be made: %s\n", qPrintable(possible.error().message));
}

int headless::doctor(const composition::Configuration &configuration)
{
    const auto engines = docker::endpoints(configuration.dockerHost(),
                                           QProcessEnvironment::systemEnvironment());
    if (!engines) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(engines.error().message));
        return BadUsage;
    }
    const docker::Needs needs{configuration.image(),
                              QCoreApplication::applicationDirPath() + "/berth-workspaced"};
    const core::Result<docker::Diagnosis> diagnosis = QCoro::waitFor(
        docker::diagnose(*engines, needs));
    if (!diagnosis) {
        std::fprintf(stderr, "berthd: %s\n", qPrintable(diagnosis.error().message));
        return Failed;
    }
    print(*diagnosis);
    if (configuration.runtime() == "auto" || configuration.runtime() == "sandbox")
        printSandbox();
    return diagnosis->isWell() ? Fine : Failed;
}
