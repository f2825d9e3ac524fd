// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Models.h"

#include "ui/models/ServerTexts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace ui;

QString ui::stateWord(const QString &state)
{
    const auto word = [](const char *text) { return QCoreApplication::translate("State", text); };
    static const QHash<QString, const char *> words{
        {"idle", QT_TRANSLATE_NOOP("State", "Idle")},
        {"running", QT_TRANSLATE_NOOP("State", "Working")},
        {"waiting_for_confirmation", QT_TRANSLATE_NOOP("State", "Waiting for you")},
        {"paused", QT_TRANSLATE_NOOP("State", "Paused")},
        {"finished", QT_TRANSLATE_NOOP("State", "Finished")},
        {"error", QT_TRANSLATE_NOOP("State", "Failed")},
        {"stuck", QT_TRANSLATE_NOOP("State", "Stuck")}};
    return words.contains(state) ? word(words.value(state)) : state;
}

static qint64 momentOf(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

// --- conversations -------------------------------------------------------------------------------

QString ConversationsModel::titleOf(const QJsonObject &item)
{
    const QString title = item.value("title").toString();
    return title.isEmpty() ? tr("New conversation") : title;
}

QString ConversationsModel::textOf(const QJsonObject &item) const
{
    QStringList parts{titleOf(item), stateWord(item.value("state").toString()).toLower()};
    for (const char *name : {"user", "model"}) {
        if (const QString fact = item.value(name).toString(); !fact.isEmpty())
            parts.append(fact.section('/', -1));
    }
    if (const double cost = item.value("cost").toDouble(); cost > 0)
        parts.append('$' + QLocale().toString(cost, 'f', 2));
    return parts.join(", ");
}

QVariant ConversationsModel::orderOf(const QJsonObject &item) const
{
    const QString state = item.value("state").toString();
    const int group = state == "waiting_for_confirmation" ? 0 : state == "running" ? 1 : 2;
    // 2^52 milliseconds are far away: the groups never meet.
    return static_cast<double>(group) * 4.5e15
           - static_cast<double>(momentOf(item.value("updated_at")));
}

// --- workspaces ----------------------------------------------------------------------------------

QString WorkspacesModel::textOf(const QJsonObject &item) const
{
    return tr("%1, %2").arg(item.value("name").toString(), item.value("state").toString());
}

QVariant WorkspacesModel::orderOf(const QJsonObject &item) const
{
    const QString first = item.value("is_default").toBool() ? "0" : "1";
    return QString(first + item.value("name").toString().toLower());
}

// --- alerts --------------------------------------------------------------------------------------

QString AlertsModel::textOf(const QJsonObject &item) const
{
    return serverText(item.value("text").toString());
}

QVariant AlertsModel::orderOf(const QJsonObject &item) const
{
    return -static_cast<double>(momentOf(item.value("since")));
}

// --- the server itself ---------------------------------------------------------------------------

QString ServerModel::textOf(const QJsonObject &item) const
{
    return tr("Berth %1").arg(item.value("version").toString());
}

// --- questions -----------------------------------------------------------------------------------

static bool isConnection(const QJsonObject &question)
{
    return question.value("kind") == "connection";
}

QString WaitingModel::titleOf(const QJsonObject &question)
{
    return isConnection(question) ? tr("A workspace") : ConversationsModel::titleOf(question);
}

QString WaitingModel::textOfFirst(const QJsonObject &question)
{
    if (isConnection(question))
        return question.value("host").toString() + ':'
               + QString::number(question.value("port").toInt());
    const QJsonObject action = question.value("actions").toArray().first().toObject();
    const QJsonObject arguments = action.value("action").toObject();
    const QString command = arguments.value("command").toString();
    const QString path = arguments.value("path").toString();
    const QString tool = action.value("tool").toString();
    if (!path.isEmpty())
        return command.isEmpty() ? tool + ": " + path : command + ' ' + path;
    if (command.isEmpty())
        return tool;
    return tool == "terminal" ? command : tool + ": " + command;
}

/// What breaks a line, turns the direction of what follows, or is not drawn at all.
static bool isUnseen(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: return false;
    }
}

/// A command is whole when nothing else goes along with it; what a file gets is never on one line.
bool WaitingModel::isWhole(const QJsonObject &question, qsizetype length)
{
    const QString text = textOfFirst(question);
    if (text.size() > length || std::ranges::any_of(text, isUnseen))
        return false;
    if (isConnection(question))
        return true;
    const QJsonArray actions = question.value("actions").toArray();
    const bool isCommand = actions.first()["tool"] == "terminal";
    return actions.size() == 1 && isCommand;
}

QString WaitingModel::riskOf(const QJsonObject &question)
{
    if (isConnection(question))
        return tr("Connection");
    const QString risk = question.value("risk").toString();
    if (risk == "LOW")
        return tr("Low risk");
    if (risk == "MEDIUM")
        return tr("Medium risk");
    return risk == "HIGH" ? tr("High risk") : tr("Risk not rated");
}

QStringList WaitingModel::reasonsOf(const QJsonObject &question)
{
    QStringList reasons;
    for (const QJsonValue &reason : question["reasons"].toArray())
        reasons.append(serverText(reason["text"].toString()));
    return reasons;
}

QString WaitingModel::whyOf(const QJsonObject &question)
{
    const QString reason = reasonsOf(question).value(0);
    return reason.isEmpty() ? riskOf(question) : riskOf(question) + ". " + reason;
}

QString WaitingModel::textOf(const QJsonObject &item) const
{
    return tr("%1, %2: %3").arg(riskOf(item), titleOf(item), textOfFirst(item));
}

QVariant WaitingModel::orderOf(const QJsonObject &item) const
{
    return static_cast<double>(momentOf(item.value("asked_at")));
}

#include "moc_Models.cpp"
