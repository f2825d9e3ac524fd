// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Trace.h"
#include "llm/Watched.h"
#include "telemetry/Metrics.h"
#include "workspace/WorkspaceState.h"

namespace telemetry {

/// A request that was answered now, with the names that OpenTelemetry gives to what HTTP has.
core::Span spanOf(const Request &request, const core::TraceContext &context,
                  const QByteArray &parentId);
/// A question to a model, with the names of the conventions for generative AI.
core::Span spanOf(const llm::Call &call);
/// The start of a workspace that is ready now, and each of its stages.
QList<core::Span> spansOf(const workspace::WorkspaceStatus &status,
                          const core::TraceContext &context);

/// The same as figures have it.
ModelCall figureOf(const llm::Call &call);

} // namespace telemetry
