// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SettingsPage.h"

#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Language.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"
#include "ui/windows/ModelsList.h"
#include "ui/windows/NoticeSettings.h"
#include "ui/windows/SettingRow.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

namespace ui {

static constexpr qsizetype mostUndo = 50;

static const QHash<QString, const char *> &settingGroups()
{
    static const QHash<QString, const char *> groups{{"host", "Server"},
                                                     {"port", "Server"},
                                                     {"data-dir", "Server"},
                                                     {"tls-cert", "Server"},
                                                     {"tls-key", "Server"},
                                                     {"tls-self-signed", "Server"},
                                                     {"redirect-port", "Server"},
                                                     {"allowed-host", "Server"},
                                                     {"insecure-bind", "Server"},
                                                     {"rate-limit", "Server"},
                                                     {"runtime", "Workspaces"},
                                                     {"docker-host", "Workspaces"},
                                                     {"image", "Workspaces"},
                                                     {"profile", "Workspaces"},
                                                     {"memory", "Workspaces"},
                                                     {"cpus", "Workspaces"},
                                                     {"disk", "Workspaces"},
                                                     {"pids", "Workspaces"},
                                                     {"pause-after", "Workspaces"},
                                                     {"idle-timeout", "Workspaces"},
                                                     {"on-shutdown", "Workspaces"},
                                                     {"keep-workspaces", "Workspaces"},
                                                     {"max-workspaces", "Workspaces"},
                                                     {"share-folder", "Workspaces"},
                                                     {"network", "Network"},
                                                     {"ask-egress", "Network"},
                                                     {"ask-timeout", "Network"},
                                                     {"allow-host", "Network"},
                                                     {"outbound-allow", "Network"}};
    return groups;
}

static const char *groupOf(const QString &name)
{
    return settingGroups().value(name, "Advanced");
}

SettingsPage::SettingsPage(Session *session, Preferences *preferences, LoginItem *loginItem,
                           QWidget *parent)
    : PageFrame(tr("Settings"), parent)
    , m_session(session)
    , m_preferences(preferences)
    , m_loginItem(loginItem)
    , m_filter(new QLineEdit)
    , m_models(session ? new ModelsList(session) : nullptr)
{
    m_filter->setPlaceholderText(tr("Search settings"));
    m_filter->setAccessibleName(tr("Search settings"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(240);
    m_filter->installEventFilter(this);
    addAction(m_filter);
    auto *scroll = new QScrollArea;
    auto *page = new QWidget;
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(0, 0, 12, 12);
    m_column->setSpacing(6);
    addGroup(tr("General"), makeGeneral());
    if (m_models)
        addGroup(tr("Models"), m_models);
    addGroup(tr("Approvals"), makeApprovals());
    for (const QString &group : {tr("Workspaces"), tr("Network")})
        addGroup(group);
    addGroup(tr("Server"),
             session ? nullptr
                     : new QLabel(tr("What the server can be told is here while it runs.")));
    addGroup(tr("Notifications"), new NoticeSettings(m_preferences));
    addGroup(tr("Appearance"), makeAppearance());
    addGroup(tr("Advanced"));
    m_column->addStretch();
    filter({});
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContent(scroll);
    focusFirst(this, m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &SettingsPage::filter);
    connect(this, &PageFrame::tryAgainAsked, this, &SettingsPage::read);
    connect(this, &PageFrame::noticeAnswered, this, &SettingsPage::undo);
    auto *undo = new QShortcut(QKeySequence::Undo, this);
    undo->setContext(Qt::WidgetWithChildrenShortcut);
    connect(undo, &QShortcut::activated, this, &SettingsPage::undo);
}

void SettingsPage::addGroup(const QString &name, QWidget *first)
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 6, 0, 10);
    column->setSpacing(6);
    auto *heading = new QLabel(name);
    heading->setFont(ui::font(Type::Section));
    column->addWidget(heading);
    if (first)
        column->addWidget(first);
    m_column->addWidget(box);
    m_groups.insert(name, column);
    m_headings.append(box);
}

static std::pair<QWidget *, QFormLayout *> makeForm()
{
    auto *box = new QWidget;
    auto *form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    return {box, form};
}

static void addChoice(QFormLayout *form, const QString &name, QComboBox *choice)
{
    auto *label = new QLabel(name);
    label->setFixedWidth(168);
    label->setBuddy(choice);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    choice->setMinimumWidth(210);
    label->setMinimumHeight(choice->sizeHint().height());
    choice->setAccessibleName(name);
    choice->view()->setAccessibleName(name);
    form->addRow(label, choice);
}

QWidget *SettingsPage::makeAppearance()
{
    auto [box, form] = makeForm();
    auto *look = new QComboBox;
    const QStringList looks{tr("As the desktop says"), tr("Light"), tr("Dark"),
                            tr("Light, high contrast"), tr("Dark, high contrast")};
    look->addItems(looks);
    auto *scale = new QComboBox;
    scale->setObjectName("textSize");
    for (const int percent : {80, 90, 100, 110, 125, 150, 175, 200})
        scale->addItem(tr("%1 %").arg(percent), percent);
    // The keys of the window go by steps of their own.
    const auto show = [this, look, scale] {
        look->setCurrentIndex(int(m_preferences->look()));
        const int percent = qRound(m_preferences->textScale() * 100);
        int at = 0;
        while (at < scale->count() && scale->itemData(at).toInt() < percent)
            ++at;
        if (scale->itemData(at) != percent)
            scale->insertItem(at, tr("%1 %").arg(percent), percent);
        scale->setCurrentIndex(at);
    };
    show();
    connect(m_preferences, &Preferences::changed, look, show);
    auto *language = new QComboBox;
    language->setObjectName("language");
    language->addItem(tr("As the system says"), QString());
    for (const QString &code : languages())
        language->addItem(languageName(code), code);
    language->setCurrentIndex(qMax(0, language->findData(m_preferences->language())));
    addChoice(form, tr("Theme"), look);
    addChoice(form, tr("Text size"), scale);
    addChoice(form, tr("Language"), language);
    auto *keys = new QCheckBox(tr("Single letters act in the timeline and on questions"));
    keys->setChecked(m_preferences->hasSingleKeys());
    connect(keys, &QCheckBox::toggled, m_preferences, &Preferences::setSingleKeys);
    form->addRow(keys);
    auto *ink = new QComboBox;
    ink->addItems({tr("As the panel is"), tr("Light"), tr("Dark"), tr("Coloured")});
    ink->setCurrentIndex(int(m_preferences->trayInk()));
    addChoice(form, tr("Tray icon"), ink);
    connect(ink, &QComboBox::activated, this,
            [this](int index) { m_preferences->setTrayInk(Preferences::TrayInk(index)); });
    connect(language, &QComboBox::activated, this,
            [this, language] { m_preferences->setLanguage(language->currentData().toString()); });
    connect(look, &QComboBox::activated, this,
            [this](int index) { m_preferences->setLook(Preferences::Look(index)); });
    connect(scale, &QComboBox::activated, this,
            [this, scale] { m_preferences->setTextScale(scale->currentData().toInt() / 100.0); });
    return box;
}

/// A switch of this program, which can be taken back.
QCheckBox *SettingsPage::addSwitch(QFormLayout *form, const QString &name,
                                   std::function<bool()> isOn, std::function<void(bool)> set)
{
    auto *one = new QCheckBox(name);
    one->setChecked(isOn());
    form->addRow(one);
    connect(one, &QCheckBox::clicked, this, [this, name, set](bool wanted) {
        set(wanted);
        remember(name, [set, wanted] { set(!wanted); });
        tell(tr("%1 is saved.").arg(name), Tone::Ok, tr("Undo"));
    });
    connect(m_preferences, &Preferences::changed, one, [one, isOn] { one->setChecked(isOn()); });
    return one;
}

QWidget *SettingsPage::makeGeneral()
{
    auto [box, form] = makeForm();
    if (m_loginItem) {
        m_login = addSwitch(form, tr("Start Berth at login"), [this] {
            return m_loginItem->isOn();
        }, [this](bool starts) { setStartsAtLogin(starts); });
        connect(m_loginItem, &LoginItem::changed, m_login,
                [this] { m_login->setChecked(m_loginItem->isOn()); });
    }
    addSwitch(form, tr("Keep running when the window closes"), [this] {
        return m_preferences->staysWhenClosed();
    }, [this](bool stays) { m_preferences->setStaysWhenClosed(stays); });
    if (m_loginItem) // of another computer's server there is nothing to start
        addSwitch(form, tr("Start the server when Berth opens"), [this] {
            return m_preferences->startsServer();
        }, [this](bool starts) { m_preferences->setStartsServer(starts); });
    auto *setUp = new QPushButton(icon("sparkles"), tr("Open the set-up..."));
    setUp->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    form->addRow(setUp);
    connect(setUp, &QPushButton::clicked, this, &SettingsPage::setUpAsked);
    return box;
}

QWidget *SettingsPage::makeApprovals()
{
    auto [box, form] = makeForm();
    auto *asking = new QComboBox;
    asking->addItem(tr("Before every action"), int(Preferences::Asking::Always));
    asking->addItem(tr("At high risk"), int(Preferences::Asking::HighRisk));
    asking->addItem(tr("Never"), int(Preferences::Asking::Never));
    const auto show = [this, asking] {
        asking->setCurrentIndex(asking->findData(int(m_preferences->asking())));
    };
    show();
    addChoice(form, tr("Ask me"), asking);
    connect(m_preferences, &Preferences::changed, asking, show);
    connect(asking, &QComboBox::activated, this, [this, asking] {
        const Preferences::Asking before = m_preferences->asking();
        m_preferences->setAsking(Preferences::Asking(asking->currentData().toInt()));
        remember(tr("Ask me"), [this, before] { m_preferences->setAsking(before); });
    });
    return box;
}

void SettingsPage::setStartsAtLogin(bool starts)
{
    const core::Result<> done = m_loginItem->set(starts);
    if (!done)
        tell(done.error().message, Tone::Danger);
}

void SettingsPage::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    if (m_login)
        m_login->setChecked(m_loginItem->isOn());
    read();
    if (m_models)
        m_models->read();
}

void SettingsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
}

QStringList SettingsPage::names()
{
    QStringList names{tr("Start Berth at login"),
                      tr("Keep running when the window closes"),
                      tr("Start the server when Berth opens"),
                      tr("Ask me"),
                      tr("Theme"),
                      tr("Text size"),
                      tr("Language"),
                      tr("Single letters act in the timeline and on questions"),
                      tr("Tray icon"),
                      tr("Models")};
    QStringList options = settingGroups().keys();
    options.sort();
    for (const QString &option : std::as_const(options))
        names.append(SettingRow::wordsOf(option));
    return names;
}

void SettingsPage::find(const QString &name)
{
    m_filter->setText(name);
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void SettingsPage::read()
{
    if (!m_session)
        return showContent();
    ask(m_session->client()->get("/settings"),
        [this](const QJsonValue &list) { take(list["items"].toArray()); });
}

void SettingsPage::take(const QJsonArray &items)
{
    for (const QJsonValue &item : items) {
        const QJsonObject setting = item.toObject();
        const QString name = setting["name"].toString();
        if (SettingRow *row = m_rows.value(name)) {
            row->take(setting);
            continue;
        }
        auto *row = new SettingRow(setting, m_session->feed());
        connect(row, &SettingRow::changed, this, &SettingsPage::change);
        for (QLineEdit *field : row->findChildren<QLineEdit *>())
            field->installEventFilter(this);
        m_groups.value(tr(groupOf(name)))->addWidget(row);
        m_rows.insert(name, row);
    }
    filter(m_filter->text());
}

void SettingsPage::change(const QString &name, const QJsonValue &value)
{
    const QJsonObject setting = m_rows.value(name)->setting();
    const QJsonValue next = setting["next"];
    // What nobody had said here goes back to who said it.
    const QJsonValue before = next.isString()                 ? next
                              : setting["source"] == "window" ? setting["value"]
                                                              : QJsonValue(QJsonValue::Null);
    QCoro::connect(m_session->client()->patch("/settings", {{name, value}}), this,
                   [this, name, before](const core::Result<QJsonValue> &done) {
        if (!done)
            return m_rows.value(name)->fail(done.error().message);
        take((*done)["items"].toArray());
        remember(name, [this, name, before] { send(name, before); });
        tellSaved(name);
    });
}

/// Back to what was there before.
void SettingsPage::send(const QString &name, const QJsonValue &value)
{
    QCoro::connect(m_session->client()->patch("/settings", {{name, value}}), this,
                   [this, name](const core::Result<QJsonValue> &done) {
        if (!done)
            return m_rows.value(name)->fail(done.error().message);
        take((*done)["items"].toArray());
    });
}

void SettingsPage::tellSaved(const QString &name)
{
    const bool needsRestart = m_rows.value(name)->setting()["restart"].toBool();
    tell(needsRestart ? tr("%1 is saved. It counts when the server starts again.")
                            .arg(SettingRow::wordsOf(name))
                      : tr("%1 is saved.").arg(SettingRow::wordsOf(name)),
         Tone::Ok, tr("Undo"));
}

void SettingsPage::remember(const QString &name, std::function<void()> back)
{
    m_undo.append({name, std::move(back)});
    if (m_undo.size() > mostUndo)
        m_undo.removeFirst();
}

void SettingsPage::undo()
{
    if (m_undo.isEmpty())
        return;
    const auto [name, back] = m_undo.takeLast();
    back();
    tell(
        tr("%1 is as it was before.").arg(m_rows.contains(name) ? SettingRow::wordsOf(name) : name),
        Tone::Ok, m_undo.isEmpty() ? QString() : tr("Undo"));
}

/// A field in which nothing was typed leaves Ctrl+Z to the page.
bool SettingsPage::eventFilter(QObject *watched, QEvent *event)
{
    const auto *field = qobject_cast<QLineEdit *>(watched);
    if (field && event->type() == QEvent::ShortcutOverride && !field->isUndoAvailable()
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Undo)) {
        event->ignore();
        return true;
    }
    return PageFrame::eventFilter(watched, event);
}

/// Whether what the window itself keeps has a text in its names.
static bool saysItself(const QWidget *box, const QString &text)
{
    const auto has = [&](const QString &words) {
        return words.contains(text, Qt::CaseInsensitive);
    };
    const QList<QLabel *> labels = box->findChildren<QLabel *>();
    const QList<QCheckBox *> boxes = box->findChildren<QCheckBox *>();
    return std::ranges::any_of(labels, [&](const QLabel *label) { return has(label->text()); })
           || std::ranges::any_of(boxes, [&](const QCheckBox *one) { return has(one->text()); });
}

void SettingsPage::filter(const QString &text)
{
    const bool isFiltered = !text.isEmpty();
    for (SettingRow *row : std::as_const(m_rows))
        row->setVisible(!isFiltered || row->says(text));
    for (QWidget *box : std::as_const(m_headings)) {
        const QList<SettingRow *> rows = box->findChildren<SettingRow *>();
        const bool isWanted = rows.isEmpty() ? saysItself(box, text)
                                             : std::ranges::any_of(rows, [](const SettingRow *row) {
            return !row->isHidden();
        });
        // The server has not said yet what belongs below this heading, or does not answer.
        const bool isEmpty = box->layout()->count() < 2;
        box->setVisible(!isEmpty && (!isFiltered || isWanted));
    }
}

} // namespace ui
