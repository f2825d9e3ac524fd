// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/ConversationFilter.h"

#include "ui/models/Models.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"

#include <QActionGroup>
#include <QDateTime>
#include <QEvent>
#include <QMenu>

namespace ui {

using Facet = ConversationFilter::Facet;

static constexpr qsizetype mostValues = 20; // in a menu, without those that are rarer

static QString facetName(Facet facet)
{
    switch (facet) {
    case Facet::State: return ConversationFilter::tr("State");
    case Facet::User: return ConversationFilter::tr("User");
    case Facet::Model: return ConversationFilter::tr("Model");
    case Facet::Workspace: return ConversationFilter::tr("Workspace");
    case Facet::Tag: return ConversationFilter::tr("Tag");
    case Facet::Age: return ConversationFilter::tr("Last change");
    }
    return {};
}

static QString valueName(Facet facet, const QString &value)
{
    if (facet == Facet::State)
        return stateWord(value);
    if (facet == Facet::Model)
        return visibleLine(value.section('/', -1));
    if (facet != Facet::Age)
        return visibleLine(value);
    return value == "1" ? ConversationFilter::tr("Last 24 hours")
                        : ConversationFilter::tr("Last %n day(s)", nullptr, value.toInt());
}

/// The values of one conversation; only tags have several.
static QStringList valuesIn(const QJsonObject &conversation, Facet facet)
{
    static const QMap<Facet, const char *> names{{Facet::State, "state"},
                                                 {Facet::User, "user"},
                                                 {Facet::Model, "model"},
                                                 {Facet::Workspace, "workspace"}};
    if (const char *name = names.value(facet)) {
        const QString value = conversation[QLatin1StringView(name)].toString();
        return value.isEmpty() ? QStringList() : QStringList(value);
    }
    QStringList tags;
    const QJsonObject pairs = conversation["tags"].toObject();
    for (auto it = pairs.begin(); it != pairs.end(); ++it)
        tags.append(it.key() + ':' + it->toString());
    return tags;
}

ConversationFilter::ConversationFilter(const ConversationsModel *model, QWidget *parent)
    : QPushButton(ui::icon("list-filter"), QString(), parent)
    , m_model(model)
{
    setKind(this, ButtonKind::Quiet);
    setObjectName("narrow");
    retranslate();
    connect(this, &QPushButton::clicked, this, &ConversationFilter::showMenu);
}

void ConversationFilter::retranslate()
{
    setAccessibleName(tr("Filter conversations"));
    setToolTip(tr("Filter by state, user, model and more"));
}

void ConversationFilter::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool ConversationFilter::accepts(const QJsonObject &conversation) const
{
    for (auto it = m_chosen.begin(); it != m_chosen.end(); ++it) {
        if (it.key() != Facet::Age) {
            if (!valuesIn(conversation, it.key()).contains(*it))
                return false;
            continue;
        }
        const auto changed = QDateTime::fromString(conversation["updated_at"].toString(),
                                                   Qt::ISODateWithMs);
        if (changed < QDateTime::currentDateTimeUtc().addDays(-it->toInt()))
            return false;
    }
    return true;
}

void ConversationFilter::addTo(QUrlQuery *query) const
{
    static const QMap<Facet, QString> names{{Facet::State, "state"},
                                            {Facet::User, "user"},
                                            {Facet::Workspace, "workspace"},
                                            {Facet::Tag, "tag"}};
    for (auto it = m_chosen.begin(); it != m_chosen.end(); ++it) {
        if (names.contains(it.key()))
            query->addQueryItem(names[it.key()], QString::fromLatin1(QUrl::toPercentEncoding(*it)));
    }
}

QString ConversationFilter::textOf(Facet facet) const
{
    //: a filter: what is looked at, and which of it
    return tr("%1: %2").arg(facetName(facet), valueName(facet, m_chosen.value(facet)));
}

void ConversationFilter::choose(Facet facet, const QString &value)
{
    if (m_chosen.value(facet) == value)
        return;
    if (value.isEmpty())
        m_chosen.remove(facet);
    else
        m_chosen.insert(facet, value);
    emit changed();
}

void ConversationFilter::clear()
{
    if (m_chosen.isEmpty())
        return;
    m_chosen.clear();
    emit changed();
}

/// Those of most conversations first.
QStringList ConversationFilter::valuesOf(Facet facet) const
{
    if (facet == Facet::Age)
        return {"1", "7", "30"};
    QHash<QString, int> counts;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        for (const QString &value : valuesIn(m_model->item(row), facet))
            ++counts[value];
    }
    if (const QString chosen = m_chosen.value(facet); !chosen.isEmpty())
        counts[chosen] += m_model->rowCount();
    QStringList values = counts.keys();
    std::ranges::sort(values, [&counts](const QString &one, const QString &other) {
        return std::pair(-counts[one], one) < std::pair(-counts[other], other);
    });
    return values.first(std::min(values.size(), mostValues));
}

void ConversationFilter::showMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Facet facet :
         {Facet::State, Facet::User, Facet::Model, Facet::Workspace, Facet::Tag, Facet::Age}) {
        QMenu *values = menu->addMenu(facetName(facet));
        auto *choice = new QActionGroup(values);
        const auto add = [&](const QString &name, const QString &value) {
            QAction *action = values->addAction(name);
            action->setCheckable(true);
            action->setChecked(m_chosen.value(facet) == value);
            choice->addAction(action);
            connect(action, &QAction::triggered, this,
                    [this, facet, value] { choose(facet, value); });
        };
        add(tr("Any"), {});
        for (const QString &value : valuesOf(facet))
            add(valueName(facet, value).replace('&', "&&"), value);
        values->setEnabled(values->actions().size() > 1);
    }
    menu->addSeparator();
    menu->addAction(tr("Clear filter"), this, &ConversationFilter::clear)->setEnabled(!isEmpty());
    menu->popup(mapToGlobal(QPoint(0, height())));
}

} // namespace ui
