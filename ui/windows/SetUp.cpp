// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUp.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Mark.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"
#include "ui/windows/SetUpEngine.h"
#include "ui/windows/SetUpFirstRun.h"
#include "ui/windows/SetUpModel.h"
#include "ui/windows/SetUpSafety.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace ui {

static constexpr int wideSide = 300;
static constexpr int narrowSide = 210;
static constexpr int wideSetUp = 1000;
static constexpr int widestStep = 852;

class SetUpMark : public QWidget
{
public:
    explicit SetUpMark(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(56, 56);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintMark(&painter, rect(), MarkState::Idle, theme().accent);
    }
};

/// A step at the side: its number or a tick, its name, and how it stands. It opens the step.
class StepSign : public QPushButton
{
public:
    StepSign(int number, const QString &name, const QString &purpose, QWidget *parent)
        : QPushButton(parent)
        , m_number(number)
        , m_name(name)
        , m_purpose(purpose)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void show(const QString &state, bool isDone, bool isOpen)
    {
        m_state = state;
        m_isDone = isDone;
        m_isOpen = isOpen;
        const QString said = state.isEmpty() ? m_purpose : state;
        setAccessibleName(m_name + ", " + said);
        setToolTip(m_name + '\n' + said);
        QWidget::update();
    }
    QSize sizeHint() const override
    {
        return {160, lineHeight(Type::Strong) + lineHeight(Type::Small) + 16};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (hasFocus() || underMouse()) {
            painter.setPen(hasFocus() ? QPen(theme().accent, 2) : QPen(Qt::NoPen));
            painter.setBrush(underMouse() ? theme().hover : QColor(Qt::transparent));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
        }
        const QRectF disc(6, (height() - 26) / 2.0, 26, 26);
        painter.setPen(m_isDone || m_isOpen ? QPen(Qt::NoPen) : QPen(theme().borderStrong, 1.5));
        painter.setBrush(m_isOpen ? theme().accent : m_isDone ? theme().okSoft : theme().surface);
        painter.drawEllipse(disc);
        painter.setFont(ui::font(Type::Small));
        painter.setPen(m_isOpen ? theme().onAccent : theme().muted);
        if (m_isDone && !m_isOpen)
            paintIcon(&painter, disc.adjusted(6, 6, -6, -6), "check", theme().ok);
        else
            painter.drawText(disc, Qt::AlignCenter, QString::number(m_number));
        const int wide = width() - 52, line = lineHeight(Type::Strong);
        const auto write = [&](int top, int tall, Type type, const QColor &color,
                               const QString &text) {
            painter.setFont(ui::font(type));
            painter.setPen(color);
            painter.drawText(QRect(44, top, wide, tall), Qt::AlignVCenter | Qt::TextSingleLine,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, wide));
        };
        write(7, line, Type::Strong, m_isOpen ? theme().text : theme().muted, m_name);
        write(7 + line, lineHeight(Type::Small), Type::Small, m_isDone ? theme().ok : theme().muted,
              m_state.isEmpty() ? m_purpose : m_state);
    }

private:
    const int m_number;
    const QString m_name;
    const QString m_purpose;
    QString m_state;
    bool m_isDone = false;
    bool m_isOpen = false;
};

SetUp::SetUp(Preferences *preferences, QList<LocalModels::Place> places, QWidget *parent)
    : QWidget(parent)
    , m_preferences(preferences)
    , m_signs(new QVBoxLayout)
    , m_side(makeSide())
    , m_right(new QVBoxLayout)
    , m_pages(new QStackedWidget(this))
    , m_skip(new QPushButton(tr("Skip set-up"), this))
    , m_pass(new QPushButton(tr("Skip step"), this))
    , m_back(new QPushButton(icon("arrow-left"), tr("Back"), this))
    , m_next(new QPushButton(this))
{
    setAccessibleName(tr("Set-up"));
    m_right->setSpacing(12);
    m_right->addWidget(m_pages, 1);
    m_right->addWidget(makeButtons());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_side);
    row->addLayout(m_right, 1);
    auto *first = new SetUpFirstRun(preferences);
    addStep(new SetUpEngine, tr("Container engine"), tr("Where agents work"));
    addStep(new SetUpModel(std::move(places)), tr("Model"), tr("Choose who thinks"));
    addStep(new SetUpSafety(preferences), tr("Safety"), tr("When to ask you"));
    addStep(first, tr("First run"), tr("Watch an agent work"));
    connect(first, &SetUpFirstRun::begun, this, &SetUp::conversationAsked);
    connect(m_skip, &QPushButton::clicked, this, &SetUp::end);
    connect(m_pass, &QPushButton::clicked, this, [this] { open(step() + 1); });
    connect(m_back, &QPushButton::clicked, this, [this] { open(step() - 1); });
    connect(m_next, &QPushButton::clicked, this, &SetUp::goOn);
    open(0);
}

QWidget *SetUp::makeSide()
{
    auto *side = new QWidget;
    auto *welcome = new QLabel(tr("Welcome to Berth"), side);
    welcome->setFont(ui::font(Type::Page));
    auto *what = new QLabel(tr("Agents work in their own containers on this computer. You watch "
                               "and steer them."),
                            side);
    auto *promise = new QLabel(tr("Nothing leaves this computer until you choose a cloud model. "
                                  "You can change every answer later in Settings."),
                               side);
    for (QLabel *label : {welcome, what, promise})
        label->setWordWrap(true);
    what->setForegroundRole(QPalette::PlaceholderText);
    promise->setForegroundRole(QPalette::PlaceholderText);
    promise->setFont(ui::font(Type::Small));
    m_signs->setSpacing(10);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(26, 36, 14, 20);
    column->setSpacing(8);
    column->addWidget(new SetUpMark(side));
    column->addWidget(welcome);
    column->addWidget(what);
    column->addSpacing(16);
    column->addLayout(m_signs);
    column->addStretch();
    column->addWidget(promise);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(side);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QWidget *part : {side, scroll->viewport()})
        part->setAutoFillBackground(false);
    return scroll;
}

QWidget *SetUp::makeButtons()
{
    setKind(m_skip, ButtonKind::Quiet);
    setKind(m_next, ButtonKind::Primary);
    m_back->setAccessibleName(tr("Back"));
    m_back->setToolTip(tr("Back"));
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 12, 0);
    row->addWidget(m_skip);
    row->addStretch();
    for (QPushButton *button : {m_pass, m_back, m_next})
        row->addWidget(button);
    return bar;
}

void SetUp::addStep(SetUpStep *step, const QString &name, const QString &purpose)
{
    const int number = int(m_steps.size());
    step->setMaximumWidth(widestStep);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(step);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pages->addWidget(scroll);
    m_steps.append(step);
    auto *sign = new StepSign(number + 1, name, purpose, m_side);
    m_signs->addWidget(sign);
    m_stepSigns.append(sign);
    connect(sign, &QPushButton::clicked, this, [this, number] { open(number); });
    connect(step, &SetUpStep::stateChanged, this, &SetUp::update);
}

void SetUp::setSession(Session *session)
{
    for (SetUpStep *step : std::as_const(m_steps))
        step->setSession(session);
}

int SetUp::step() const
{
    return m_pages->currentIndex();
}

void SetUp::open(int step)
{
    if (step >= m_steps.size())
        return end();
    m_pages->setCurrentIndex(qMax(0, step));
    m_steps[this->step()]->enter();
    update();
    m_next->setFocus();
}

void SetUp::goOn()
{
    const int from = step();
    m_steps[from]->leave([this, from] {
        if (step() == from)
            open(from + 1);
    });
}

void SetUp::end()
{
    m_preferences->setSetUp(true);
    emit ended();
}

void SetUp::update()
{
    for (qsizetype i = 0; i < m_steps.size(); ++i)
        m_stepSigns[i]->show(m_steps[i]->state(), m_steps[i]->isDone(), i == step());
    const bool isLast = step() == m_steps.size() - 1;
    m_back->setVisible(step() > 0);
    m_pass->setVisible(!isLast);
    m_next->setText(isLast ? tr("Begin") : tr("Continue"));
    m_next->setIcon(icon(isLast ? "play" : "chevron-right"));
}

void SetUp::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        end();
    else if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        QWidget::keyPressEvent(event);
    else if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
        button->click();
    else
        goOn();
}

void SetUp::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_steps[step()]->enter();
    m_next->setFocus();
}

void SetUp::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < wideSetUp;
    m_side->setFixedWidth(isNarrow ? narrowSide : wideSide);
    m_right->setContentsMargins(isNarrow ? 26 : 64, isNarrow ? 30 : 44, 26, isNarrow ? 20 : 26);
    m_back->setText(isNarrow ? QString() : tr("Back"));
}

void SetUp::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().window);
    const QRect side = m_side->geometry();
    painter.fillRect(side, theme().chrome);
    painter.fillRect(QRect(side.right(), 0, 1, height()), theme().border);
}

} // namespace ui
