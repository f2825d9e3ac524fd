// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Composer.h"

#include "ui/widgets/Chip.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/windows/Actions.h"
#include "ui/windows/ImageStrip.h"
#include "ui/windows/NeedsServer.h"

#include <QAbstractTextDocumentLayout>
#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QUrl>

namespace ui {

static constexpr int fewestLines = 2;
static constexpr int tallestDraft = 10;

static constexpr qsizetype mostGiven = 20; ///< that are taken at once

static void sayIn(ToneLabel *label, const QString &text, Tone tone)
{
    label->setVisible(!text.isEmpty());
    label->say(text, tone);
}

/// Gives what is no text to somebody else.
class DraftEdit : public QPlainTextEdit
{
public:
    explicit DraftEdit(Composer *composer)
        : QPlainTextEdit(composer)
        , m_composer(composer)
    {}

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override
    {
        return Composer::canTake(source) || QPlainTextEdit::canInsertFromMimeData(source);
    }
    void insertFromMimeData(const QMimeData *source) override
    {
        if (Composer::canTake(source))
            m_composer->take(source);
        else
            QPlainTextEdit::insertFromMimeData(source);
    }

private:
    Composer *m_composer;
};

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_images(new ImageStrip(this))
    , m_fault(new ToneLabel(this))
    , m_blind(new ToneLabel(this))
    , m_draft(new DraftEdit(this))
    , m_attach(new QPushButton(icon("paperclip"), QString(), this))
    , m_ask(new QPushButton(icon("shield-check"), QString(), this))
    , m_model(new Chip(this))
    , m_send(new QPushButton(icon("arrow-up"), QString(), this))
    , m_needs(new NeedsServer(this))
{
    m_draft->setTabChangesFocus(true);
    m_draft->setFrameShape(QFrame::NoFrame);
    m_draft->installEventFilter(this);
    m_model->hide();
    m_fault->hide();
    m_blind->hide();
    setKind(m_attach, ButtonKind::Quiet);
    setKind(m_ask, ButtonKind::Chip);
    setKind(m_send, ButtonKind::Primary);
    auto *facts = new QWidget(this);
    auto *chips = new FlowLayout;
    chips->setContentsMargins(0, 0, 0, 0);
    chips->addWidget(m_ask);
    chips->addWidget(m_model);
    facts->setLayout(chips);
    auto *below = new QHBoxLayout;
    below->addWidget(m_attach);
    below->addWidget(facts, 1, Qt::AlignVCenter);
    below->addWidget(m_send);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 5, 7, 7);
    column->setSpacing(2);
    column->addWidget(m_images);
    column->addWidget(m_blind);
    column->addWidget(m_fault);
    column->addWidget(m_draft);
    column->addLayout(below);
    setFocusProxy(m_draft);
    connect(m_attach, &QPushButton::clicked, this, &Composer::attach);
    connect(m_ask, &QPushButton::clicked, this, &Composer::policyAsked);
    connect(m_send, &QPushButton::clicked, this, [this] { send(true); });
    connect(m_images, &ImageStrip::changed, this, &Composer::update);
    connect(m_images, &ImageStrip::removed, this, [this] {
        sayIn(m_fault, {}, Tone::Danger);
        if (m_images->images().isEmpty())
            setFocus(Qt::OtherFocusReason);
    });
    connect(m_draft, &QPlainTextEdit::textChanged, this, &Composer::update);
    connect(m_draft->document()->documentLayout(),
            &QAbstractTextDocumentLayout::documentSizeChanged, this, &Composer::fit);
    retranslate();
    update();
}

void Composer::retranslate()
{
    m_draft->setAccessibleName(tr("Message to the agent"));
    m_send->setText(tr("Send"));
    m_send->setToolTip(tr("Send and run (Ctrl+Enter)"));
    m_attach->setAccessibleName(tr("Attach images or files"));
    m_attach->setToolTip(tr("Attach images or files (%1)").arg(Actions::keysOf(ActionId::Attach)));
    m_ask->setToolTip(tr("Change when to ask..."));
    showPolicy();
    update();
}

Draft Composer::draft() const
{
    return {m_draft->toPlainText(), m_images->images()};
}

void Composer::setDraft(const Draft &draft)
{
    ++m_generation;
    m_reading = 0;
    sayIn(m_fault, {}, Tone::Danger);
    m_images->setImages(draft.images);
    if (draft.text == m_draft->toPlainText())
        return;
    m_draft->setPlainText(draft.text);
    m_draft->moveCursor(QTextCursor::End);
}

void Composer::insert(const QString &text)
{
    const QString before = m_draft->toPlainText().first(m_draft->textCursor().selectionStart());
    const bool isApart = before.isEmpty() || before.back().isSpace();
    m_draft->insertPlainText((isApart ? "" : " ") + text + ' ');
}

void Composer::setHint(const QString &text)
{
    m_draft->setPlaceholderText(text);
    // Qt draws another placeholder only when something else is drawn.
    m_draft->viewport()->update();
}

void Composer::setModel(const QString &name, std::optional<bool> seesImages)
{
    if (m_modelName != name || m_seesImages != seesImages) {
        m_modelName = name;
        m_seesImages = seesImages;
        update();
    }
    m_model->say("sparkles", name, Tone::Muted);
    m_model->setVisible(!name.isEmpty());
}

static QString policyWords(const QJsonObject &policy)
{
    const QString kind = policy["kind"].toString();
    if (kind == "AlwaysConfirm")
        return Composer::tr("Asks always");
    if (kind == "NeverConfirm")
        return Composer::tr("Never asks");
    if (kind != "ConfirmRisky")
        return {};
    const QString threshold = policy["threshold"].toString();
    if (threshold == "LOW")
        return Composer::tr("Asks at low risk");
    return threshold == "MEDIUM" ? Composer::tr("Asks at medium risk")
                                 : Composer::tr("Asks at high risk");
}

void Composer::setPolicy(const QJsonObject &policy)
{
    m_policy = policy;
    showPolicy();
}

void Composer::showPolicy()
{
    m_ask->setText(policyWords(m_policy));
    m_ask->setAccessibleName(m_ask->text().isEmpty() ? m_ask->toolTip() : m_ask->text());
    m_ask->setVisible(!m_ask->text().isEmpty());
}

void Composer::setOnline(bool isOnline)
{
    m_isOnline = isOnline;
    m_needs->setWhyOff(isOnline ? QString() : NeedsServer::silent());
    update();
}

void Composer::update()
{
    m_needs->add({m_ask});
    const bool isBlind = m_seesImages == false && !m_images->images().isEmpty();
    const QString blind =
        isBlind ? tr("%1 sees no images. It will read the text alone.").arg(m_modelName)
                : QString();
    if (blind != m_blind->text())
        sayIn(m_blind, blind, Tone::Warn);
    m_needs->allow(m_send, m_reading == 0 && !draft().isEmpty());
    fit();
}

void Composer::fit()
{
    const int lines = qBound(fewestLines, int(m_draft->document()->size().height()), tallestDraft);
    m_draft->setFixedHeight(lines * m_draft->fontMetrics().lineSpacing() + 10);
}

void Composer::send(bool andRun)
{
    Draft message = draft();
    message.text = message.text.trimmed();
    if (message.isEmpty() || !m_isOnline || m_reading > 0)
        return;
    setDraft({});
    emit said(message, andRun);
}

// Images

static QStringList localFilesOf(const QMimeData *content)
{
    QStringList files;
    for (const QUrl &url : content->urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

bool Composer::canTake(const QMimeData *content)
{
    // What was copied in a text or a table comes as an image, too.
    return !localFilesOf(content).isEmpty() || (content->hasImage() && !content->hasText());
}

void Composer::take(const QMimeData *content)
{
    if (const QStringList files = localFilesOf(content); !files.isEmpty())
        return takeFiles(files);
    sayIn(m_fault, {}, Tone::Danger);
    const auto image = content->imageData().value<QImage>();
    const QString name = tr("Image %1").arg(m_images->images().size() + m_reading + 1);
    read(name, [name, image] { return packImage(name, image); });
}

void Composer::takeFiles(const QStringList &files)
{
    sayIn(m_fault, {}, Tone::Danger);
    if (files.size() > mostGiven)
        return sayIn(m_fault,
                     tr("At most %n file(s) can be added at once.", nullptr, int(mostGiven)),
                     Tone::Danger);
    for (const QString &file : files)
        read(QFileInfo(file).fileName(), [file] { return readImageFile(file); }, file);
}

void Composer::attach()
{
    auto *dialog = new QFileDialog(this, tr("Attach images or files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &Composer::takeFiles);
    dialog->open();
}

/// In a thread beside; what is decoded there may be large.
void Composer::read(const QString &name, std::function<Read()> reading, const QString &file)
{
    ++m_reading;
    update();
    QThreadPool::globalInstance()->start([self = QPointer<Composer>(this), name, file,
                                          generation = m_generation, reading = std::move(reading)] {
        const Read done = reading();
        QMetaObject::invokeMethod(qApp, [self, name, file, generation, done] {
            if (self && self->m_generation == generation)
                self->keep(name, file, done);
        });
    });
}

void Composer::keep(const QString &name, const QString &file, const Read &read)
{
    --m_reading;
    update();
    const QString shown = visibleLine(name);
    if (read && m_images->images().size() < mostImages) {
        m_images->add(*read);
    } else if (read) {
        sayIn(m_fault, tr("A message takes at most %n image(s).", nullptr, int(mostImages)),
              Tone::Danger);
    } else if (read.error() == ImageFault::NoImage) {
        emit filesGiven({file});
    } else if (read.error() == ImageFault::TooLarge) {
        sayIn(m_fault,
              tr("%1 is too large to go with a message. Make it smaller first.").arg(shown),
              Tone::Danger);
    } else {
        sayIn(m_fault, tr("%1 cannot be read as an image.").arg(shown), Tone::Danger);
    }
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        QWidget::update(); // the ring
    if (watched == m_draft && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers() & Qt::ControlModifier) {
            send(!(key->modifiers() & Qt::ShiftModifier));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void Composer::paintEvent(QPaintEvent *)
{
    const bool isFocused = m_draft->hasFocus();
    const double inset = isFocused ? 1 : 0.5;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isFocused ? QPen(theme().accent, 2) : QPen(theme().borderStrong, 1));
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 8, 8);
}

} // namespace ui
