// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ApprovalCard.h"

#include "ui/models/Models.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ConversationDelegate.h"
#include "ui/windows/DenyDialog.h"
#include "ui/windows/QuestionFacts.h"

#include <QAbstractTextDocumentLayout>
#include <QBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>

namespace ui {

static constexpr std::chrono::milliseconds sleep{600};
static constexpr qint64 secondPress = 3000;
static constexpr int signPlace = 18; ///< of the hand before the title
static constexpr int mostLines = 12;

static QLabel *plainLabel(Type type, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(ui::font(type));
    label->setWordWrap(true);
    return label;
}

ApprovalCard::ApprovalCard(QWidget *parent)
    : QWidget(parent)
    , m_title(plainLabel(Type::Section, this))
    , m_risk(new Chip(this))
    , m_actions(new QPlainTextEdit(this))
    , m_why(plainLabel(Type::Small, this))
    , m_reasons(plainLabel(Type::Small, this))
    , m_facts(new QuestionFacts(this))
    , m_note(plainLabel(Type::Small, this))
    , m_allow(new QPushButton(icon("check"), QString(), this))
    , m_longer(new QPushButton(this))
    , m_policies(new QMenu(m_longer))
    , m_deny(new QPushButton(icon("ban"), QString(), this))
{
    setFocusPolicy(Qt::StrongFocus);
    m_actions->setReadOnly(true);
    m_actions->setFont(ui::font(Type::Code));
    m_actions->setTabChangesFocus(true);
    QFont strong = m_why->font();
    strong.setWeight(QFont::DemiBold);
    m_why->setFont(strong);
    m_reasons->setForegroundRole(QPalette::PlaceholderText);
    setKind(m_allow, ButtonKind::Answer);
    setKind(m_deny, ButtonKind::Danger);
    for (QPushButton *button : {m_allow, m_longer, m_deny})
        button->setAutoDefault(false);
    layOut();
    m_waking.setSingleShot(true);
    connect(&m_waking, &QTimer::timeout, this, &ApprovalCard::wake);
    connect(m_allow, &QPushButton::clicked, this, [this] { allow(); });
    connect(m_deny, &QPushButton::clicked, this, &ApprovalCard::deny);
    connect(m_actions->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &ApprovalCard::lookForEnd);
    connect(m_actions->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        fitActions();
        lookForEnd();
    });
    connect(m_actions->document()->documentLayout(),
            &QAbstractTextDocumentLayout::documentSizeChanged, this, &ApprovalCard::fitActions);
    m_longer->setMenu(m_policies);
    retranslate();
}

void ApprovalCard::layOut()
{
    auto *head = new QHBoxLayout;
    head->addSpacing(signPlace + 8);
    head->addWidget(m_title, 1);
    head->addWidget(m_risk, 0, Qt::AlignTop);
    auto *answers = new FlowLayout(FlowLayout::Last::AtTheEnd, 8);
    for (QPushButton *button : {m_allow, m_longer, m_deny})
        answers->addWidget(button);
    auto *why = new QVBoxLayout;
    why->setSpacing(3);
    why->addWidget(m_why);
    why->addWidget(m_reasons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 13, 15, 13);
    column->setSpacing(10);
    column->addLayout(head);
    column->addWidget(m_actions);
    column->addLayout(why);
    column->addWidget(m_facts);
    column->addWidget(m_note);
    column->addLayout(answers);
    m_note->hide();
}

void ApprovalCard::retranslate()
{
    m_allow->setText(tr("&Allow once"));
    m_longer->setText(tr("Allow and..."));
    m_deny->setText(tr("&Deny..."));
    m_why->setText(tr("Why am I asked?"));
    m_actions->setAccessibleName(tr("What the agent wants to do"));
    if (!m_question.isEmpty())
        showQuestion();
}

void ApprovalCard::setSingleKeys(bool areOn)
{
    m_hasSingleKeys = areOn;
    if (!m_question.isEmpty())
        showQuestion();
}

/// What may be said with an answer about those to come. Nothing that is of high risk ends the
/// questions.
void ApprovalCard::addPolicies()
{
    m_policies->clear();
    const QJsonObject atHighRisk{{"kind", "ConfirmRisky"},
                                 {"threshold", "HIGH"},
                                 {"confirm_unknown", false}};
    m_policies->addAction(tr("Ask only at high risk from now on"), this,
                          [this, atHighRisk] { allow(atHighRisk); });
    if (!m_isHighRisk)
        m_policies->addAction(tr("Stop asking in this conversation"), this,
                              [this] { allow({{"kind", "NeverConfirm"}}); });
}

static QString marked(const QString &text, const QString &mark)
{
    return mark + QString(text).replace('\n', '\n' + mark);
}

/// A change of a file, with what goes and what comes; nothing of it is left out.
static QString wholeEdit(const QString &tool, QJsonObject arguments)
{
    QStringList parts{tool + ' ' + arguments.take("command").toString() + ' '
                      + arguments.take("path").toString()};
    const QString old = arguments.take("old_str").toString();
    if (!old.isEmpty())
        parts.append(marked(old, "- "));
    for (const char *name : {"new_str", "file_text"}) {
        const QString text = arguments.take(name).toString();
        if (!text.isEmpty())
            parts.append(marked(text, "+ "));
    }
    for (auto rest = arguments.begin(); rest != arguments.end();) {
        const bool isNothing = rest->isNull() || rest.key() == "security_risk";
        rest = isNothing ? arguments.erase(rest) : std::next(rest);
    }
    if (!arguments.isEmpty())
        parts.append(QString::fromUtf8(QJsonDocument(arguments).toJson()).trimmed());
    return visible(parts.join('\n'));
}

/// An action whole, as what would run.
static QString wholeAction(const QJsonObject &action)
{
    QJsonObject arguments = action["action"].toObject();
    const QString command = arguments["command"].toString();
    // Other tools have a command too, which is only the first of what they are told.
    if (!command.isEmpty() && action["tool"] == "terminal")
        return visible(command);
    arguments.remove("kind");
    if (action["tool"] == "file_editor")
        return wholeEdit(action["tool"].toString(), arguments);
    return visible(action["tool"].toString() + " "
                   + QString::fromUtf8(QJsonDocument(arguments).toJson()).trimmed());
}

/// Commands and changes of files are called so; everything else is an action.
static QString titleOf(const QJsonArray &actions)
{
    const int count = int(actions.size());
    const auto areOf = [&actions](const QString &tool) {
        return std::ranges::all_of(actions, [&tool](const QJsonValue &action) {
            return action["tool"] == tool;
        });
    };
    const bool areCommands = areOf("terminal");
    if (count == 1 && areOf("file_editor"))
        return ApprovalCard::tr("Change this file?");
    if (count == 1)
        return areCommands ? ApprovalCard::tr("Run this command?")
                           : ApprovalCard::tr("Run this action?");
    return areCommands ? ApprovalCard::tr("Run these %n command(s)?", nullptr, count)
                       : ApprovalCard::tr("Run these %n action(s)?", nullptr, count);
}

void ApprovalCard::ask(const QJsonObject &question)
{
    QStringList ids;
    for (const QJsonValue &action : question["actions"].toArray())
        ids.append(action["id"].toString());
    if (ids == m_actionIds)
        return;
    m_question = question;
    m_actionIds = ids;
    m_isHighRisk = question["risk"] == "HIGH";
    m_pressed.invalidate();
    m_note->hide();
    m_isAwake = false;
    m_hasSeenEnd = false;
    showQuestion();
    updateAnswers();
    m_waking.start(sleep);
}

void ApprovalCard::showQuestion()
{
    QStringList texts, reasons;
    const QJsonArray actions = m_question["actions"].toArray();
    for (const QJsonValue &action : actions)
        texts.append(wholeAction(action.toObject()));
    m_title->setText(titleOf(actions));
    const RiskLook look = riskLookOf(m_question["risk"].toString());
    m_risk->say(look.icon, look.words, look.tone);
    m_risk->setBars(look.bars);
    setAccessibleName(tr("Question, %1: %2").arg(look.words.toLower(), texts.join(", ")));
    setAccessibleDescription(m_hasSingleKeys
                                 ? tr("Press A to allow it once, D to deny it, R to show more.")
                                 : QString());
    for (const QString &reason : WaitingModel::reasonsOf(m_question))
        reasons.append("• " + visibleLine(reason));
    m_reasons->setText(reasons.join('\n'));
    m_why->setVisible(!reasons.isEmpty());
    m_reasons->setVisible(!reasons.isEmpty());
    m_facts->ask(m_question);
    addPolicies();
    m_actions->setPlainText(texts.join("\n\n"));
    fitActions();
}

void ApprovalCard::setPlace(const QString &directory, const QString &workspace)
{
    m_facts->setPlace(directory, workspace);
}

/// A page further, and from the end back to the beginning.
void ApprovalCard::showMore()
{
    QScrollBar *bar = m_actions->verticalScrollBar();
    bar->setValue(bar->value() >= bar->maximum() ? 0 : bar->value() + bar->pageStep());
}

/// As high as its lines, up to a dozen, and above that it scrolls.
void ApprovalCard::fitActions()
{
    const int lines = qBound(1, int(m_actions->document()->size().height()), mostLines);
    m_actions->setFixedHeight(lines * m_actions->fontMetrics().lineSpacing() + 20);
}

void ApprovalCard::wake()
{
    m_isAwake = true;
    lookForEnd();
}

void ApprovalCard::lookForEnd()
{
    const QScrollBar *bar = m_actions->verticalScrollBar();
    m_hasSeenEnd = m_hasSeenEnd || (m_isAwake && bar->value() == bar->maximum());
    updateAnswers();
}

void ApprovalCard::updateAnswers()
{
    const bool mayAllow = m_isAwake && (!m_isHighRisk || m_hasSeenEnd);
    m_allow->setEnabled(mayAllow);
    m_longer->setEnabled(mayAllow);
    m_deny->setEnabled(m_isAwake);
    if (m_isAwake && !mayAllow) {
        m_note->setText(tr("High risk: read it to its end before you allow it."));
        m_note->show();
    } else if (!m_pressed.isValid()) {
        m_note->hide();
    }
}

void ApprovalCard::allow(const QJsonObject &policy)
{
    const bool isSecond = m_pressed.isValid() && m_pressed.elapsed() < secondPress;
    if (m_isHighRisk && !isSecond) {
        m_pressed.start();
        m_note->setText(tr("High risk: press once more within 3 seconds to allow it."));
        m_note->show();
        return;
    }
    emit allowed(m_actionIds, policy);
}

void ApprovalCard::deny()
{
    // What is denied is what was shown when the button was pressed.
    const QStringList ids = m_actionIds;
    auto *dialog = new DenyDialog(this);
    connect(dialog, &DenyDialog::denied, this,
            [this, ids](const QString &reason, Commands::Run run) {
        emit denied(ids, reason, run);
    });
    dialog->open();
}

void ApprovalCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitActions();
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool ApprovalCard::takeLetter(int key)
{
    if (key == Qt::Key_A)
        m_allow->click();
    else if (key == Qt::Key_D)
        m_deny->click();
    else if (key == Qt::Key_R)
        showMore();
    else
        return false;
    return true;
}

void ApprovalCard::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = m_hasSingleKeys && event->modifiers() == Qt::NoModifier
                         && !event->isAutoRepeat();
    if (!isPlain || !takeLetter(event->key()))
        QWidget::keyPressEvent(event);
}

void ApprovalCard::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void ApprovalCard::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void ApprovalCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme().surface);
    painter.setPen(QPen(hasFocus() ? theme().accent : theme().wait, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    if (hasFocus()) {
        painter.setPen(QPen(theme().wait, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(4, 4, -4, -4), 6, 6);
    }
    const int middle = m_title->geometry().center().y() + 1;
    paintIcon(&painter,
              QRectF(m_title->x() - signPlace - 8, middle - signPlace / 2, signPlace, signPlace),
              "hand", theme().wait);
}

} // namespace ui
