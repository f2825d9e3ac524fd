// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// drag_peer FILE: another program's window, at the right of the screen, for tests of dragging. What
// is pressed in it drags FILE; what is dropped on it is taken. It says what happens, one word or
// path a line: "shown", "welcome" and "unwelcome" of what it drags, "entered" of what is dragged
// over it, and the path of what was dropped.
#include <QApplication>
#include <QDrag>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>
#include <QWidget>

#include <cstdio>

static void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

class Peer : public QWidget
{
public:
    explicit Peer(const QString &file)
        : m_file(file)
    {
        setAcceptDrops(true);
        setWindowTitle("Peer");
        setWindowFlag(Qt::WindowStaysOnTopHint);
        setFixedSize(280, 280);
        move(1000, 0);
    }

protected:
    void mouseMoveEvent(QMouseEvent *event) override
    {
        if (!(event->buttons() & Qt::LeftButton))
            return;
        auto *content = new QMimeData;
        content->setUrls({QUrl::fromLocalFile(m_file)});
        auto *drag = new QDrag(this);
        drag->setMimeData(content);
        connect(drag, &QDrag::actionChanged, this, [](Qt::DropAction action) {
            say(action == Qt::IgnoreAction ? "unwelcome" : "welcome");
        });
        drag->exec(Qt::CopyAction);
    }
    void dragEnterEvent(QDragEnterEvent *event) override
    {
        event->acceptProposedAction();
        say("entered");
    }
    void dropEvent(QDropEvent *event) override
    {
        for (const QUrl &url : event->mimeData()->urls())
            say(url.toLocalFile());
        event->acceptProposedAction();
    }

private:
    const QString m_file;
};

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    Peer peer(QApplication::arguments().value(1));
    peer.show();
    say("shown");
    return QApplication::exec();
}
