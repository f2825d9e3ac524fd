// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Runtime.h"

namespace workspace {

/// The runtime of a server that was told of none: it only says what to do.
class NoRuntime : public Runtime
{
    Q_OBJECT

public:
    using Runtime::Runtime;

    QString name() const override { return "none"; }
    core::Task<std::shared_ptr<Channel>> open(QString userId) override;
    core::Task<> stop() override;
};

} // namespace workspace
