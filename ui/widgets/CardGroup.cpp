// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardGroup.h"

#include <QCoreApplication>

namespace ui {

/// What a field of the event itself holds, which no text in it can be taken for: their quotes are
/// escaped. A group is counted while one scrolls, and a parser would take far too long.
static QByteArray fieldIn(const QByteArray &json, const char *name)
{
    const QByteArray mark = '"' + QByteArray(name) + "\":\"";
    const qsizetype at = json.lastIndexOf(mark);
    if (at < 0)
        return {};
    const qsizetype begin = at + mark.size();
    return json.mid(begin, json.indexOf('"', begin) - begin);
}

/// Since midnight, in milliseconds; dates take their time.
static int timeIn(const QByteArray &json)
{
    const QByteArray time = fieldIn(json, "timestamp").mid(11, 12);
    return QTime::fromString(QString::fromLatin1(time), Qt::ISODateWithMs).msecsSinceStartOfDay();
}

void CardGroup::add(Card::Kind kind, const QByteArray &event, const QByteArray &answer)
{
    ++m_count;
    const int day = 24 * 3600 * 1000;
    m_milliseconds += (timeIn(answer) - timeIn(event) + day) % day;
    if (kind == Card::Kind::Terminal) {
        ++m_commands;
    } else if (kind != Card::Kind::Edit) {
        ++m_tools;
    } else {
        const QByteArray path = fieldIn(event, "path");
        (answer.contains("\"new_content\":\"") ? m_edited : m_read)
            .insert(path.isEmpty() ? fieldIn(event, "file_path") : path);
    }
}

/// "edited 3 files, ran 2 commands"
QString CardGroup::whatWasDone() const
{
    QStringList did;
    if (const auto count = int(m_edited.size()))
        did.append(QCoreApplication::translate("ui::Card", "edited %n file(s)", nullptr, count));
    if (const auto count = int(m_read.size()))
        did.append(QCoreApplication::translate("ui::Card", "read %n file(s)", nullptr, count));
    if (m_commands)
        did.append(
            QCoreApplication::translate("ui::Card", "ran %n command(s)", nullptr, m_commands));
    if (m_tools)
        did.append(
            QCoreApplication::translate("ui::Card", "used tools %n time(s)", nullptr, m_tools));
    return did.join(", ");
}

Card CardGroup::card() const
{
    Card card;
    card.kind = Card::Kind::Group;
    card.icon = "layers";
    card.title = QCoreApplication::translate("ui::Card", "%n action(s)", nullptr, m_count);
    card.text = whatWasDone();
    card.milliseconds = m_milliseconds;
    card.opensByItself = false;
    return card;
}

} // namespace ui
