// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/TerminalLine.h"
#include "ui/windows/Notice.h"
#include "ui/windows/TerminalWindow.h"
#include "ui/windows/TextDialog.h"

#include "TestMain.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QWebSocketServer>
#include <qtermwidget.h>

using namespace ui;

class TerminalTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatTheShellPrints();
    void isReadAsPlainText();
    void typesIntoTheShell();
    void saysHowTheShellEnded();
    void staysBoundedWhenTheShellPrintsWithoutEnd();

private:
    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QWebSocket> m_shell;
    std::unique_ptr<Client> m_client;
    std::unique_ptr<TerminalWindow> m_window;
};

void TerminalTest::init()
{
    m_server = std::make_unique<QWebSocketServer>("shell", QWebSocketServer::NonSecureMode);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_client =
        std::make_unique<Client>(QUrl(QString("http://127.0.0.1:%1").arg(m_server->serverPort())),
                                 "brt_key");
    m_window = std::make_unique<TerminalWindow>(m_client.get(), "w1", "main", nullptr);
    m_window->show();
    QTRY_VERIFY(m_server->hasPendingConnections());
    m_shell.reset(m_server->nextPendingConnection());
    QVERIFY(m_shell->requestUrl().path() == "/workspaces/w1/terminal");
    QCOMPARE(m_shell->request().rawHeader("X-Session-API-Key"), "brt_key");
}

void TerminalTest::cleanup()
{
    m_window.reset();
    m_shell.reset();
    m_client.reset();
    m_server.reset();
}

void TerminalTest::showsWhatTheShellPrints()
{
    auto *terminal = m_window->findChild<QTermWidget *>();
    m_shell->sendBinaryMessage("hello from there\r\n");
    const auto text = [terminal] {
        terminal->setSelectionStart(0, 0);
        terminal->setSelectionEnd(0, 40);
        return terminal->selectedText();
    };
    QTRY_VERIFY2(text().contains("hello from there"), qPrintable(text()));
}

void TerminalTest::isReadAsPlainText()
{
    for (int line = 0; line < 200; ++line)
        m_shell->sendBinaryMessage(QString("\x1b[31mline %1\x1b[0m\r\n").arg(line).toUtf8());
    const auto text = [this] {
        for (auto *button : m_window->findChildren<QPushButton *>()) {
            if (button->text() == "Show as text")
                button->click();
        }
        const std::unique_ptr<TextDialog> dialog(m_window->findChild<TextDialog *>());
        return dialog->findChild<QPlainTextEdit *>()->toPlainText();
    };
    // Also what has left the screen, and no colours.
    QTRY_VERIFY(text().contains("line 199"));
    QVERIFY(text().startsWith("line 0\nline 1\n"));
}

void TerminalTest::typesIntoTheShell()
{
    QSignalSpy heard(m_shell.get(), &QWebSocket::textMessageReceived);
    m_window->findChild<QTermWidget *>()->sendText("ls\n");
    QTRY_VERIFY(!heard.isEmpty());
    const QJsonObject frame =
        QJsonDocument::fromJson(heard.first().first().toString().toUtf8()).object();
    QCOMPARE(frame["type"].toString(), "input");
    QVERIFY(frame["data"].toString().startsWith("l"));
}

void TerminalTest::saysHowTheShellEnded()
{
    m_shell->sendTextMessage(R"({"type":"exit","code":3})");
    auto *notice = m_window->findChild<Notice *>();
    QTRY_COMPARE(notice->text(), "The shell has ended with 3.");
}

void TerminalTest::staysBoundedWhenTheShellPrintsWithoutEnd()
{
    for (int i = 0; i < 64; ++i)
        m_shell->sendBinaryMessage(QByteArray(64 * 1024, 'y'));
    m_shell->sendBinaryMessage("\r\nthe end\r\n");
    m_shell->sendTextMessage(R"({"type":"exit","code":0})");
    QTRY_VERIFY(!m_window->findChild<Notice *>()->text().isEmpty());
}

BERTH_TEST(TerminalTest)
#include "TerminalTest.moc"
