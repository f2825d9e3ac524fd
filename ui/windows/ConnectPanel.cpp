// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConnectPanel.h"

#include "ui/models/Snippets.h"
#include "ui/widgets/CopySecret.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/widgets/Type.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/SnippetColors.h"

#include <QBoxLayout>
#include <QElapsedTimer>
#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTabBar>

namespace ui {

static constexpr int shownLines = 14;
static constexpr qsizetype shownOfKey = 8;

ConnectPanel::ConnectPanel(ServerDoor *door, QWidget *parent)
    : Panel(parent)
    , m_door(door)
    , m_said(new ToneLabel(this))
    , m_tabs(new QTabBar(this))
    , m_noModel(new QLabel(this))
    , m_setUp(new QPushButton(tr("Choose a model..."), this))
    , m_view(new QPlainTextEdit(this))
    , m_colors(new SnippetColors(m_view->document()))
    , m_copy(new QPushButton(icon("copy"), tr("Copy snippet"), this))
    , m_check(new QPushButton(icon("refresh-cw"), tr("Check again"), this))
    , m_needs(new ElidedLabel(this))
    , m_server(new NeedsServer(nullptr, this))
{
    auto *heading = new QLabel(tr("Connect a client"), this);
    heading->setFont(ui::font(Type::Section));
    m_said->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_tabs->setAccessibleName(tr("Language of the snippet"));
    m_tabs->setDrawBase(true);
    m_tabs->setExpanding(false);
    for (const Snippet &snippet : Snippet::all())
        m_tabs->addTab(snippet.title);
    m_noModel->setText(
        tr("No model is kept on this server yet, so the snippet asks for the demo."));
    m_noModel->setWordWrap(true);
    m_noModel->setFont(ui::font(Type::Small));
    setKind(m_setUp, ButtonKind::Quiet);
    m_view->setReadOnly(true);
    m_view->setFont(ui::font(Type::Code));
    m_view->setTabChangesFocus(true);
    m_view->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_view->setAccessibleName(tr("Snippet"));
    m_view->setMinimumHeight(shownLines * m_view->fontMetrics().lineSpacing() + 16);
    setKind(m_copy, ButtonKind::Primary);
    m_copy->setObjectName("copy");
    m_needs->setFont(ui::font(Type::Code));
    m_needs->setForegroundRole(QPalette::PlaceholderText);
    auto *head = new QHBoxLayout;
    head->addWidget(heading);
    head->addWidget(m_said, 1);
    auto *noModel = new QHBoxLayout;
    noModel->addWidget(m_noModel, 1);
    noModel->addWidget(m_setUp);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_copy);
    actions->addWidget(m_check);
    actions->addWidget(m_needs, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 12, 15, 14);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_tabs);
    column->addLayout(noModel);
    column->addWidget(m_view, 1);
    column->addLayout(actions);
    focusFirst(this, m_tabs);

    connect(m_tabs, &QTabBar::currentChanged, this, &ConnectPanel::update);
    connect(m_copy, &QPushButton::clicked, this, &ConnectPanel::copy);
    connect(m_check, &QPushButton::clicked, this, &ConnectPanel::check);
    connect(m_setUp, &QPushButton::clicked, this, &ConnectPanel::setUpAsked);
    connect(door, &ServerDoor::stateChanged, this, &ConnectPanel::update);
    auto *copyKeys = new QShortcut(QKeySequence::Copy, this);
    copyKeys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKeys, &QShortcut::activated, this, [this] {
        if (m_view->textCursor().hasSelection())
            m_view->copy();
        else
            copy();
    });
    update();
}

void ConnectPanel::setSession(Session *session)
{
    m_session = session;
    m_isChecking = false;
    m_server->follow(session ? session->feed() : nullptr);
    m_model.clear();
    m_isModelKnown = false;
    m_said->say({}, Tone::Muted);
    update();
}

void ConnectPanel::setModel(const QString &name)
{
    m_model = name;
    m_isModelKnown = true;
    update();
}

QString ConnectPanel::text(const QString &key) const
{
    return Snippet::all().value(m_tabs->currentIndex()).text(m_door->url(), key, m_model);
}

void ConnectPanel::update()
{
    const bool isRunning = m_door->state() == ServerDoor::State::Running;
    const QString key = m_door->key();
    m_view->setPlainText(text(key.size() > shownOfKey ? key.left(shownOfKey) + "…" : key));
    const QString needs = Snippet::all().value(m_tabs->currentIndex()).needs;
    m_needs->setText(needs);
    m_needs->setVisible(!needs.isEmpty());
    m_copy->setEnabled(isRunning);
    m_server->allow(m_check, isRunning && m_session && !m_isChecking);
    m_noModel->setVisible(isRunning && m_isModelKnown && m_model.isEmpty());
    m_setUp->setVisible(m_noModel->isVisibleTo(this));
}

void ConnectPanel::copy()
{
    if (!m_copy->isEnabled())
        return;
    copySecret(text(m_door->key()));
    m_said->say(m_door->key().isEmpty() ? tr("Copied. The key is not known here: put it in.")
                                        : tr("Copied with your key."),
                Tone::Ok);
}

/// Whether a client with this address and this key is let in.
void ConnectPanel::check()
{
    m_isChecking = true;
    update();
    QElapsedTimer asked;
    asked.start();
    QCoro::connect(m_session->client()->get("/conversations", {{"limit", "1"}}), this,
                   [this, asked](const core::Result<QJsonValue> &page) {
        m_isChecking = false;
        update();
        if (page)
            m_said->say(tr("Checked: the server answered in %1 ms.").arg(asked.elapsed()),
                        Tone::Ok);
        else
            m_said->say(page.error().message, Tone::Danger);
    });
}

void ConnectPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_colors->rehighlight();
}

} // namespace ui
