// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/Notice.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace ui {

Notice::Notice(QWidget *parent)
    : QWidget(parent)
    , m_words(new QVBoxLayout)
    , m_text(new QLabel(this))
    , m_answer(nullptr)
    , m_close(new QPushButton(icon("x"), QString(), this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_close->setAccessibleName(tr("Put this notice away"));
    m_close->setToolTip(tr("Put this notice away"));
    setKind(m_close, ButtonKind::Quiet);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(42, 6, 6, 6);
    m_words->addWidget(m_text);
    row->addLayout(m_words, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void Notice::tell(const QString &text, Tone tone, const QString &verb)
{
    m_tone = tone;
    m_text->setText(text);
    if (m_answer || !verb.isEmpty()) {
        answerButton();
        m_answer->setVisible(!verb.isEmpty());
        m_answer->setText(verb.isEmpty() ? m_answer->text() : verb);
    }
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    update();
}

QPushButton *Notice::answerButton()
{
    if (m_answer)
        return m_answer;
    m_answer = new QPushButton(this);
    m_answer->hide();
    if (m_isVerbBelow)
        m_words->addWidget(m_answer, 0, Qt::AlignLeft);
    else
        static_cast<QBoxLayout *>(layout())->insertWidget(1, m_answer);
    setTabOrder(m_answer, m_close);
    connect(m_answer, &QPushButton::clicked, this, &Notice::answered);
    return m_answer;
}

QString Notice::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void Notice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink(m_tone), 1));
    painter.setBrush(softInk(m_tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QString sign = m_tone == Tone::Danger ? "octagon-x"
                         : m_tone == Tone::Ok   ? "circle-check"
                                                : "triangle-alert";
    paintIcon(&painter, QRectF(14, height() / 2.0 - 8, 17, 17), sign, ink(m_tone));
}

} // namespace ui
