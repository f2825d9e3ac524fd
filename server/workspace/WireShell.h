// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/Line.h"

namespace workspace {

/// A persistent shell at the other end of a line.
class WireShell : public Shell
{
    Q_OBJECT

public:
    /// Opens what @p arguments say (docs/wire.md, shell.open).
    static core::Task<std::shared_ptr<Shell>> open(std::shared_ptr<Line> line,
                                                   wire::Value arguments);
    ~WireShell() override;

    void run(const QString &command) override;
    void input(const QByteArray &bytes) override;
    void close() override;

private:
    WireShell(std::shared_ptr<Line> line, qint64 id);
    void end(const Ending &ending);
    void lose();

    std::shared_ptr<Line> m_line;
    std::shared_ptr<Exchange> m_command; ///< the one that runs
    qint64 m_id;
    bool m_isClosed = false;
};

} // namespace workspace
