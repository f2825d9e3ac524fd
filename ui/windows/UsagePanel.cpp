// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/UsagePanel.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>

namespace ui {

UsagePanel::UsagePanel(Client *client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_column(new QVBoxLayout(this))
{
    setAccessibleName(tr("What the conversation used"));
    m_column->setContentsMargins(4, 12, 8, 8);
    m_column->setSpacing(10);
}

void UsagePanel::look(const QString &conversationId, int steps)
{
    m_id = conversationId;
    m_steps = steps;
    if (m_id.isEmpty() || std::exchange(m_isReading, true))
        return;
    QCoro::connect(m_client->get("/api/conversations/" + m_id), this,
                   [this, id = m_id](const core::Result<QJsonValue> &answer) {
        m_isReading = false;
        if (id != m_id)
            return look(m_id, m_steps);
        if (answer)
            show(answer->toObject());
    });
}

static QString tokenWords(qint64 tokens)
{
    if (tokens < 1000)
        return QString::number(tokens);
    if (tokens < 1000000)
        return UsagePanel::tr("%1 k").arg(QLocale().toString(double(tokens) / 1000, 'f', 1));
    return UsagePanel::tr("%1 M").arg(QLocale().toString(double(tokens) / 1000000, 'f', 1));
}

void UsagePanel::addFact(const QString &name, const QString &value, const QString &below)
{
    auto *row = new QHBoxLayout;
    auto *left = new ElidedLabel;
    auto *right = new QLabel(value);
    left->setText(name);
    left->setFont(ui::font(Type::Strong));
    right->setFont(ui::font(Type::Strong));
    row->addWidget(left, 1);
    row->addWidget(right);
    m_column->addLayout(row);
    if (below.isEmpty())
        return;
    auto *words = new QLabel(below);
    words->setFont(ui::font(Type::Small));
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setWordWrap(true);
    m_column->addWidget(words);
}

static void emptyLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->layout())
            emptyLayout(item->layout());
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

/// How full the context of the model is whose context is fullest.
void UsagePanel::addContext(const QJsonObject &uses)
{
    qint64 context = 0, window = 0;
    for (const QJsonValue &use : uses) {
        const QJsonValue tokens = use["accumulated_token_usage"];
        if (tokens["context_window"].toInteger() <= 0
            || tokens["per_turn_token"].toInteger() <= context)
            continue;
        context = tokens["per_turn_token"].toInteger();
        window = tokens["context_window"].toInteger();
    }
    if (window <= 0)
        return;
    addFact(tr("Context window"),
            tr("%1 of %2 tokens").arg(tokenWords(context), tokenWords(window)));
    auto *bar = new QProgressBar;
    bar->setAccessibleName(tr("Context window"));
    bar->setTextVisible(false);
    bar->setFixedHeight(8);
    bar->setRange(0, 1000);
    bar->setValue(int(qMin<qint64>(1000, context * 1000 / window)));
    m_column->addWidget(bar);
}

/// What costs nothing runs on a machine of one's own.
static QString costWords(double cost)
{
    return cost > 0 ? money(cost) : UsagePanel::tr("local");
}

void UsagePanel::show(const QJsonObject &conversation)
{
    emptyLayout(m_column);
    const QJsonObject uses = conversation["stats"]["usage_to_metrics"].toObject();
    double cost = 0;
    for (const QJsonValue &use : uses)
        cost += use["accumulated_cost"].toDouble();
    addContext(uses);
    addFact(tr("Cost"), uses.isEmpty() ? tr("none") : costWords(cost));
    for (auto use = uses.begin(); use != uses.end(); ++use) {
        const QJsonValue metrics = use.value();
        const QJsonValue tokens = metrics["accumulated_token_usage"];
        const qint64 in = tokens["prompt_tokens"].toInteger();
        const qint64 cached = tokens["cache_read_tokens"].toInteger();
        addFact(visibleLine(metrics["model_name"].toString()).section('/', -1),
                costWords(metrics["accumulated_cost"].toDouble()),
                tr("%1 in (%2 % from the cache), %3 out · %4")
                    .arg(tokenWords(in))
                    .arg(in > 0 ? cached * 100 / in : 0)
                    .arg(tokenWords(tokens["completion_tokens"].toInteger()),
                         visibleLine(use.key())));
    }
    if (uses.isEmpty())
        addFact(tr("No model was asked yet"), {});
    if (m_steps > 0)
        addFact(tr("This run"),
                tr("step %1 of %2").arg(m_steps).arg(conversation["max_iterations"].toInt()));
    m_column->addStretch();
}

} // namespace ui
