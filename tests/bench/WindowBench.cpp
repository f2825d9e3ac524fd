// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Session.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/MainWindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <unistd.h>
#include <vector>

// bench_window URL KEY-FILE CONVERSATION ROWS: shows a conversation, and says {"ready": seconds}
// when it has that many rows. From then on it measures what its thread does at a stretch: how long
// it takes from being woken to waiting again. A number on standard input is the count of rows after
// which it says
// {"longest", "p99", "busy", "rows", "seconds"}, in milliseconds but for the last two, "busy" in
// percent, and ends.

namespace {

/// Somebody else's server, which always runs.
class WatchedDoor : public ui::ServerDoor
{
public:
    WatchedDoor(QUrl url, QString key)
        : m_url(std::move(url))
        , m_key(std::move(key))
    {}

    State state() const override { return State::Running; }
    QString problem() const override { return {}; }
    QUrl url() const override { return m_url; }
    QString key() const override { return m_key; }
    bool isOurs() const override { return false; }
    void start() override {}
    void stop() override {}

private:
    QUrl m_url;
    QString m_key;
};

/// Counts how long each event takes that the loop delivers, in milliseconds: meanwhile nothing is
/// drawn.
class MeasuredApplication : public QApplication
{
public:
    using QApplication::QApplication;

    void begin()
    {
        m_isMeasuring = true;
        m_all.start();
    }

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (!m_isMeasuring || m_isInside)
            return QApplication::notify(receiver, event);
        m_isInside = true;
        QElapsedTimer work;
        work.start();
        const bool isTaken = QApplication::notify(receiver, event);
        m_stretches.push_back(double(work.nsecsElapsed()) / 1e6);
        m_isInside = false;
        return isTaken;
    }

    QJsonObject result()
    {
        std::ranges::sort(m_stretches);
        double sum = 0;
        for (const double one : m_stretches)
            sum += one;
        const size_t count = m_stretches.size();
        const double seconds = double(m_all.nsecsElapsed()) / 1e9;
        return {{"longest", count ? m_stretches.back() : 0},
                {"p99", count ? m_stretches[count * 99 / 100] : 0},
                {"busy", sum / seconds / 10},
                {"seconds", seconds}};
    }

private:
    std::vector<double> m_stretches;
    QElapsedTimer m_all;
    bool m_isMeasuring = false;
    bool m_isInside = false;
};

void say(const QJsonObject &text)
{
    std::puts(QJsonDocument(text).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

QString keyOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().trimmed()) : QString();
}

} // namespace

int main(int argc, char **argv)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    MeasuredApplication application(argc, argv);
    QApplication::setStyle(new ui::Style);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 5) {
        std::fputs("bench_window URL KEY-FILE CONVERSATION ROWS\n", stderr);
        return 2;
    }
    const QTemporaryDir folder;
    ui::Preferences preferences(folder.filePath("window.ini"));
    preferences.apply();
    WatchedDoor door(QUrl(arguments[1]), keyOf(arguments[2]));
    ui::Session session(door.url(), door.key());
    ui::MainWindow window(&door, &preferences);
    session.feed()->start();
    window.setSession(&session);
    window.show();
    window.openConversation(arguments[3]);
    const auto *timeline = window.findChild<ui::TimelineView *>();
    const QAbstractItemModel *rows = timeline->model();

    const int atFirst = arguments[4].toInt();
    int atLast = -1;
    bool isReady = false;
    const auto look = [&] {
        if (!isReady && rows->rowCount() >= atFirst) {
            isReady = true;
            say({{"ready", double(sinceStart.nsecsElapsed()) / 1e9}});
            application.begin();
        }
        if (isReady && atLast >= 0 && rows->rowCount() >= atLast) {
            QJsonObject result = application.result();
            result.insert("rows", rows->rowCount());
            say(result);
            QApplication::quit();
        }
    };
    QObject::connect(rows, &QAbstractItemModel::rowsInserted, &window, look, Qt::QueuedConnection);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &window, [&] {
        char text[32] = {};
        if (::read(STDIN_FILENO, text, sizeof text - 1) <= 0)
            return QApplication::quit();
        atLast = QByteArray(text).trimmed().toInt();
        look();
    });
    look();
    return QApplication::exec();
}
