// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/UseCard.h"

#include "ui/models/Session.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLocale>

namespace ui {

static constexpr int leastUseRows = 3; // of room

static double tokensOf(const QJsonObject &amount)
{
    return amount["prompt_tokens"].toDouble() + amount["completion_tokens"].toDouble();
}

static Cell tokensCell(const QJsonObject &row)
{
    const double tokens = row["tokens"].toDouble();
    return Cell{.text = QLocale().toString(qint64(tokens)),
                .meter = row["token_share"].toDouble(),
                .order = tokens};
}

static Cell costCell(const QJsonObject &row)
{
    return Cell{.text = money(row["cost"].toDouble()),
                .meter = row["cost_share"].toDouble(),
                .order = row["cost"].toDouble()};
}

static Cell cacheCell(const QJsonObject &row)
{
    const double prompts = row["prompts"].toDouble();
    const double share = prompts > 0 ? row["cached"].toDouble() / prompts : 0;
    return Cell{.text = UseCard::tr("%1 %").arg(qRound(100 * share)), .order = share};
}

QList<Column> UseCard::columns() const
{
    const auto name = [](const QJsonObject &row) { return Cell{.text = row["name"].toString()}; };
    if (m_of == Of::Models)
        return {{tr("Model"), name, 0},
                {tr("Tokens"), tokensCell, 130},
                {tr("From the cache"), cacheCell, 110, Qt::AlignLeft, 420},
                {tr("Cost"), costCell, 90, Qt::AlignLeft, 320}};
    const auto user = [](const QJsonObject &row) {
        return Cell{.text = row["user"].toString(), .tone = Tone::Muted};
    };
    return {{tr("Conversation"), name, 0},
            {tr("User"), user, 90, Qt::AlignLeft, 420},
            {tr("Tokens"), tokensCell, 100, Qt::AlignLeft, 360},
            {tr("Cost"), costCell, 130}};
}

UseCard::UseCard(Of of, Session *session, QWidget *parent)
    : Panel(parent)
    , m_of(of)
    , m_session(session)
    , m_rows(columns())
{
    const QString title = of == Of::Models ? tr("Tokens by model") : tr("Cost by conversation");
    m_view = new TableView(&m_rows, title, TableView::Rows::TwoLines);
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *heading = new ElidedLabel;
    heading->setFont(ui::font(Type::Strong));
    heading->setText(title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(heading);
    column->addWidget(m_view, 1);
    connect(m_view, &TableView::opened, this, [this] {
        const QString id = m_view->currentItem()["conversation"].toString();
        if (!id.isEmpty())
            emit conversationAsked(id);
    });
    connect(m_view, &TableView::currentChosen, this, [this] {
        const QRect row = m_view->visualRect(m_view->currentIndex());
        emit rowReached({m_view->viewport()->mapTo(this, row.topLeft()), row.size()});
    });
    fill({});
}

void UseCard::show(const QJsonValue &answer)
{
    m_view->setEmptyText(tr("No model was asked in this time"));
    fill(rowsOf(answer));
}

void UseCard::showError(const QString &text)
{
    m_view->setEmptyText(text);
    fill({});
}

QList<QJsonObject> UseCard::rows() const
{
    QList<QJsonObject> rows;
    for (int row = 0; row < m_rows.rowCount(); ++row)
        rows.append(m_rows.item(row));
    return rows;
}

/// The title of a conversation, as far as this window knows it.
QString UseCard::nameOf(const QJsonObject &item) const
{
    if (m_of == Of::Models)
        return visibleLine(item["model"].toString());
    const QString id = item["conversation_id"].toString();
    if (id.isEmpty())
        return tr("Outside of conversations");
    const QJsonObject conversation = m_session->conversations()->item(id);
    return conversation.isEmpty() ? tr("A conversation that is no more")
                                  : visibleLine(ConversationsModel::titleOf(conversation));
}

/// In their order, at last what is not among them.
QList<QJsonObject> UseCard::rowsOf(const QJsonValue &answer) const
{
    const QJsonObject whole = answer["whole"].toObject();
    const double allTokens = tokensOf(whole), allCost = whole["cost"].toDouble();
    QJsonObject rest{{"id", "rest"},
                     {"name", tr("Others")},
                     {"tokens", allTokens},
                     {"prompts", whole["prompt_tokens"]},
                     {"cached", whole["cached_tokens"]},
                     {"cost", allCost}};
    QList<QJsonObject> rows;
    const QJsonArray items = answer[m_of == Of::Models ? "models" : "conversations"].toArray();
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        const QJsonObject amount = item["amount"].toObject();
        QJsonObject row{{"id", QString::number(rows.size())},
                        {"name", nameOf(item)},
                        {"user", item["user_id"]},
                        {"conversation", item["conversation_id"]},
                        {"tokens", tokensOf(amount)},
                        {"prompts", amount["prompt_tokens"]},
                        {"cached", amount["cached_tokens"]},
                        {"cost", amount["cost"]}};
        for (const char *part : {"tokens", "prompts", "cached", "cost"})
            rest[part] = rest[part].toDouble() - row[part].toDouble();
        rows.append(row);
    }
    if (rest["tokens"].toDouble() >= 1)
        rows.append(rest);
    for (QJsonObject &row : rows) {
        row["token_share"] = allTokens > 0 ? row["tokens"].toDouble() / allTokens : 0;
        row["cost_share"] = allCost > 0 ? row["cost"].toDouble() / allCost : 0;
    }
    return rows;
}

/// All rows have room: what is around this scrolls.
void UseCard::fill(const QList<QJsonObject> &rows)
{
    m_rows.replace(rows);
    const int seen = qMax<int>(leastUseRows, int(rows.size()));
    m_view->setMinimumHeight(m_view->horizontalHeader()->height()
                             + seen * m_view->verticalHeader()->defaultSectionSize() + 4);
}

} // namespace ui
