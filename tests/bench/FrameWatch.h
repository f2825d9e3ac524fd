// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonObject>

#include <algorithm>
#include <ctime>
#include <vector>

/// A program that knows how long each event takes that its loop delivers, by the clock, and what
/// its thread needs of a processor for each frame: for everything from the frame before to its own
/// end. Time of the clock depends on what else the machine does: a key that is pressed waits so
/// long at most.
class FrameWatch : public QApplication
{
public:
    using QApplication::QApplication;

    void begin()
    {
        m_frames.clear();
        m_away = 0;
        m_all.start();
        m_begun = m_frameBegun = cpu();
        m_isMeasuring = true;
    }

    /// Milliseconds, "busy" in percent.
    QJsonObject end()
    {
        m_isMeasuring = false;
        const double seconds = double(m_all.nsecsElapsed()) / 1e9;
        return {{"seconds", seconds},
                {"frames", int(m_frames.size())},
                {"frame_p99", part(&m_frames, 0.99)},
                {"frame_longest", part(&m_frames, 1)},
                {"away", double(m_away) / 1e6},
                {"busy", (cpu() - m_begun) / seconds / 10}};
    }

    /// Called after each frame.
    void setDrawn(std::function<void()> drawn) { m_drawn = std::move(drawn); }

    bool notify(QObject *receiver, QEvent *event) override
    {
        const bool isFrame = !m_isDrawing && event->type() == QEvent::UpdateRequest;
        m_isDrawing = m_isDrawing || isFrame;
        const bool isOutermost = !std::exchange(m_isDelivering, true);
        QElapsedTimer delivery;
        delivery.start();
        const bool isTaken = QApplication::notify(receiver, event);
        if (isOutermost) {
            m_isDelivering = false;
            m_away = std::max(m_away, delivery.nsecsElapsed());
        }
        if (isFrame) {
            m_isDrawing = false;
            if (m_isMeasuring)
                m_frames.push_back(cpu() - std::exchange(m_frameBegun, cpu()));
            if (m_drawn)
                m_drawn();
        }
        return isTaken;
    }

private:
    /// Milliseconds of a processor that this thread has used.
    static double cpu()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

    static double part(std::vector<double> *all, double share)
    {
        if (all->empty())
            return 0;
        std::ranges::sort(*all);
        return (*all)[std::min(all->size() - 1, size_t(double(all->size()) * share))];
    }

    std::vector<double> m_frames;
    QElapsedTimer m_all;
    double m_begun = 0;
    double m_frameBegun = 0;
    std::function<void()> m_drawn;
    qint64 m_away = 0; ///< nanoseconds of the longest event
    bool m_isMeasuring = false;
    bool m_isDelivering = false;
    bool m_isDrawing = false;
};
