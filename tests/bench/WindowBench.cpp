// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FrameWatch.h"

#include "ui/models/RemoteServer.h"
#include "ui/models/Session.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ApprovalCard.h"
#include "ui/windows/CommandPalette.h"
#include "ui/windows/MainWindow.h"

#include <QFile>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <unistd.h>

// bench_window URL KEY-FILE: the window of a server. It says what it measured, one line of JSON for
// each line that it reads, times in milliseconds:
//
//   (at the start)     {"window"}: from the first thought of a window to its first frame
//   open ID            {"shown", "whole"}: until the newest events are drawn, until all are there
//   watch COUNT        what FrameWatch tells of the time until so many more rows have come
//   palette TEXT       {"shown"}: from the last letter until the answer is drawn; with "# " also
//                      what the server finds
//   allow ID           {"answered"}: from the press of the button until its agent works again

class Bench : public QObject
{
public:
    Bench(FrameWatch *frames, const QUrl &url, const QString &key)
        : m_frames(frames)
        , m_door(url, key)
        , m_preferences(m_folder.filePath("window.ini"))
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        m_preferences.apply();
        m_since.start();
        m_session = std::make_unique<ui::Session>(m_door.url(), m_door.key());
        m_window = std::make_unique<ui::MainWindow>(&m_door, &m_preferences);
        m_session->feed()->start();
        m_window->setSession(m_session.get());
        m_window->show();
        m_frames->setDrawn([this] { look(); });
        connect(&m_input, &QSocketNotifier::activated, this, [this] { read(); });
        wait([this] { return m_window->isVisible(); }, [this] { say({{"window", passed()}}); });
    }

private:
    using Condition = std::function<bool()>;
    using Then = std::function<void()>;

    double passed() const { return double(m_since.nsecsElapsed()) / 1e6; }

    static void say(const QJsonObject &text)
    {
        std::puts(QJsonDocument(text).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
    }

    /// Looks at the condition after each frame.
    void wait(Condition condition, Then then)
    {
        m_condition = std::move(condition);
        m_then = std::move(then);
        m_window->update();
    }

    void look()
    {
        if (!m_condition || !m_condition())
            return;
        m_condition = nullptr;
        const Then then = std::exchange(m_then, nullptr);
        then();
    }

    void read()
    {
        char bytes[4096] = {};
        const auto count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0)
            return QApplication::quit();
        const QString line = QString::fromUtf8(bytes, count).trimmed();
        const QString word = line.section(' ', 0, 0);
        const QString rest = line.section(' ', 1);
        if (word == "open")
            open(rest);
        else if (word == "watch")
            watch(rest.toInt());
        else if (word == "palette")
            palette(rest);
        else if (word == "allow")
            allow(rest);
    }

    const ui::TimelineModel *rows() const
    {
        const auto *timeline = m_window->findChild<ui::TimelineView *>();
        return timeline ? static_cast<const ui::TimelineModel *>(timeline->model()) : nullptr;
    }

    void open(const QString &id)
    {
        m_since.start();
        m_window->openConversation(id);
        wait([this] { return rows() && rows()->rowCount() > 1; }, [this] {
            const double shown = passed();
            wait([this] { return rows()->isWhole(); },
                 [this, shown] { say({{"shown", shown}, {"whole", passed()}}); });
        });
    }

    void watch(int count)
    {
        const int wanted = rows()->rowCount() + count;
        m_frames->begin();
        say({{"watching", wanted}});
        wait([this, wanted] { return rows()->rowCount() >= wanted; },
             [this] { say(m_frames->end()); });
    }

    void palette(const QString &text)
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = m_window->findChild<ui::CommandPalette *>();
        auto *field = palette->findChild<QLineEdit *>();
        auto *list = palette->findChild<QListWidget *>();
        const bool isHistory = text.startsWith("# ");
        field->setText(text.chopped(1));
        list->clear();
        m_since.start();
        field->setText(text);
        const QString word = isHistory ? text.section(' ', 1) : QString();
        wait([list, word] {
            return list->count() > 0
                   && (word.isEmpty() || !list->findItems(word, Qt::MatchContains).isEmpty());
        }, [this, palette] {
            say({{"shown", passed()}});
            palette->close();
        });
    }

    void allow(const QString &id)
    {
        m_window->openConversation(id);
        wait([this] {
            const auto *button = allowButton();
            return button && button->isEnabled();
        }, [this, id] {
            m_since.start();
            allowButton()->click();
            wait([this, id] {
                return m_session->conversations()->item(id)["state"] != "waiting_for_confirmation";
            }, [this] { say({{"answered", passed()}}); });
        });
    }

    QPushButton *allowButton() const
    {
        for (const auto *card : m_window->findChildren<ui::ApprovalCard *>()) {
            for (QPushButton *button : card->findChildren<QPushButton *>()) {
                if (button->isVisible() && button->text().contains("Allow once"))
                    return button;
            }
        }
        return nullptr;
    }

    FrameWatch *m_frames;
    QElapsedTimer m_since;
    const QTemporaryDir m_folder;
    ui::RemoteServer m_door;
    ui::Preferences m_preferences;
    QSocketNotifier m_input;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    Condition m_condition;
    Then m_then;
};

static QString keyOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().trimmed()) : QString();
}

int main(int argc, char **argv)
{
    FrameWatch application(argc, argv);
    QApplication::setStyle(new ui::Style);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 3) {
        std::fputs("bench_window URL KEY-FILE\n", stderr);
        return 2;
    }
    const Bench bench(&application, QUrl(arguments[1]), keyOf(arguments[2]));
    return QApplication::exec();
}
