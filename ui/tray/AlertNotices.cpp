// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/AlertNotices.h"

#include "ui/models/ServerTexts.h"

#include <QDateTime>

using namespace ui;

static constexpr qsizetype mostAtOnce = 3;
static const QString keyOfAll = "alerts";
static const QString raiseCap = "raise_cap";

static QString keyOf(const QString &id)
{
    return "alert " + id;
}

AlertNotices::AlertNotices(Session *session, Notifier *notifier, std::function<bool()> isInFront,
                           QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_notifier(notifier)
    , m_isInFront(std::move(isInFront))
{
    // What the server tells in one go is looked at together.
    m_look.setSingleShot(true);
    m_look.setInterval(std::chrono::milliseconds(0));
    connect(&m_look, &QTimer::timeout, this, &AlertNotices::look);
    const auto later = [this] { m_look.start(); };
    const AlertsModel *alerts = session->alerts();
    connect(alerts, &QAbstractItemModel::rowsInserted, this, later);
    connect(alerts, &QAbstractItemModel::dataChanged, this, later);
    connect(alerts, &QAbstractItemModel::rowsRemoved, this, later);
    connect(notifier, &Notifier::activated, this,
            [this](const QString &key, const QString &action) {
        if (key != keyOfAll && !key.startsWith(keyOf({})))
            return;
        if (action == raiseCap)
            emit capsAsked();
        else
            emit alertsAsked();
    });
    later();
}

static bool isHeard(const QJsonObject &alert)
{
    const QDateTime until = QDateTime::fromString(alert["silenced_until"].toString(),
                                                  Qt::ISODateWithMs);
    return alert["state"] == "firing" && alert["notifies"].toBool(true)
           && !(until.isValid() && until > QDateTime::currentDateTimeUtc());
}

void AlertNotices::look()
{
    QHash<QString, QJsonObject> firing;
    const AlertsModel *alerts = m_session->alerts();
    for (int row = 0; row < alerts->rowCount(); ++row) {
        const QJsonObject alert = alerts->item(row);
        if (isHeard(alert))
            firing.insert(alert["id"].toString(), alert);
    }
    QList<QJsonObject> fresh;
    for (const QJsonObject &alert : std::as_const(firing)) {
        if (!m_firing.contains(alert["id"].toString()))
            fresh.append(alert);
    }
    m_firing = QSet<QString>(firing.keyBegin(), firing.keyEnd());
    const QSet<QString> over = m_told - m_firing;
    for (const QString &id : over)
        m_notifier->withdraw(keyOf(id));
    m_told -= over;
    if (m_hasToldOfAll && m_firing.isEmpty())
        m_notifier->withdraw(keyOfAll);
    m_hasToldOfAll = m_hasToldOfAll && !m_firing.isEmpty();
    if (fresh.isEmpty() || m_isInFront())
        return;
    if (m_told.size() + fresh.size() > mostAtOnce)
        return tellOfAll();
    for (const QJsonObject &alert : std::as_const(fresh))
        tell(alert);
}

/// What can be done about it from there, first.
static QList<QPair<QString, QString>> actionsFor(const QJsonObject &alert)
{
    QList<QPair<QString, QString>> actions{{"review", AlertNotices::tr("Open")}};
    if (alert["rule"] == "budget_spent" || alert["rule"] == "budget_low")
        actions.prepend({raiseCap, AlertNotices::tr("Raise cap")});
    return actions;
}

void AlertNotices::tell(const QJsonObject &alert)
{
    const QString id = alert["id"].toString();
    m_told.insert(id);
    m_notifier->show({.key = keyOf(id),
                      .title = serverText(alert["text"].toString()),
                      .body = serverText(alert["advice"].toString()),
                      .actions = actionsFor(alert),
                      .isUrgent = alert["severity"] == "critical",
                      .kind = Preferences::Notice::Trouble});
}

void AlertNotices::tellOfAll()
{
    m_hasToldOfAll = true;
    m_notifier->show({.key = keyOfAll,
                      .title = tr("%n alert(s) need you", nullptr, int(m_firing.size())),
                      .body = {},
                      .actions = {{"review", tr("Open")}},
                      .isUrgent = true,
                      .kind = Preferences::Notice::Trouble});
}

#include "moc_AlertNotices.cpp"
