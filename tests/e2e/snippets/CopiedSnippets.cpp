// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// copied-snippets URL KEY MODEL FOLDER: presses the button that copies each snippet, on the page
// Home of a server with this address and key, and writes what is then in the clipboard into FOLDER.
// MODEL is the name that the page has to have found on the server; empty for none.
#include "ui/models/RemoteServer.h"
#include "ui/models/Session.h"
#include "ui/widgets/Style.h"
#include "ui/windows/ConnectPanel.h"
#include "ui/windows/HomePage.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

#include <cstdio>

static int fail(const char *what)
{
    std::fprintf(stderr, "copied-snippets: %s\n", what);
    return 1;
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setStyle(new ui::Style);
    const QStringList words = QApplication::arguments();
    if (words.size() != 5)
        return fail("expected URL KEY MODEL FOLDER");
    ui::RemoteServer door(QUrl(words[1]), words[2]);
    ui::Session session(door.url(), door.key());
    ui::HomePage home(&door);
    home.setSession(&session);
    home.show();
    session.feed()->start();
    auto *panel = home.findChild<ui::ConnectPanel *>();
    if (!QTest::qWaitFor([&] { return panel->isModelKnown(); }, 20000))
        return fail("the page was never told which model the server keeps");
    if (panel->model() != words[3])
        return fail("the page found another model");
    auto *tabs = panel->findChild<QTabBar *>();
    auto *copy = panel->findChild<QPushButton *>("copy");
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        QApplication::clipboard()->clear();
        copy->click();
        QFile file(QDir(words[4]).filePath(tabs->tabText(tab)));
        const QByteArray text = QApplication::clipboard()->text().toUtf8();
        if (text.isEmpty() || !file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return fail("a snippet could not be written");
    }
    return 0;
}
