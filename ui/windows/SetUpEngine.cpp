// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/SetUpEngine.h"

#include "ui/models/ServerTexts.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/ToneLabel.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

SetUpEngine::SetUpEngine(QWidget *parent)
    : SetUpStep(tr("Container engine"),
                tr("Each user's agents work in a container of their own, which Docker or Podman "
                   "makes."),
                parent)
    , m_result(new ToneLabel(this))
    , m_again(new QPushButton(icon("refresh-cw"), tr("Look again"), this))
{
    m_result->setFont(ui::font(Type::Strong));
    column()->addWidget(m_result);
    column()->addWidget(m_again, 0, Qt::AlignLeft);
    column()->addStretch();
    connect(m_again, &QPushButton::clicked, this, &SetUpEngine::look);
    sessionChanged();
}

void SetUpEngine::sessionChanged()
{
    m_again->setEnabled(session());
    if (session())
        look();
    else
        m_result->say(tr("The server is starting."), Tone::Muted);
}

void SetUpEngine::look()
{
    m_again->setEnabled(false);
    m_result->say(tr("Looking for an engine. You can go on meanwhile."), Tone::Muted);
    QCoro::connect(session()->client()->get("/engine"), this,
                   [this, asked = session()](const core::Result<QJsonValue> &report) {
        if (asked != session())
            return;
        m_again->setEnabled(session());
        if (report)
            return take(report->toObject());
        m_result->say(report.error().message, Tone::Danger);
        setState(tr("Not known"), false);
    });
}

void SetUpEngine::take(const QJsonObject &report)
{
    delete std::exchange(m_findings, nullptr);
    const QString engine = report["engine"].toString();
    const QString runtime = report["runtime"].toString();
    if (!engine.isEmpty()) {
        const QString name = engine + ' ' + report["version"].toString();
        m_result->say(tr("%1 was found.").arg(name), Tone::Ok);
        setState(tr("%1 found").arg(name), true);
    } else if (runtime == "local") {
        m_result->say(tr("This server was started to run commands on this computer, without "
                         "containers."),
                      Tone::Warn);
        setState(tr("Without containers"), true);
    } else if (report["sandbox"].toBool()) {
        m_result->say(tr("No engine answers, so agents work in sandboxes: one for each user, with "
                         "the programs of this computer."),
                      Tone::Warn);
        setState(tr("Sandboxes"), true);
    } else {
        m_result->say(tr("No engine answers. Agents have no place to work in until there is one."),
                      Tone::Danger);
        setState(tr("None found"), false);
    }
    // What stands in the way of an engine that is used anyway is nobody's business here.
    QList<Finding> findings;
    for (const QJsonValue &item : report["findings"].toArray()) {
        const QString address = item["address"].toString();
        if (item["weight"] != "trouble" || !(engine.isEmpty() || address.isEmpty()))
            continue;
        const QString text = serverText(item["text"].toString());
        const auto same = std::ranges::find(findings, text, &Finding::text);
        if (same == findings.end())
            findings.append({{address}, text, serverText(item["advice"].toString())});
        else
            same->addresses.append(address);
    }
    for (const Finding &finding : std::as_const(findings))
        showFinding(finding);
}

void SetUpEngine::showFinding(const Finding &finding)
{
    if (!m_findings) {
        m_findings = new Panel(this);
        auto *lines = new QVBoxLayout(m_findings);
        lines->setContentsMargins(14, 12, 14, 12);
        lines->setSpacing(4);
        column()->insertWidget(column()->count() - 2, m_findings);
    }
    const auto add = [this](const QString &text, Type type) {
        auto *line = new QLabel(visible(text), m_findings);
        line->setFont(ui::font(type));
        line->setTextFormat(Qt::PlainText);
        line->setWordWrap(true);
        line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        line->setAccessibleName(text);
        m_findings->layout()->addWidget(line);
    };
    const QString where = finding.addresses.join('\n');
    add(where.isEmpty() ? finding.text : where + ": " + finding.text, Type::Code);
    if (!finding.advice.isEmpty())
        add(finding.advice, Type::Body);
}

} // namespace ui
