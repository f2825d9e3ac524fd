// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/PageFrame.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Type.h"
#include "ui/windows/EmptyState.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>

namespace ui {

static constexpr int headHeight = 34;

static constexpr std::chrono::milliseconds unseenLoading{150};
static constexpr std::chrono::milliseconds longLoading{1850}; // after that

/// Where rows will be. What is there at once is not announced; what is not there after a while has
/// a cause.
class Skeleton : public QWidget
{
public:
    Skeleton()
    {
        m_wait.setSingleShot(true);
        m_wait.callOnTimeout(this, [this] {
            if (m_isSeen) {
                m_isLong = true;
                setAccessibleName(PageFrame::tr("The server has not answered yet. You can leave "
                                                "this page."));
            } else {
                m_isSeen = true;
                m_wait.start(longLoading);
            }
            update();
        });
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        QWidget::showEvent(event);
        m_isSeen = false;
        m_isLong = false;
        setAccessibleName(PageFrame::tr("Loading"));
        m_wait.start(unseenLoading);
    }
    void hideEvent(QHideEvent *event) override
    {
        QWidget::hideEvent(event);
        m_wait.stop();
    }
    void paintEvent(QPaintEvent *) override
    {
        if (!m_isSeen)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().hover);
        int top = 16;
        if (m_isLong) {
            painter.setPen(theme().muted);
            const QRect place(2, top, width() - 4, 2 * fontMetrics().height());
            painter.drawText(place, Qt::AlignLeft | Qt::TextWordWrap, accessibleName());
            painter.setPen(Qt::NoPen);
            top += 51;
        }
        for (int row = 0; row < 6; ++row, top += 51) {
            painter.drawRoundedRect(QRect(2, top, width() / 5, 10), 4, 4);
            painter.drawRoundedRect(QRect(2, top + 18, width() * 2 / 5, 10), 4, 4);
        }
    }

private:
    QTimer m_wait;
    bool m_isSeen = false;
    bool m_isLong = false;
};

PageFrame::PageFrame(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_actions(new QHBoxLayout)
    , m_notice(new Notice(this))
    , m_states(new QStackedWidget(this))
    , m_loading(new Skeleton)
    , m_empty(new EmptyState(QString(), QString()))
    , m_failed(new EmptyState(QString(), QString()))
{
    connect(m_notice, &Notice::answered, this, &PageFrame::noticeAnswered);
    m_states->addWidget(m_loading);
    m_states->addWidget(m_empty);
    m_states->addWidget(m_failed);
    m_actions->setSpacing(8);
    m_actions->addStrut(headHeight); // a title stands as high with buttons as without
    if (title.isEmpty()) {
        m_actions->addStretch();
    } else {
        auto *heading = new ElidedLabel(this);
        heading->setFont(ui::font(Type::Page));
        heading->setText(title);
        m_actions->addWidget(heading, 1);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(26, 18, 26, 18);
    column->setSpacing(12);
    column->addLayout(m_actions);
    column->addWidget(m_notice);
    column->addWidget(m_states, 1);
    connect(m_empty, &EmptyState::answered, this, &PageFrame::emptyAnswered);
    connect(m_failed, &EmptyState::answered, this, &PageFrame::tryAgainAsked);
}

void PageFrame::addAction(QWidget *widget)
{
    m_actions->addWidget(widget);
}

void PageFrame::setBar(QWidget *bar)
{
    static_cast<QBoxLayout *>(layout())->insertWidget(1, bar);
}

void PageFrame::setContent(QWidget *content)
{
    m_content = content;
    m_states->addWidget(content);
    m_states->setCurrentWidget(content);
}

void PageFrame::showContent()
{
    m_states->setCurrentWidget(m_content);
}

void PageFrame::showLoading()
{
    m_states->setCurrentWidget(m_loading);
}

void PageFrame::showEmpty(const QString &title, const QString &text, const QString &verb)
{
    m_empty->setWords(title, text, verb);
    m_states->setCurrentWidget(m_empty);
}

QPushButton *PageFrame::emptyButton() const
{
    return m_empty->button();
}

void PageFrame::showError(const QString &text)
{
    m_failed->setWords(tr("This page could not be read"), text, tr("Try again"));
    m_states->setCurrentWidget(m_failed);
}

void PageFrame::tell(const QString &text, Tone tone, const QString &verb)
{
    m_notice->tell(text, tone, verb);
}

void PageFrame::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), theme().window);
}

} // namespace ui
