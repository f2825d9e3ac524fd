// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/KeysPage.h"

#include "ui/client/Pages.h"
#include "ui/widgets/FirstFocus.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/Ask.h"
#include "ui/windows/KeyDialogs.h"
#include "ui/windows/NeedsServer.h"
#include "ui/windows/UserLimitsDialog.h"
#include "ui/windows/WorkspaceTable.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>

namespace ui {

static constexpr int mostAudit = 20000;

static Cell wordsCell(const QJsonValue &text)
{
    return {.text = visibleLine(text.toString())};
}

static Cell momentCell(const QJsonValue &moment, const QString &none)
{
    const QDateTime at = QDateTime::fromString(moment.toString(), Qt::ISODateWithMs);
    if (!at.isValid())
        return {.text = none, .order = 0};
    return {.text = QLocale().toString(at.toLocalTime(), QLocale::ShortFormat),
            .order = at.toMSecsSinceEpoch()};
}

static bool isPast(const QJsonValue &moment)
{
    const QDateTime at = QDateTime::fromString(moment.toString(), Qt::ISODateWithMs);
    return at.isValid() && at < QDateTime::currentDateTimeUtc();
}

static Cell keyState(const QJsonObject &key)
{
    if (isPast(key["revoked_at"]))
        return {.text = KeysPage::tr("Revoked"), .icon = "ban", .tone = Tone::Muted};
    if (isPast(key["expires_at"]))
        return {.text = KeysPage::tr("Expired"), .icon = "clock", .tone = Tone::Muted};
    if (!key["rotated_to"].toString().isEmpty())
        return {.text = KeysPage::tr("Replaced"), .icon = "refresh-cw", .tone = Tone::Warn};
    return {.text = KeysPage::tr("Works"), .icon = "circle-check", .tone = Tone::Ok};
}

static QString scopeWord(const QString &scope)
{
    if (scope == "read")
        return KeysPage::tr("read");
    if (scope == "write")
        return KeysPage::tr("write");
    if (scope == "metrics")
        return KeysPage::tr("metrics");
    return scope == "admin" ? KeysPage::tr("everything") : visibleLine(scope);
}

static QList<Column> keyColumns()
{
    const auto name = [](const QJsonObject &key) {
        return Cell{.text = visibleLine(key["name"].toString()), .isStrong = true};
    };
    const auto scopes = [](const QJsonObject &key) {
        QStringList words;
        for (const QJsonValue &scope : key["scopes"].toArray())
            words.append(scopeWord(scope.toString()));
        return Cell{.text = words.join(", ")};
    };
    return {{KeysPage::tr("Key"), name, 0},
            {KeysPage::tr("User"), [](const QJsonObject &key) { return wordsCell(key["user_id"]); },
             100},
            {KeysPage::tr("May"), scopes, 120},
            {KeysPage::tr("State"), keyState, 100},
            {KeysPage::tr("Created"),
             [](const QJsonObject &key) { return momentCell(key["created_at"], {}); }, 140,
             Qt::AlignLeft, 760},
            {KeysPage::tr("Last used"),
             [](const QJsonObject &key) {
        return momentCell(key["last_used_at"], KeysPage::tr("never"));
    }, 150},
            {KeysPage::tr("Expires"), [](const QJsonObject &key) {
        return momentCell(key["expires_at"], KeysPage::tr("never"));
    }, 150}};
}

/// What the user may have, as far as it is not as the server says.
static QStringList quotaWords(const QJsonObject &quotas)
{
    QStringList words;
    if (const QJsonValue most = quotas["workspaces"]; most.isDouble())
        words.append(KeysPage::tr("%n workspace(s)", nullptr, most.toInt()));
    if (const QJsonValue most = quotas["runs"]; most.isDouble())
        words.append(KeysPage::tr("%n run(s) at a time", nullptr, most.toInt()));
    const QJsonObject budget = quotas["budget"].toObject();
    if (const QJsonValue most = budget["cost_per_day"]; most.isDouble())
        words.append(KeysPage::tr("%1 a day").arg(money(most.toDouble())));
    if (const QJsonValue most = budget["cost_per_month"]; most.isDouble())
        words.append(KeysPage::tr("%1 a month").arg(money(most.toDouble())));
    if (const QJsonValue most = budget["tokens_per_day"]; most.isDouble())
        words.append(KeysPage::tr("%1 tokens a day").arg(QLocale().toString(most.toInteger())));
    if (const QJsonValue most = budget["tokens_per_month"]; most.isDouble())
        words.append(KeysPage::tr("%1 tokens a month").arg(QLocale().toString(most.toInteger())));
    return words;
}

static QList<Column> userColumns()
{
    const auto state = [](const QJsonObject &user) {
        return user["disabled"].toBool()
                   ? Cell{.text = KeysPage::tr("Disabled"), .icon = "ban", .tone = Tone::Muted}
                   : Cell{.text = KeysPage::tr("Active"), .icon = "circle-check", .tone = Tone::Ok};
    };
    const auto id = [](const QJsonObject &user) {
        return Cell{.text = visibleLine(user["id"].toString()), .isStrong = true};
    };
    const auto count = [](const char *what) {
        return [what](const QJsonObject &user) {
            const int number = user[QLatin1StringView(what)].toInt();
            return Cell{.text = QString::number(number), .order = number};
        };
    };
    const auto quota = [](const QJsonObject &user) {
        const QStringList words = quotaWords(user["quotas"].toObject());
        return Cell{.text = words.isEmpty() ? KeysPage::tr("as the server says")
                                            : words.join(", ")};
    };
    const auto cost = [](const QJsonObject &user) {
        const QJsonValue month = user["spent"]["month"]["cost"];
        return Cell{.text = month.isDouble() ? money(month.toDouble()) : QString("–"),
                    .order = month.toDouble()};
    };
    return {{KeysPage::tr("User"), id, 140},
            {KeysPage::tr("Full name"),
             [](const QJsonObject &user) { return wordsCell(user["name"]); }, 0},
            {KeysPage::tr("State"), state, 110},
            {KeysPage::tr("Keys"), count("keys"), 60, Qt::AlignRight},
            {KeysPage::tr("Workspaces"), count("workspaces"), 110, Qt::AlignRight, 560},
            {KeysPage::tr("This month"), cost, 110, Qt::AlignRight, 660},
            {KeysPage::tr("Limits"), quota, 170, Qt::AlignLeft, 960},
            {KeysPage::tr("Since"), [](const QJsonObject &user) {
        return momentCell(user["created_at"], {});
    }, 150, Qt::AlignLeft, 820}};
}

static QList<Column> auditColumns()
{
    const auto details = [](const QJsonObject &line) {
        QStringList words;
        const QJsonObject members = line["details"].toObject();
        for (auto member = members.begin(); member != members.end(); ++member)
            words.append(member.key() + ": " + visibleLine(member.value().toVariant().toString()));
        return Cell{.text = words.join(", ")};
    };
    return {{KeysPage::tr("When"),
             [](const QJsonObject &line) { return momentCell(line["at"], {}); }, 150},
            {KeysPage::tr("What"),
             [](const QJsonObject &line) { return wordsCell(line["action"]); }, 140},
            {KeysPage::tr("Who"),
             [](const QJsonObject &line) { return wordsCell(line["user_id"]); }, 100},
            {KeysPage::tr("Of what"),
             [](const QJsonObject &line) {
        return Cell{.text = visibleLine(line["subject"].toString()), .isCode = true};
    }, 180},
            {KeysPage::tr("Details"), details, 0}};
}

KeysPage::KeysPage(Session *session, QWidget *parent)
    : PageFrame(tr("Keys and users"), parent)
    , m_session(session)
    , m_needs(new NeedsServer(session->feed(), this))
    , m_keys(keyColumns())
    , m_users(userColumns())
    , m_audit(auditColumns(), "seq")
    , m_tabs(new QTabWidget)
{
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of keys and users"));
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    m_tabs->addTab(makeKeys(), tr("Keys"));
    m_tabs->addTab(makeUsers(), tr("Users"));
    m_tabs->addTab(makeAudit(), tr("What was changed"));
    setContent(m_tabs);
    showLoading();
    connect(m_tabs, &QTabWidget::currentChanged, this, &KeysPage::read);
    connect(this, &PageFrame::tryAgainAsked, this, [this] {
        showLoading();
        read();
    });
    connect(session->feed(), &Feed::stateChanged, this, [this] {
        updateActions();
        if (isVisible() && m_session->feed()->state() == Feed::State::Live)
            read();
    });
    connect(session->feed(), &Feed::changed, this,
            [this](const QString &topic, const QString &, const QString &, const QJsonObject &key) {
        if (topic != "keys")
            return;
        m_keys.put(key);
        updateActions();
    });
    focusFirst(this, m_keyView);
    updateActions();
}

/// @p filter: what it is called.
static QWidget *tableWithActions(TableView *table, const QString &filter,
                                 const QList<QPushButton *> &buttons)
{
    auto *page = new QWidget;
    auto *row = new QHBoxLayout;
    auto *field = new QLineEdit;
    field->setPlaceholderText(KeysPage::tr("Filter"));
    field->setAccessibleName(filter);
    field->setClearButtonEnabled(true);
    QObject::connect(field, &QLineEdit::textChanged, table, &TableView::setFilterText);
    QObject::connect(table, &TableView::clearAsked, field, &QLineEdit::clear);
    for (QPushButton *button : buttons)
        row->addWidget(button);
    row->addWidget(field, 1);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(12);
    column->addLayout(row);
    column->addWidget(table, 1);
    return page;
}

QWidget *KeysPage::makeKeys()
{
    m_keyView = new TableView(&m_keys, tr("Keys"));
    m_keyView->setObjectName("keys");
    m_keyView->sortByColumn(0, Qt::AscendingOrder);
    auto *create = new QPushButton(icon("plus"), tr("New key..."));
    m_rotate = new QPushButton(icon("refresh-cw"), tr("Replace..."));
    m_revoke = new QPushButton(icon("ban"), tr("Revoke..."));
    m_needs->add({create});
    setKind(create, ButtonKind::Primary);
    setKind(m_revoke, ButtonKind::Danger);
    connect(create, &QPushButton::clicked, this, &KeysPage::createKey);
    connect(m_rotate, &QPushButton::clicked, this, &KeysPage::rotateKey);
    connect(m_revoke, &QPushButton::clicked, this, &KeysPage::revokeKey);
    connect(m_keyView, &TableView::currentChosen, this, &KeysPage::updateActions);
    return tableWithActions(m_keyView, tr("Filter of keys"), {create, m_rotate, m_revoke});
}

QWidget *KeysPage::makeUsers()
{
    m_userView = new TableView(&m_users, tr("Users"));
    m_userView->setObjectName("users");
    m_userView->sortByColumn(0, Qt::AscendingOrder);
    auto *create = new QPushButton(icon("plus"), tr("New user..."));
    m_disable = new QPushButton(icon("ban"), tr("Disable..."));
    m_limits = new QPushButton(icon("gauge"), tr("Limits..."));
    connect(m_limits, &QPushButton::clicked, this, &KeysPage::changeLimits);
    connect(m_userView, &TableView::opened, m_limits, &QPushButton::click);
    m_needs->add({create});
    setKind(create, ButtonKind::Primary);
    connect(create, &QPushButton::clicked, this, &KeysPage::createUser);
    connect(m_disable, &QPushButton::clicked, this, &KeysPage::disableUser);
    connect(m_userView, &TableView::currentChosen, this, &KeysPage::updateActions);
    return tableWithActions(m_userView, tr("Filter of users"), {create, m_limits, m_disable});
}

QWidget *KeysPage::makeAudit()
{
    auto *view = new TableView(&m_audit, tr("What was changed"));
    view->setObjectName("audit");
    view->sortByColumn(0, Qt::DescendingOrder);
    m_older = new QPushButton(icon("arrow-down-to-line"), tr("Show older"));
    auto *save = new QPushButton(icon("download"), tr("Export..."));
    m_needs->allow(m_older, false);
    m_needs->add({save});
    connect(m_older, &QPushButton::clicked, this, [this] { readAudit(m_next); });
    connect(save, &QPushButton::clicked, this, &KeysPage::exportAudit);
    return tableWithActions(view, tr("Filter of what was changed"), {m_older, save});
}

void KeysPage::showEvent(QShowEvent *event)
{
    PageFrame::showEvent(event);
    m_session->feed()->subscribe("keys");
    read();
}

void KeysPage::hideEvent(QHideEvent *event)
{
    PageFrame::hideEvent(event);
    m_session->feed()->unsubscribe("keys");
}

static QList<QJsonObject> itemsOf(const QJsonValue &page)
{
    QList<QJsonObject> items;
    for (const QJsonValue &item : page["items"].toArray())
        items.append(item.toObject());
    return items;
}

void KeysPage::read()
{
    if (m_tabs->currentIndex() == 1)
        return readUsers();
    if (m_tabs->currentIndex() == 2)
        return readAudit({});
    QCoro::connect(readPages(m_session->client(), "/keys"), this,
                   [this](const core::Result<QList<QJsonObject>> &keys) {
        if (!keys && m_keys.rowCount() == 0)
            return showError(keys.error().message);
        if (!keys)
            return tell(keys.error().message);
        m_keys.replace(*keys);
        showContent();
        updateActions();
    });
    // For whom a key can be made.
    readUsers();
}

void KeysPage::readUsers()
{
    const bool isAsked = m_tabs->currentIndex() == 1;
    QCoro::connect(readPages(m_session->client(), "/users"), this,
                   [this, isAsked](const core::Result<QList<QJsonObject>> &users) {
        if (users)
            m_users.replace(*users);
        else if (isAsked)
            tell(users.error().message);
        updateActions();
    });
}

/// The newest, or those before the ones that @p after ended; older ones stay when the newest are
/// read anew.
void KeysPage::readAudit(const QString &after)
{
    QUrlQuery query;
    query.addQueryItem("limit", "100");
    query.addQueryItem("first", "newest");
    if (!after.isEmpty())
        query.addQueryItem("after", after);
    const bool isFirst = m_audit.rowCount() == 0;
    m_needs->allow(m_older, false);
    ask(m_session->client()->get("/audit", query), [=, this](const QJsonValue &page) {
        for (const QJsonObject &item : itemsOf(page))
            m_audit.put(item);
        if (isFirst || !after.isEmpty())
            m_next = page["next"].toString();
        m_needs->allow(m_older, !m_next.isEmpty() && m_audit.rowCount() < mostAudit);
    });
}

void KeysPage::exportAudit()
{
    auto *dialog = new QFileDialog(this, tr("Export what was changed"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile("berth-audit.jsonl");
    connect(dialog, &QFileDialog::fileSelected, this, &KeysPage::exportAuditTo);
    dialog->open();
}

void KeysPage::exportAuditTo(const QString &file)
{
    QUrlQuery query;
    query.addQueryItem("format", "jsonl");
    query.addQueryItem("first", "newest");
    ask(m_session->client()->download("/audit", query, file), [this, file] {
        tell(tr("Exported to %1, at most the newest 10,000 changes.").arg(file), Tone::Ok);
    });
}

void KeysPage::updateActions()
{
    const QJsonObject key = m_keyView->currentItem();
    const bool isLiving = !key.isEmpty() && !isPast(key["revoked_at"])
                          && !isPast(key["expires_at"]);
    m_needs->allow(m_rotate, isLiving);
    m_needs->allow(m_revoke, isLiving);
    const QJsonObject user = m_userView->currentItem();
    m_needs->allow(m_limits, !user.isEmpty());
    m_needs->allow(m_disable, !user.isEmpty() && user["id"] != "default");
    m_disable->setText(user["disabled"].toBool() ? tr("Enable") : tr("Disable..."));
}

void KeysPage::createKey()
{
    QStringList users;
    for (int row = 0; row < m_users.rowCount(); ++row)
        users.append(m_users.item(row)["id"].toString());
    auto *dialog = new NewKeyDialog(m_session, users, this);
    connect(dialog, &NewKeyDialog::made, this, &KeysPage::showKey);
    dialog->open();
}

void KeysPage::showKey(const QJsonObject &key)
{
    (new ShownKeyDialog(key["name"].toString(), key["key"].toString(), this))->open();
    read();
}

void KeysPage::rotateKey()
{
    const QJsonObject key = m_keyView->currentItem();
    auto *dialog = new ReplaceKeyDialog(m_session, key, this);
    connect(dialog, &ReplaceKeyDialog::made, this, &KeysPage::showKey);
    dialog->open();
}

/// The table does not follow how keys are used: whether somebody would miss it is asked anew.
void KeysPage::revokeKey()
{
    const QString path = "/keys/" + m_keyView->currentItem()["id"].toString();
    ask(m_session->client()->get(path), [this, path](const QJsonValue &key) {
        m_keys.put(key.toObject());
        const QString used = ageWord(key["last_used_at"].toString());
        askFirst(this, tr("Revoke the key \"%1\"?").arg(visibleLine(key["name"].toString())),
                 used.isEmpty()
                     ? tr("It was never used. What bears it is refused at once.")
                     : tr("It was last used: %1. What bears it is refused at once, and its "
                          "connections end.")
                           .arg(used),
                 tr("Revoke key"), [this, path] {
            ask(m_session->client()->remove(path), [this](const QJsonValue &) { read(); });
        });
    });
}

void KeysPage::createUser()
{
    auto *dialog = new NewUserDialog(m_session, this);
    connect(dialog, &NewUserDialog::made, this, &KeysPage::readUsers);
    dialog->open();
}

void KeysPage::changeLimits()
{
    auto *dialog = new UserLimitsDialog(m_session, m_userView->currentItem(), this);
    connect(dialog, &UserLimitsDialog::changed, this, &KeysPage::readUsers);
    dialog->open();
}

void KeysPage::disableUser()
{
    const QJsonObject user = m_userView->currentItem();
    const QString path = "/users/" + user["id"].toString();
    const bool isDisabled = user["disabled"].toBool();
    const auto change = [this, path, isDisabled] {
        ask(m_session->client()->patch(path, {{"disabled", !isDisabled}}),
            [this](const QJsonValue &) { readUsers(); });
    };
    if (isDisabled)
        return change();
    askFirst(this, tr("Disable the user \"%1\"?").arg(user["id"].toString()),
             tr("None of the user's keys works any more, and their agents stop. Everything is "
                "kept."),
             tr("Disable user"), change);
}

} // namespace ui
