// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Markdown.h"
#include "ui/widgets/TimelineModel.h"
#include "ui/widgets/TimelineView.h"
#include "ui/windows/ConversationView.h"

#include "Events.h"
#include "TestMain.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

using ui::Block;
using ui::Card;
using ui::ConversationView;
using ui::TimelineView;

/// Links that an agent wrote: where they lead is said before anything opens.
class LinksTest : public QObject
{
    Q_OBJECT

public slots:
    /// In place of a browser.
    void browse(const QUrl &address) { m_browsed.append(address); }

private slots:
    void init();
    void cleanup();
    void findsWhereLinksLead_data();
    void findsWhereLinksLead();
    void isPressedWhereItStands();
    void isOfferedInTheMenuOfItsCard();
    void asksBeforeItOpens();
    void copiesTheAddressInstead();
    void showsLettersThatLookAlike();

private:
    QMessageBox *ask(const QString &text);
    QPoint placeOf(int link) const;

    std::unique_ptr<ConversationView> m_view;
    QList<QUrl> m_browsed;
};

void LinksTest::init()
{
    m_browsed.clear();
    QDesktopServices::setUrlHandler("https", this, "browse");
    QDesktopServices::setUrlHandler("http", this, "browse");
    m_view = std::make_unique<ConversationView>();
    m_view->resize(900, 700);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void LinksTest::cleanup()
{
    m_view.reset();
    QDesktopServices::unsetUrlHandler("https");
    QDesktopServices::unsetUrlHandler("http");
}

void LinksTest::findsWhereLinksLead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("targets");
    const auto row = [](const char *name, const QString &text, const QStringList &targets) {
        QTest::newRow(name) << text << targets;
    };
    row("in brackets", "See [here](https://a.example/x).", {"https://a.example/x"});
    row("as it is", "See https://a.example/x?y=1&z=2.", {"https://a.example/x?y=1&z=2"});
    row("in parentheses", "(http://127.0.0.1:8000)", {"http://127.0.0.1:8000"});
    row("two", "https://a.example and https://b.example",
        {"https://a.example", "https://b.example"});
    row("in code", "`https://a.example`", {});
    row("a file", "[passwd](file:///etc/passwd)", {});
    row("a script", "[press](javascript:alert(1))", {});
    row("another program", "[call](tel:112) ssh://host", {});
    row("no host", "[x](https:///x)", {});
    row("a direction turned", "[x](https://a.example/<U+202E>gpj.exe)", {});
    row("inside a word", "xhttps://a.example", {});
    row("too long", "https://a.example/" + QString(3000, 'x'), {});
}

void LinksTest::findsWhereLinksLead()
{
    QFETCH(QString, text);
    QFETCH(QStringList, targets);
    QStringList found;
    for (const Block &block : ui::readMarkdown(text))
        for (const Block::Mark &mark : block.marks)
            if (!mark.target.isEmpty())
                found.append(mark.target);
    QCOMPARE(found, targets);
}

/// The middle of a piece of a link of the first card.
QPoint LinksTest::placeOf(int link) const
{
    TimelineView *view = m_view->timelineView();
    const QRect card = view->visualRect(view->model()->index(0, 0));
    const auto places = ui::linkPlaces(m_view->timeline()->card(0), {}, card.width());
    return places.value(link).place.center() + card.topLeft();
}

void LinksTest::isPressedWhereItStands()
{
    const QString words = QString("word ").repeated(60);
    m_view->timeline()->append(
        {said(words + "https://a.example/one\n\n- [two](https://b.example)", "agent")});
    TimelineView *view = m_view->timelineView();
    QSignalSpy asked(view, &TimelineView::addressAsked);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, placeOf(0));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, placeOf(1));
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0][0].toString(), "https://a.example/one");
    QCOMPARE(asked[1][0].toString(), "https://b.example");
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, placeOf(0) - QPoint(0, 44));
    QCOMPARE(asked.size(), 2);
}

void LinksTest::isOfferedInTheMenuOfItsCard()
{
    m_view->timeline()->append(
        {said("https://a.example/?x&y, [file](file:///etc/passwd)", "agent")});
    TimelineView *view = m_view->timelineView();
    QSignalSpy asked(view, &TimelineView::addressAsked);
    view->goTo(0);
    QStringList offered;
    QTimer::singleShot(0, view, [&offered] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        for (QAction *action : menu->actions()) {
            if (action->text().startsWith("Open ")) {
                offered.append(action->text());
                action->trigger();
            }
        }
        menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(view, &event);
    QCOMPARE(offered, QStringList{"Open https://a.example/?x&&y..."});
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), "https://a.example/?x&y");
}

QMessageBox *LinksTest::ask(const QString &text)
{
    m_view->timeline()->append({said(text, "agent")});
    QTest::mouseClick(m_view->timelineView()->viewport(), Qt::LeftButton, {}, placeOf(0));
    return m_view->findChild<QMessageBox *>();
}

static QPushButton *buttonOf(const QMessageBox *box, const QString &text)
{
    for (QPushButton *button : box->findChildren<QPushButton *>())
        if (button->text() == text)
            return button;
    return nullptr;
}

void LinksTest::asksBeforeItOpens()
{
    const QMessageBox *box = ask("[docs](https://evil.example/a?b=c)");
    QVERIFY(box);
    QVERIFY(QString(box->informativeText()).remove(QChar(0x200B)) == "https://evil.example/a?b=c");
    QCOMPARE(box->defaultButton()->text(), "Cancel");
    QVERIFY(m_browsed.isEmpty());
    QPushButton *open = buttonOf(box, "Open link");
    QVERIFY(open);
    open->click();
    QCOMPARE(m_browsed, QList<QUrl>{QUrl("https://evil.example/a?b=c")});
}

void LinksTest::copiesTheAddressInstead()
{
    const QMessageBox *box = ask("https://a.example/x");
    QVERIFY(box);
    buttonOf(box, "Copy address")->click();
    QCOMPARE(QApplication::clipboard()->text(), "https://a.example/x");
    QVERIFY(m_browsed.isEmpty());
}

/// A Cyrillic letter in the name of a host.
void LinksTest::showsLettersThatLookAlike()
{
    const QMessageBox *box = ask(QString::fromUtf8("https://ex\u0430mple.com/"));
    QVERIFY(box);
    QVERIFY2(QString(box->informativeText()).remove(QChar(0x200B)).startsWith("https://xn--"),
             qPrintable(box->informativeText()));
}

BERTH_TEST(LinksTest)
#include "LinksTest.moc"
