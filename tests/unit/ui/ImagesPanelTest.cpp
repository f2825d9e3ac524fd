// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ImagesPanel.h"
#include "ImageItem.h"
#include "ShownPage.h"
#include "TestMain.h"
#include "ui/widgets/TableView.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

using namespace ui;
using test::image;

static const QLabel *hintOf(const QWidget *page)
{
    for (const QLabel *label : page->findChildren<QLabel *>()) {
        if (label->text().contains("You can leave this page"))
            return label;
    }
    return nullptr;
}

/// What workspaces are made of, as the page shows it.
class ImagesPanelTest : public QObject, private test::ShownPage
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { closePeer(); }
    void showsHowFarAnImageIs();
    void followsWhatIsOnItsWay();
    void keepsWhatItHeardWhileItRead();
    void cancelsWhatIsOnItsWay();
    void saysWhyNothingWasCancelled();
    void deletesOnlyWhatWasMadeHere();
    void deletesNoImageThatIsInUse();
    void saysInFullWhyAnImageHasNotCome();
    void fetchesANameOrBuildsAFolder();
    void saysWhyImagesCannotBeRead();

private:
    QString textAt(const TableView *view, int row, int column) const;
};

void ImagesPanelTest::init()
{
    openPeer();
    emit m_session->feed()->replaced("workspaces",
                                     {QJsonObject{{"id", "w1"},
                                                  {"name", "maria-main"},
                                                  {"state", "ready"},
                                                  {"settings", QJsonObject{{"image", "debian"}}}}});
}

QString ImagesPanelTest::textAt(const TableView *view, int row, int column) const
{
    return view->model()->index(row, column).data().toString();
}

void ImagesPanelTest::showsHowFarAnImageIs()
{
    m_peer->answer("GET /images",
                   {{"items", QJsonArray{image("work", "fetching"), image("debian", "ready"),
                                         image("bad", "failed")}}});
    const auto *page = show(new ImagesPanel(m_session.get()));
    const auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 3);
    QCOMPARE(textAt(view, 0, 1), "30.0 MB of 120.0 MB");
    QCOMPARE(textAt(view, 1, 1), "Ready");
    QVERIFY(textAt(view, 1, 3).startsWith("1 workspace"));
    QVERIFY(textAt(view, 2, 1).startsWith("Failed"));
}

void ImagesPanelTest::followsWhatIsOnItsWay()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("work", "fetching")}}});
    show(new ImagesPanel(m_session.get()));
    const auto *view = m_page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 1);
    // Once it takes long it is said that nobody has to stay.
    const auto *hint = hintOf(m_page.get());
    QVERIFY(hint && !hint->isVisible());
    QTRY_VERIFY(hint->isVisible());
    QJsonObject further = image("work", "fetching");
    further["done_bytes"] = 90'000'000;
    emit m_session->feed()->changed("images", "changed", "work", further);
    QCOMPARE(textAt(view, 0, 1), "90.0 MB of 120.0 MB");
    emit m_session->feed()->changed("images", "changed", "new", image("new", "fetching"));
    QCOMPARE(view->shown(), 2);
    QCOMPARE(m_peer->count("GET /images"), 1); // nothing is asked for again
    m_peer->answer("GET /images", {{"items", QJsonArray{image("sha256:work", "ready")}}});
    emit m_session->feed()->changed("images", "changed", "work", image("work", "ready"));
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(textAt(view, 0, 1), "Ready");
    QVERIFY(!hint->isVisible());
}

void ImagesPanelTest::keepsWhatItHeardWhileItRead()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("work", "fetching")}}});
    m_peer->hold();
    show(new ImagesPanel(m_session.get()));
    QTRY_COMPARE(m_peer->count("GET /images"), 1);
    emit m_session->feed()->changed("images", "changed", "work", image("work", "cancelled"));
    m_peer->release();
    const auto *view = m_page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(textAt(view, 0, 1), "Cancelled");
}

void ImagesPanelTest::cancelsWhatIsOnItsWay()
{
    m_peer->answer("GET /images",
                   {{"items", QJsonArray{image("work", "fetching"), image("debian", "ready")}}});
    QJsonObject ended = image("work", "cancelled");
    ended["error"] = "The fetch of the image work:latest was cancelled by ann.";
    m_peer->answer("POST /images/work/cancel", ended);
    const auto *page = show(new ImagesPanel(m_session.get()));
    auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 2);
    QPushButton *cancel = button("Cancel fetch");
    view->setCurrent("debian");
    QVERIFY(!cancel->isEnabled());
    QCOMPARE(cancel->toolTip(), "Only what is on its way can be cancelled.");
    view->setCurrent("work");
    QVERIFY(cancel->isEnabled());
    QCOMPARE(cancel->toolTip(), "");
    view->setFocus();
    m_peer->answer("GET /images", {{"items", QJsonArray{ended, image("debian", "ready")}}});
    QTest::keyClick(view, Qt::Key_Delete);
    QVERIFY(!cancel->isEnabled()); // once is enough
    QTRY_COMPARE(page->told(), "Fetching work:latest was cancelled. No image was kept.");
    QCOMPARE(m_peer->count("POST /images/work/cancel"), 1);
    QTRY_COMPARE(textAt(view, 0, 1), "Cancelled");
    QVERIFY(button("Fetch again")->isVisible());
    view->setCurrent("debian");
    view->setCurrent("work");
    QCOMPARE(page->told(), ended["error"].toString() + " No image was kept.");
}

void ImagesPanelTest::saysWhyNothingWasCancelled()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("work", "fetching")}}});
    const auto *page = show(new ImagesPanel(m_session.get()));
    auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 1);
    view->setCurrent("work");
    m_peer->answer("POST /images/work/cancel", image("work", "ready"));
    button("Cancel fetch")->setEnabled(true);
    button("Cancel fetch")->click();
    QTRY_COMPARE(page->told(), "work:latest was here already; nothing was cancelled.");
    m_peer->answer("POST /images/work/cancel", {{"detail", "Nothing is being fetched."}}, 409);
    button("Cancel fetch")->setEnabled(true);
    button("Cancel fetch")->click();
    QTRY_COMPARE(page->told(), "Nothing is being fetched.");
}

void ImagesPanelTest::deletesOnlyWhatWasMadeHere()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("sha256:a", "ready", true),
                                                        image("sha256:b", "ready")}}});
    m_peer->answer("DELETE /images/sha256:a", {});
    auto *page = show(new ImagesPanel(m_session.get()));
    auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 2);
    emit m_session->feed()->stateChanged();
    QPushButton *remove = button("Delete...");
    view->setCurrent("sha256:b");
    QVERIFY(!remove->isEnabled());
    QVERIFY(!remove->toolTip().isEmpty());
    view->setCurrent("sha256:a");
    QVERIFY(remove->toolTip().isEmpty());
    remove->setEnabled(true); // as it is while the server answers
    remove->click();
    const auto *question = m_page->findChild<QMessageBox *>();
    QVERIFY(question);
    for (QAbstractButton *answer : question->buttons()) {
        if (answer->text() == "Delete image")
            answer->click();
    }
    QTRY_COMPARE(m_peer->count("DELETE /images/sha256:a"), 1);
}

void ImagesPanelTest::deletesNoImageThatIsInUse()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("debian", "ready", true)}}});
    const auto *page = show(new ImagesPanel(m_session.get()));
    auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 1);
    view->setCurrent("debian");
    QVERIFY(!button("Delete...")->isEnabled());
    QCOMPARE(button("Delete...")->toolTip(), "A workspace is made of this image.");
}

void ImagesPanelTest::saysInFullWhyAnImageHasNotCome()
{
    m_peer->answer("GET /images", {{"items", QJsonArray{image("bad", "failed")}}});
    m_peer->answer("POST /images", {{"id", "work"}}, 202);
    const auto *page = show(new ImagesPanel(m_session.get()));
    auto *view = page->findChild<TableView *>();
    QTRY_COMPARE(view->shown(), 1);
    QCOMPARE(textAt(view, 0, 3), "");
    QCOMPARE(textAt(view, 0, 4), "");
    view->setCurrent("bad");
    QCOMPARE(page->told(), "There is no such image.");
    QJsonObject again = image("bad", "fetching");
    again["id"] = "work";
    m_peer->answer("GET /images", {{"items", QJsonArray{image("bad", "failed"), again}}});
    button("Fetch again")->click();
    QTRY_COMPARE(m_peer->last("POST /images").body, (QJsonObject{{"reference", "bad:latest"}}));
    // What failed is forgotten once it is under way again.
    QTRY_COMPARE(view->model()->index(0, 1).data().toString(), "30.0 MB of 120.0 MB");
    QCOMPARE(view->shown(), 1);
    QCOMPARE(page->told(), "");
}

void ImagesPanelTest::fetchesANameOrBuildsAFolder()
{
    m_peer->answer("POST /images", {{"id", "work"}}, 202);
    for (const auto &[typed, member] :
         {std::pair("debian:13", "reference"), std::pair("/shared/folder", "folder")}) {
        m_page.reset(new QWidget);
        auto *dialog = new FetchImageDialog(m_session.get(), m_page.get());
        dialog->findChild<QLineEdit *>()->setText(typed);
        QSignalSpy begun(dialog, &FetchImageDialog::begun);
        emit dialog->submitted();
        QTRY_COMPARE(begun.size(), 1);
        QCOMPARE(m_peer->last("POST /images").body, (QJsonObject{{member, typed}}));
    }
}

void ImagesPanelTest::saysWhyImagesCannotBeRead()
{
    m_peer->answer("GET /images", {{"detail", "There is no engine."}}, 409);
    show(new ImagesPanel(m_session.get()));
    QTRY_VERIFY(button("Try again"));
    m_peer->answer("GET /images", {{"items", QJsonArray()}});
    QTRY_VERIFY(button("Try again")->isVisible());
    button("Try again")->click();
    QTRY_COMPARE(m_peer->requests.size(), 2);
}

BERTH_TEST(ImagesPanelTest)
#include "ImagesPanelTest.moc"
