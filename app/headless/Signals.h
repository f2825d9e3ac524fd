// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <initializer_list>

namespace headless {

/// Signals of the system, delivered through the event loop.
class Signals : public QObject
{
    Q_OBJECT

public:
    explicit Signals(std::initializer_list<int> numbers);
    ~Signals() override;

signals:
    void received();

private:
    QSocketNotifier m_notifier;
};

} // namespace headless
