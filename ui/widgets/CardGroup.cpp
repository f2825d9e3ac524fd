// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardGroup.h"

#include "ui/widgets/EventFields.h"

#include <QCoreApplication>

namespace ui {

void CardGroup::add(Card::Kind kind, const QByteArray &event, const QByteArray &answer)
{
    ++m_count;
    m_milliseconds += qMax(qint64(0), momentIn(answer) - momentIn(event));
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
