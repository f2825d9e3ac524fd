// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ServerPanel.h"

#include "ui/widgets/CopySecret.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Mark.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"
#include "ui/windows/Ask.h"
#include "ui/windows/OfflineBar.h"
#include "ui/windows/WorkspaceTable.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace ui {

static constexpr int widePanel = 900;
static constexpr std::chrono::seconds keyIsShown{30};

/// The mark on its ground.
class MarkTile : public QWidget
{
public:
    explicit MarkTile(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(52, 52);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().accentSoft);
        painter.drawRoundedRect(rect(), 8, 8);
        paintMark(&painter, QRectF(rect()).adjusted(12, 12, -12, -12), MarkState::Working,
                  theme().accent);
    }
};

static QPushButton *smallButton(const QString &icon, const QString &name, QWidget *parent)
{
    auto *button = new QPushButton(ui::icon(icon), QString(), parent);
    button->setAccessibleName(name);
    button->setToolTip(name);
    setKind(button, ButtonKind::Quiet);
    return button;
}

ServerPanel::ServerPanel(ServerDoor *door, QWidget *parent)
    : Panel(parent)
    , m_door(door)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_state(new QLabel(this))
    , m_detail(new ElidedLabel(this))
    , m_problem(new QLabel(this))
    , m_address(new QLineEdit(this))
    , m_key(new QLineEdit(this))
    , m_reveal(smallButton("eye", QString(), this))
    , m_power(new QPushButton(icon("power"), QString(), this))
{
    m_state->setFont(ui::font(Type::Section));
    m_state->setWordWrap(true); // large texts leave little room
    m_detail->setFont(ui::font(Type::Small));
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch();
    words->addWidget(m_state);
    words->addWidget(m_detail);
    words->addStretch();
    auto *state = new QHBoxLayout;
    state->setSpacing(14);
    state->addWidget(new MarkTile(this));
    state->addLayout(words, 1);
    auto *copyAddress = smallButton("copy", tr("Copy server address"), this);
    auto *copyKey = smallButton("copy", tr("Copy API key"), this);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(14);
    fields->addLayout(makeField(m_address, tr("Server address"), {copyAddress}), 1);
    fields->addLayout(makeField(m_key, tr("API key"), {m_reveal, copyKey}), 1);
    fields->addWidget(m_power, 0, Qt::AlignBottom);
    m_row->setSpacing(14);
    m_row->addLayout(state, 3);
    m_row->addLayout(fields, 5);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 13, 15, 13);
    column->addLayout(m_row);
    column->addWidget(m_problem);
    m_hide.setSingleShot(true);
    m_hide.setInterval(keyIsShown);

    connect(copyAddress, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_address->text()); });
    connect(copyKey, &QPushButton::clicked, this, [this] { copySecret(m_door->key()); });
    connect(m_reveal, &QPushButton::clicked, this,
            [this] { reveal(m_key->echoMode() == QLineEdit::Password); });
    connect(&m_hide, &QTimer::timeout, this, [this] { reveal(false); });
    connect(m_power, &QPushButton::clicked, this, &ServerPanel::press);
    connect(door, &ServerDoor::stateChanged, this, &ServerPanel::update);
    reveal(false);
    update();
}

QBoxLayout *ServerPanel::makeField(QLineEdit *field, const QString &name,
                                   const QList<QPushButton *> &buttons)
{
    field->setReadOnly(true);
    field->setFont(ui::font(Type::Code));
    field->setAccessibleName(name);
    auto *label = new QLabel(name, this);
    label->setFont(ui::font(Type::Small));
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(field);
    auto *row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(field, 1);
    for (QPushButton *button : buttons)
        row->addWidget(button);
    auto *column = new QVBoxLayout;
    column->setSpacing(3);
    column->addWidget(label);
    column->addLayout(row);
    return column;
}

void ServerPanel::setStartedAt(const QString &moment)
{
    m_startedAt = moment;
    update();
}

void ServerPanel::setLost(const QDateTime &since)
{
    m_lostSince = since;
    update();
}

void ServerPanel::reveal(bool isShown)
{
    m_key->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    const QString name = isShown ? tr("Hide API key") : tr("Show API key");
    m_reveal->setIcon(icon(isShown ? "eye-off" : "eye"));
    m_reveal->setAccessibleName(name);
    m_reveal->setToolTip(name);
    if (isShown)
        m_hide.start();
    else
        m_hide.stop();
}

static QString whoConnects(const QUrl &url)
{
    const bool isHere = url.host() == "localhost" || QHostAddress(url.host()).isLoopback();
    return isHere ? ServerPanel::tr("Only this computer can connect")
                  : ServerPanel::tr("Other computers can connect");
}

void ServerPanel::update()
{
    using State = ServerDoor::State;
    const State state = m_door->state();
    const bool isRunning = state == State::Running;
    const bool isLost = isRunning && m_lostSince.isValid();
    m_state->setText(isLost                     ? tr("The server does not answer")
                     : state == State::Running  ? tr("Berth is running")
                     : state == State::Starting ? tr("Berth is starting")
                     : state == State::Stopping ? tr("Berth is stopping")
                     : state == State::Failed   ? tr("Berth could not start")
                                                : tr("Berth is stopped"));
    const QString since = isRunning ? ageWord(m_startedAt) : QString();
    m_detail->setText(isLost       ? tr("You see data until %1.").arg(clockWord(m_lostSince))
                      : !isRunning ? tr("Nothing can connect")
                      : since.isEmpty()
                          ? whoConnects(m_door->url())
                          : tr("%1 · started: %2").arg(whoConnects(m_door->url()), since));
    m_problem->setText(state == State::Failed ? m_door->problem() : QString());
    m_problem->setVisible(state == State::Failed);
    m_address->setText(m_door->url().toString());
    m_key->setText(m_door->key());
    m_key->setPlaceholderText(tr("Not known here"));
    m_reveal->setEnabled(!m_door->key().isEmpty());
    m_power->setVisible(m_door->isOurs());
    m_power->setText(isRunning ? tr("Stop server") : tr("Start server"));
    m_power->setEnabled(state != State::Starting && state != State::Stopping);
}

void ServerPanel::press()
{
    if (m_door->state() != ServerDoor::State::Running)
        return m_door->start();
    if (m_working == 0)
        return m_door->stop();
    askFirst(this, tr("Stop the server?"),
             tr("%n agent(s) are working. What they have done is kept, and they can go on later.",
                nullptr, m_working),
             tr("Stop server"), [this] { m_door->stop(); });
}

void ServerPanel::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_row->setDirection(width() < widePanel ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace ui
