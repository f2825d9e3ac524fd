// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/UsagePanel.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Type.h"
#include "ui/windows/WorkspaceUse.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>

namespace ui {

UsagePanel::UsagePanel(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_facts(new QVBoxLayout)
    , m_run(new QVBoxLayout)
    , m_workspace(new WorkspaceUse(session, this))
{
    setAccessibleName(tr("What the conversation used"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 12, 8, 8);
    column->setSpacing(14);
    m_facts->setSpacing(10);
    m_run->setSpacing(10);
    column->addLayout(m_facts);
    column->addWidget(m_workspace);
    column->addLayout(m_run);
    column->addStretch();
}

void UsagePanel::look(const QString &conversationId, const QJsonObject &item)
{
    m_id = conversationId;
    m_item = item;
    m_workspace->look(item["workspace"].toString());
    if (m_id.isEmpty() || std::exchange(m_isReading, true))
        return;
    QCoro::connect(m_session->client()->get("/api/conversations/" + m_id), this,
                   [this, id = m_id](const core::Result<QJsonValue> &answer) {
        m_isReading = false;
        if (id != m_id)
            return look(m_id, m_item);
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
    addBar(tr("Context window"), double(context) / double(window));
}

void UsagePanel::addBar(const QString &name, double share)
{
    auto *bar = new QProgressBar;
    bar->setAccessibleName(name);
    bar->setTextVisible(false);
    bar->setFixedHeight(8);
    bar->setRange(0, 1000);
    bar->setValue(int(qBound(0.0, share, 1.0) * 1000));
    m_column->addWidget(bar);
}

/// What costs nothing runs on a machine of one's own.
static QString costWords(double cost)
{
    return cost > 0 ? money(cost) : UsagePanel::tr("local");
}

void UsagePanel::addCost(const QJsonObject &uses)
{
    double cost = 0;
    for (const QJsonValue &use : uses)
        cost += use["accumulated_cost"].toDouble();
    const double most = m_item["max_budget"].toDouble();
    const QString spent = uses.isEmpty() ? tr("none") : costWords(cost);
    if (most <= 0)
        return addFact(tr("Cost"), spent);
    addFact(tr("Cost"), tr("%1 of %2").arg(spent, money(most)));
    addBar(tr("Cost"), cost / most);
}

void UsagePanel::addModels(const QJsonObject &uses)
{
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
}

/// What nobody counted is not told: a server that was started again begins anew.
void UsagePanel::addRun(int mostSteps)
{
    const int steps = m_item["steps"].toInt();
    if (steps <= 0)
        return;
    addFact(tr("This run"), tr("step %1 of %2").arg(steps).arg(mostSteps));
    const auto time = [this](const char *name) {
        return duration(qint64(m_item[QLatin1StringView(name)].toDouble() * 1000));
    };
    if (m_item["model_seconds"].toDouble() > 0)
        addFact(tr("Model time"), time("model_seconds"));
    if (m_item["tool_seconds"].toDouble() > 0)
        addFact(tr("Tool time"), time("tool_seconds"));
}

void UsagePanel::show(const QJsonObject &conversation)
{
    const QJsonObject uses = conversation["stats"]["usage_to_metrics"].toObject();
    m_column = m_facts;
    emptyLayout(m_facts);
    addContext(uses);
    addCost(uses);
    addModels(uses);
    m_column = m_run;
    emptyLayout(m_run);
    addRun(conversation["max_iterations"].toInt());
}

} // namespace ui
