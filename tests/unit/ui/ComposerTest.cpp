// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonPeer.h"
#include "TestMain.h"

#include "ui/models/Drafts.h"
#include "ui/models/ImageReading.h"
#include "ui/widgets/Preferences.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/windows/Composer.h"
#include "ui/windows/ConversationView.h"
#include "ui/windows/FileIntake.h"
#include "ui/windows/ImageStrip.h"
#include "ui/windows/LiveConversation.h"

#include <QBuffer>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace ui;

class ComposerTest : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatIsAnImage_data();
    void readsWhatIsAnImage();
    void scalesWhatIsTooLarge();
    void takesAnImageFromTheClipboard();
    void takesDroppedFiles();
    void takesSoManyImages();
    void saysThatAModelSeesNoImages();
    void sendsImagesAfterTheText();
    void givesBackWhatIsRefused();
    void letsARunGoOnForMoreSteps_data();
    void letsARunGoOnForMoreSteps();
    void bringsOtherFilesIntoTheWorkspace();
    void boundsTheImagesOfDrafts();

private:
    static QImage picture(int width, int height);
    static QByteArray encoded(const QImage &image, const char *format);
    static QString write(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes);
    static QStringList saidBy(const QWidget *widget);
};

QImage ComposerTest::picture(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    return image;
}

QByteArray ComposerTest::encoded(const QImage &image, const char *format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

QString ComposerTest::write(const QTemporaryDir &folder, const QString &name,
                            const QByteArray &bytes)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("The test cannot write a file.");
    return file.fileName();
}

/// What labels tell that are to be seen.
QStringList ComposerTest::saidBy(const QWidget *widget)
{
    QStringList said;
    for (const ToneLabel *label : widget->findChildren<ToneLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            said.append(label->text());
    }
    return said;
}

void ComposerTest::readsWhatIsAnImage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ImageFault>("fault");
    QTest::addColumn<QByteArray>("begin"); // of what is sent
    QTest::addColumn<bool>("hasThumb");
    const QByteArray webp("RIFF\x10\0\0\0WEBPVP8 not to be drawn", 32);
    QTest::addRow("a PNG") << encoded(picture(20, 10), "PNG") << ImageFault::None
                           << QByteArray("data:image/png;base64,iVBOR") << true;
    QTest::addRow("a JPEG") << encoded(picture(20, 10), "JPEG") << ImageFault::None
                            << QByteArray("data:image/jpeg;base64,/9j/") << true;
    QTest::addRow("half a PNG") << encoded(picture(20, 10), "PNG").first(40) << ImageFault::Broken
                                << QByteArray() << false;
    QTest::addRow("a text") << QByteArray("PNG is what this is not") << ImageFault::NoImage
                            << QByteArray() << false;
    QTest::addRow("nothing") << QByteArray() << ImageFault::NoImage << QByteArray() << false;
    QTest::addRow("only the beginning of a WebP")
        << webp.first(6) << ImageFault::NoImage << QByteArray() << false;
    QTest::addRow("larger than is read")
        << encoded(picture(20, 10), "PNG") + QByteArray(mostBytesToRead, 'x')
        << ImageFault::TooLarge << QByteArray() << false;
}

void ComposerTest::readsWhatIsAnImage()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ImageFault, fault);
    QFETCH(QByteArray, begin);
    QFETCH(bool, hasThumb);
    const auto read = readImage("a picture", bytes);
    QCOMPARE(read ? ImageFault::None : read.error(), fault);
    if (!read)
        return;
    QVERIFY2(read->url.startsWith(begin), read->url.first(40).constData());
    QCOMPARE(!read->thumb.isNull(), hasThumb);
    QCOMPARE(read->name, "a picture");
}

void ComposerTest::scalesWhatIsTooLarge()
{
    const auto read = readImage("wide", encoded(picture(5000, 1000), "PNG"));
    QVERIFY(read);
    const QByteArray sent = QByteArray::fromBase64(read->url.sliced(read->url.indexOf(',') + 1));
    const QImage image = QImage::fromData(sent);
    QCOMPARE(image.width(), 2048);
    QVERIFY(qAbs(image.height() - 410) <= 1);
}

void ComposerTest::takesAnImageFromTheClipboard()
{
    Composer composer;
    composer.show();
    QGuiApplication::clipboard()->setImage(picture(30, 20));
    composer.findChild<QPlainTextEdit *>()->paste();
    auto *strip = composer.findChild<ImageStrip *>();
    QTRY_COMPARE(strip->images().size(), 1);
    QVERIFY(strip->isVisible());
    const QList<QPushButton *> buttons = composer.findChildren<QPushButton *>();
    const QPushButton *send = *std::ranges::find(buttons, "Send", &QPushButton::text);
    QVERIFY(send->isEnabled()); // without a text
    auto *remove = strip->findChild<QPushButton *>();
    QCOMPARE(remove->accessibleName(), "Remove Image 1");
    QTest::keyClick(remove, Qt::Key_Space);
    QVERIFY(strip->isHidden());
    QVERIFY(!send->isEnabled());
}

void ComposerTest::takesDroppedFiles()
{
    QTemporaryDir folder;
    QMimeData content;
    content.setUrls(
        {QUrl::fromLocalFile(write(folder, "shot.png", encoded(picture(9, 9), "PNG"))),
         QUrl::fromLocalFile(write(folder, "half.png", encoded(picture(9, 9), "PNG").first(30))),
         QUrl::fromLocalFile(write(folder, "data.csv", "a,b\n"))});
    ConversationView view;
    view.show();
    QSignalSpy given(&view, &ConversationView::filesGiven);
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &drop);
    QVERIFY(drop.isAccepted());
    QTRY_COMPARE(given.size(), 1);
    QCOMPARE(given.first().first().toStringList(), QStringList{folder.filePath("data.csv")});
    QTRY_COMPARE(view.draft().images.size(), 1);
    QCOMPARE(view.draft().images.first().name, "shot.png");
    QTRY_COMPARE(saidBy(&view), QStringList{"half.png cannot be read as an image."});
}

void ComposerTest::takesSoManyImages()
{
    QTemporaryDir folder;
    const QString file = write(folder, "shot.png", encoded(picture(9, 9), "PNG"));
    Composer composer;
    composer.show();
    composer.takeFiles(QStringList(21, file));
    QCOMPARE(saidBy(&composer), QStringList{"At most 20 file(s) can be added at once."});
    composer.takeFiles(QStringList(9, file));
    QTRY_COMPARE(saidBy(&composer), QStringList{"A message takes at most 8 image(s)."});
    QCOMPARE(composer.draft().images.size(), 8);
}

void ComposerTest::saysThatAModelSeesNoImages()
{
    Composer composer;
    composer.show();
    composer.setModel("small", false);
    QCOMPARE(saidBy(&composer), QStringList());
    composer.setDraft({"look", {{"shot.png", "data:image/png;base64,x", {}}}});
    QCOMPARE(saidBy(&composer), QStringList{"small sees no images. It will read the text alone."});
    composer.setModel("large", true);
    QCOMPARE(saidBy(&composer), QStringList());
    composer.setModel("unknown");
    QCOMPARE(saidBy(&composer), QStringList());
}

void ComposerTest::sendsImagesAfterTheText()
{
    test::JsonPeer peer;
    peer.answer("POST /conversations/c1/messages", {}, 202);
    Client client(peer.url(), "brt_key");
    Commands commands(&client);
    QVERIFY(QCoro::waitFor(commands.say("c1", "look", Commands::Run::Yes, {"data:a", "data:b"})));
    const QJsonArray contents =
        peer.last("POST /conversations/c1/messages").body["message"].toArray();
    QCOMPARE(contents.first().toObject(), (QJsonObject{{"type", "text"}, {"text", "look"}}));
    QCOMPARE(contents.last().toObject(),
             (QJsonObject{{"type", "image"}, {"image_urls", QJsonArray{"data:a", "data:b"}}}));
    QVERIFY(QCoro::waitFor(commands.say("c1", {}, Commands::Run::Yes, {"data:a"})));
    QCOMPARE(peer.last("POST /conversations/c1/messages").body["message"].toArray().size(), 1);
    QVERIFY(QCoro::waitFor(commands.say("c1", "only words")));
    QCOMPARE(peer.last("POST /conversations/c1/messages").body["message"], "only words");
}

void ComposerTest::givesBackWhatIsRefused()
{
    test::JsonPeer peer;
    Session session(peer.url(), "brt_key");
    QTemporaryDir folder;
    Preferences preferences(folder.filePath("window.ini"));
    Drafts drafts;
    LiveConversation live({&session, &preferences, &drafts});
    live.look({{"id", "c1"}});
    const Draft draft{"look", {{"shot.png", "data:image/png;base64,x", {}}}};
    emit live.view()->said(draft, true);
    QTRY_COMPARE(live.view()->draft().text, "look");
    QCOMPARE(live.view()->draft().images.size(), 1);
}

void ComposerTest::letsARunGoOnForMoreSteps_data()
{
    QTest::addColumn<int>("seen");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QJsonObject>("raised"); // the limit is 500
    QTest::addColumn<int>("runs");
    QTest::addRow("nobody else") << 500 << "error" << QJsonObject{{"max_iterations", 550}} << 1;
    QTest::addRow("not seen") << 0 << "error" << QJsonObject{{"max_iterations", 550}} << 1;
    QTest::addRow("raised in another window") << 450 << "error" << QJsonObject() << 1;
    QTest::addRow("and it runs") << 450 << "running" << QJsonObject() << 0;
    QTest::addRow("raised less elsewhere")
        << 480 << "error" << QJsonObject{{"max_iterations", 530}} << 1;
}

void ComposerTest::letsARunGoOnForMoreSteps()
{
    QFETCH(int, seen);
    QFETCH(QString, state);
    test::JsonPeer peer;
    peer.answer("GET /conversations/c1", {{"id", "c1"}, {"max_iterations", 500}, {"state", state}});
    peer.answer("PATCH /conversations/c1", {});
    peer.answer("POST /conversations/c1/resume", {});
    Session session(peer.url(), "brt_key");
    Commands commands(session.client());
    QVERIFY(QCoro::waitFor(commands.runOn("c1", seen, 50)));
    QTEST(peer.last("PATCH /conversations/c1").body, "raised");
    QTEST(int(peer.count("POST /conversations/c1/resume")), "runs");
}

void ComposerTest::bringsOtherFilesIntoTheWorkspace()
{
    test::JsonPeer peer;
    const QString folder = "/workspaces/w1/files/project/attachments";
    peer.answer("GET " + folder, {{"path", "/project/attachments"},
                                  {"items", QJsonArray{QJsonObject{{"name", "data.csv"}}}}});
    peer.answer("PUT " + folder + "/data-2.csv", {});
    Session session(peer.url(), "brt_key");
    FileIntake intake(&session);
    QTemporaryDir here;
    const QString file = write(here, "data.csv", "a,b\n");
    QSignalSpy told(&intake, &FileIntake::told);
    QSignalSpy brought(&intake, &FileIntake::brought);
    const QJsonObject conversation{{"id", "c1"}, {"workspace", "w1"}, {"directory", "/project"}};
    intake.bring(conversation, {file});
    QVERIFY(told.first().first().toString().contains("no workspace yet"));
    emit session.feed()->replaced("workspaces", {QJsonObject{{"id", "w1"}}});
    told.clear();
    intake.bring(conversation, {here.path(), file});
    QVERIFY(told.first().first().toString().contains("only files can be brought in"));
    QTRY_COMPARE(brought.size(), 1);
    QCOMPARE(brought.first(), QVariantList({"c1", "attachments/data-2.csv"}));
    QCOMPARE(peer.count("PUT " + folder + "/data-2.csv"), 1);
}

void ComposerTest::boundsTheImagesOfDrafts()
{
    Drafts drafts;
    const AttachedImage large{"large", QByteArray(30 << 20, 'x'), {}};
    drafts.keep("first", {"one", {large}});
    drafts.keep("second", {"two", {large}});
    QCOMPARE(drafts.of("first").text, "one");
    QVERIFY(drafts.of("first").images.isEmpty());
    QCOMPARE(drafts.of("second").images.size(), 1);
}

BERTH_TEST(ComposerTest)
#include "ComposerTest.moc"
