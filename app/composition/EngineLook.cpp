// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineLook.h"

#include "docker/Diagnosis.h"
#include "workspace/SandboxRuntime.h"

#include <QCoreApplication>
#include <QProcessEnvironment>
#include <QStorageInfo>
#include <QTemporaryDir>

using docker::Finding;

static QString weightWord(Finding::Weight weight)
{
    switch (weight) {
    case Finding::Weight::Fine: return "fine";
    case Finding::Weight::Note: return "note";
    case Finding::Weight::Trouble: break;
    }
    return "trouble";
}

static api::EngineFinding told(const Finding &finding, std::optional<QString> address = {})
{
    return {finding.name, weightWord(finding.weight), finding.text, finding.advice,
            std::move(address)};
}

/// Tries one out, in a folder of its own.
static core::Task<bool> canMakeSandboxes()
{
    const QTemporaryDir folder;
    workspace::SandboxOptions options;
    options.root = folder.path();
    options.helperRoot = folder.path();
    workspace::SandboxRuntime runtime(options);
    const core::Result<> possible = co_await runtime.prepare();
    co_return possible.has_value();
}

core::Task<api::EngineReport> composition::lookAtEngine(Configuration configuration)
{
    api::EngineReport report;
    const QStorageInfo disk(configuration.dataDirectory());
    if (disk.isValid() && disk.isReady()) {
        report.diskBytes = disk.bytesTotal();
        report.diskFree = disk.bytesAvailable();
    }
    report.runtime = configuration.runtime();
    if (report.runtime == "local")
        co_return report;
    if (report.runtime != "sandbox") {
        const auto engines = docker::endpoints(configuration.dockerHost(),
                                               QProcessEnvironment::systemEnvironment());
        if (!engines)
            co_return std::unexpected(engines.error());
        docker::Needs needs;
        needs.image = configuration.image();
        needs.program = QCoreApplication::applicationDirPath() + "/berth-workspaced";
        const auto diagnosis = co_await docker::diagnose(*engines, std::move(needs));
        if (!diagnosis)
            co_return std::unexpected(diagnosis.error());
        for (const docker::Candidate &candidate : diagnosis->passedOver)
            report.findings.append(told(candidate.finding, candidate.endpoint.text()));
        for (const Finding &finding : diagnosis->findings)
            report.findings.append(told(finding));
        if (diagnosis->used) {
            report.engine = diagnosis->version.isPodman ? "Podman" : "Docker";
            report.version = diagnosis->version.version;
        }
    }
    if (!report.engine && report.runtime != "docker") {
        const core::Result<bool> possible = co_await canMakeSandboxes();
        report.hasSandbox = possible.value_or(false);
    }
    co_return report;
}
