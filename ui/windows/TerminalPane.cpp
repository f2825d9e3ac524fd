// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/TerminalPane.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"
#include "ui/windows/Notice.h"
#include "ui/windows/TextDialog.h"

#include <QBoxLayout>
#include <QBuffer>
#include <QKeyEvent>
#include <QPushButton>
#include <QSocketNotifier>
#include <QTimer>

#include <fcntl.h>
#include <qtermwidget.h>
#include <termios.h>
#include <unistd.h>

namespace ui {

static constexpr int linesKept = 5000;
static constexpr qsizetype mostPrinted = 1024 * 1024; // bytes that the emulator has not taken

/// Bytes go in as they are, and never wait for room.
static void makeRaw(int descriptor)
{
    termios mode{};
    if (::tcgetattr(descriptor, &mode) == 0) {
        ::cfmakeraw(&mode);
        ::tcsetattr(descriptor, TCSANOW, &mode);
    }
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

TerminalPane::TerminalPane(Client *client, const QString &workspaceId, QWidget *parent)
    : QWidget(parent)
    , m_line(client, workspaceId)
    , m_terminal(new QTermWidget(0, this))
    , m_notice(new Notice(this))
    , m_again(new QPushButton(this))
    , m_asText(new QPushButton(icon("file-text"), QString(), this))
{
    m_terminal->setTerminalFont(ui::font(Type::Code));
    m_terminal->setColorScheme(theme().isDark() ? "Linux" : "BlackOnWhite");
    m_terminal->setHistorySize(linesKept);
    m_terminal->setScrollBarPosition(QTermWidgetInterface::ScrollBarRight);
    m_terminal->setConfirmMultilinePaste(false);
    m_terminal->startTerminalTeletype();
    makeRaw(m_terminal->getPtySlaveFd());
    m_writable = new QSocketNotifier(m_terminal->getPtySlaveFd(), QSocketNotifier::Write, this);
    m_writable->setEnabled(false);
    m_again->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_again, 0, Qt::AlignLeft);
    column->addWidget(m_terminal, 1);
    column->addWidget(m_asText, 0, Qt::AlignRight);
    setKind(m_asText, ButtonKind::Quiet);
    focusFirst(this, m_terminal);
    retranslate();
    for (QWidget *part : m_terminal->findChildren<QWidget *>())
        part->installEventFilter(this);

    connect(m_writable, &QSocketNotifier::activated, this, &TerminalPane::write);
    connect(m_terminal, &QTermWidget::sendData, this,
            [this](const char *typed, int size) { m_line.type(QString::fromUtf8(typed, size)); });
    connect(&m_line, &TerminalLine::printed, this, [this](const QByteArray &bytes) {
        m_printed += bytes;
        // Nobody reads so fast: what has passed the screen is left out.
        if (m_printed.size() > mostPrinted)
            m_printed = m_printed.last(mostPrinted / 4);
        write();
    });
    connect(&m_line, &TerminalLine::ended, this, [this](const QString &why) {
        m_notice->tell(why, Tone::Warn);
        m_again->show();
    });
    connect(m_again, &QPushButton::clicked, this, &TerminalPane::start);
    connect(m_asText, &QPushButton::clicked, this, &TerminalPane::showText);
}

void TerminalPane::retranslate()
{
    m_terminal->setAccessibleName(tr("Terminal"));
    m_again->setText(tr("Open another shell"));
    m_asText->setText(tr("Show as text"));
    for (QWidget *part : m_terminal->findChildren<QWidget *>()) {
        if (part->focusPolicy() != Qt::NoFocus)
            part->setAccessibleName(m_terminal->accessibleName());
    }
}

void TerminalPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool TerminalPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isLetter = key->key() >= Qt::Key_A && key->key() <= Qt::Key_Z;
        if (isLetter && key->modifiers() == Qt::ControlModifier && key->key() != m_leftOut) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

TerminalPane::~TerminalPane()
{
    m_line.disconnect(this);
    m_writable->setEnabled(false);
}

void TerminalPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // When the emulator knows its size.
    QTimer::singleShot(0, this, [this] {
        if (!m_line.isOpen())
            start();
    });
}

void TerminalPane::start()
{
    m_notice->hide();
    m_again->hide();
    m_size = {m_terminal->screenColumnsCount(), m_terminal->screenLinesCount()};
    m_line.open(qMax(20, m_size.width()), qMax(5, m_size.height()));
    m_terminal->setFocus();
}

/// What has been printed, line by line: an emulator is no text to a screen reader.
void TerminalPane::showText()
{
    QBuffer printed;
    printed.open(QIODevice::WriteOnly);
    m_terminal->saveHistory(&printed);
    auto *dialog = new TextDialog(tr("Text of the terminal"), tr("Copy all"),
                                  QString::fromUtf8(printed.data()), this);
    dialog->open();
}

void TerminalPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QTimer::singleShot(0, this, &TerminalPane::tellSize);
}

void TerminalPane::tellSize()
{
    const QSize size(m_terminal->screenColumnsCount(), m_terminal->screenLinesCount());
    if (!m_line.isOpen() || size.isEmpty() || std::exchange(m_size, size) == size)
        return;
    m_line.resize(size.width(), size.height());
}

/// As much as the emulator takes now; the rest when it has room again.
void TerminalPane::write()
{
    while (!m_printed.isEmpty()) {
        const ssize_t taken = ::write(m_terminal->getPtySlaveFd(), m_printed.constData(),
                                      size_t(m_printed.size()));
        if (taken <= 0)
            break;
        m_printed.remove(0, taken);
    }
    m_writable->setEnabled(!m_printed.isEmpty());
}

} // namespace ui
