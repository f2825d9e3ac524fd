// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "docker/Containers.h"

namespace docker {

/// Something that happened to an object of the engine.
struct EngineEvent
{
    QString type;   ///< container, image, volume, network
    QString action; ///< create, start, die, oom, destroy, pause, ...
    QString id;
    Labels labels; ///< with the image's name as "image" and, after a death, "exitCode"
};

/// What happens on an engine, as it happens. It ends when the engine does and is not reopened.
class EventStream : public QObject
{
    Q_OBJECT

public:
    /// Only what happens to objects with @p labels.
    EventStream(std::shared_ptr<Engine> engine, const Labels &labels);
    ~EventStream() override;

signals:
    void happened(const docker::EngineEvent &event);
    void ended(const QString &reason);

private:
    bool take(const QByteArray &piece);

    QByteArray m_rest;
    std::stop_source m_stop;
};

} // namespace docker
