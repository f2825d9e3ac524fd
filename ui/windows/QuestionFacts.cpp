// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/QuestionFacts.h"

#include "ui/widgets/Chip.h"
#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/PlainText.h"

#include <QDateTime>
#include <QEvent>
#include <QLocale>

namespace ui {

static constexpr std::chrono::minutes agingStep{1};
static constexpr int widestPlace = 260;

static QDateTime factMoment(const QJsonValue &moment)
{
    return QDateTime::fromString(moment.toString(), Qt::ISODateWithMs).toLocalTime();
}

static QString askedWords(const QDateTime &at)
{
    const qint64 minutes = at.secsTo(QDateTime::currentDateTime()) / 60;
    if (minutes < 1)
        return QuestionFacts::tr("Asked just now");
    if (minutes < 60)
        return QuestionFacts::tr("Asked %1 min ago").arg(minutes);
    if (minutes < 24 * 60)
        return QuestionFacts::tr("Asked %1 h ago").arg(minutes / 60);
    return QuestionFacts::tr("Asked on %1")
        .arg(QLocale().toString(at.date(), QLocale::ShortFormat));
}

/// A long path is cut in its middle, and whole where the pointer rests.
static void sayPlace(Chip *chip, const QString &icon, const QString &place, const QString &spoken)
{
    const QString whole = visibleLine(place);
    chip->say(icon, chip->fontMetrics().elidedText(whole, Qt::ElideMiddle, widestPlace),
              Tone::Muted);
    chip->setAccessibleName(spoken.arg(whole));
    // A name could look like markup, which a tool tip would follow.
    chip->setToolTip("<qt>" + spoken.arg(whole).toHtmlEscaped() + "</qt>");
    chip->setVisible(!whole.isEmpty());
}

QuestionFacts::QuestionFacts(QWidget *parent)
    : QWidget(parent)
    , m_asked(new Chip(this))
    , m_folder(new Chip(this))
    , m_box(new Chip(this))
    , m_deadline(new Chip(this))
{
    auto *chips = new FlowLayout;
    chips->setContentsMargins(0, 0, 0, 0);
    for (Chip *chip : {m_asked, m_folder, m_box, m_deadline})
        chips->addWidget(chip);
    setLayout(chips);
    m_aging.setSingleShot(true);
    m_aging.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_aging, &QTimer::timeout, this, &QuestionFacts::showMoments);
    showMoments();
    showPlace();
}

void QuestionFacts::ask(const QJsonObject &question)
{
    m_question = question;
    showMoments();
}

void QuestionFacts::setPlace(const QString &directory, const QString &workspace)
{
    if (std::pair(directory, workspace) == std::pair(m_directory, m_workspace))
        return;
    m_directory = directory;
    m_workspace = workspace;
    showPlace();
}

void QuestionFacts::showMoments()
{
    const QDateTime at = factMoment(m_question["asked_at"]);
    m_asked->say("clock", askedWords(at), Tone::Muted);
    m_asked->setToolTip(QLocale().toString(at, QLocale::LongFormat));
    m_asked->setVisible(at.isValid());
    const QDateTime end = factMoment(m_question["deadline"]);
    // What an agent asks has none; what a program asks may have none.
    const bool isEndless = m_question["kind"] == "connection" && m_question["deadline"].isNull();
    if (isEndless)
        m_deadline->say("clock", tr("It waits until you answer"), Tone::Muted);
    else
        m_deadline->say("ban",
                        tr("Denied at %1 without an answer")
                            .arg(QLocale().toString(end.time(), QLocale::ShortFormat)),
                        Tone::Muted);
    m_deadline->setToolTip(QLocale().toString(end, QLocale::LongFormat));
    m_deadline->setVisible(end.isValid() || isEndless);
    if (at.isValid() && isVisible())
        m_aging.start(agingStep);
}

void QuestionFacts::showPlace()
{
    sayPlace(m_folder, "folder", m_directory, tr("Directory %1"));
    sayPlace(m_box, "box", m_workspace, tr("Workspace %1"));
}

void QuestionFacts::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    showMoments();
    showPlace();
}

void QuestionFacts::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showMoments();
}

void QuestionFacts::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_aging.stop();
}

} // namespace ui
