// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/RequestDialog.h"

#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

static QString pathOf(const QJsonObject &request)
{
    const QString path = request["path"].toString();
    return path.isEmpty() ? request["route"].toString() : path;
}

/// One word of a shell, whatever is in it.
static QString shellWord(QString text)
{
    return '\'' + text.replace("'", "'\\''") + '\'';
}

QString RequestDialog::curlOf(const QUrl &server, const QJsonObject &request)
{
    const QString method = request["method"].toString();
    const QJsonObject headers = request["headers"].toObject();
    QString line = "curl";
    if (method != "GET")
        line += " -X " + shellWord(method);
    line += " -H \"Authorization: Bearer $BERTH_KEY\"";
    for (const QString &name : {QString("accept"), QString("content-type")}) {
        if (const QString value = headers[name].toString(); !value.isEmpty())
            line += " -H " + shellWord(name + ": " + value);
    }
    if (headers.contains("content-type") && method != "GET")
        line += " -d @body";
    return line + ' ' + shellWord(server.toString(QUrl::RemovePath) + pathOf(request));
}

RequestDialog::RequestDialog(const QUrl &server, const QJsonObject &request, QWidget *parent)
    : QDialog(parent)
{
    const QString what = visibleLine(request["method"].toString() + ' ' + pathOf(request));
    setWindowTitle(tr("A request"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(600, 440);
    auto *heading = new ElidedLabel(this);
    heading->setText(what);
    heading->setFont(ui::font(Type::Section));
    auto *facts = new QFormLayout;
    facts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const QDateTime at = QDateTime::fromString(request["time"].toString(), Qt::ISODateWithMs);
    const int status = request["status"].toInt();
    const QList<std::pair<QString, QString>> rows{
        {tr("Status"), status ? QString::number(status) : tr("The client left before")},
        {tr("Answered"), QLocale().toString(at.toLocalTime(), "yyyy-MM-dd HH:mm:ss.zzz")},
        {tr("Took"), tr("%1 ms").arg(QLocale().toString(request["ms"].toDouble(), 'f', 1))},
        {tr("Size"), byteSize(request["bytes"].toInteger())},
        {tr("Route"), visibleLine(request["route"].toString())},
        {tr("User"), visibleLine(request["user"].toString())},
        {tr("Client"), visibleLine(request["client"].toString())},
        {tr("Request id"), visibleLine(request["request_id"].toString())}};
    for (const auto &[name, value] : rows) {
        if (value.isEmpty())
            continue;
        auto *words = new ElidedLabel(this);
        words->setText(value);
        auto *label = new QLabel(name, this);
        label->setForegroundRole(QPalette::PlaceholderText);
        facts->addRow(label, words);
    }
    QStringList lines;
    const QJsonObject headers = request["headers"].toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        lines.append(visibleLine(header.key() + ": " + header.value().toString()));
    auto *text = new QPlainTextEdit(lines.join('\n'), this);
    text->setReadOnly(true);
    text->setFont(ui::font(Type::Code));
    text->setTabChangesFocus(true);
    text->setAccessibleName(tr("Headers of the request"));
    text->setPlaceholderText(tr("The server kept no headers of it."));
    auto *note = new QLabel(tr("Keys are masked: the server keeps neither them nor queries and "
                               "bodies."),
                            this);
    note->setFont(ui::font(Type::Small));
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setWordWrap(true);
    auto *copy = new QPushButton(icon("copy"), tr("Copy as curl"), this);
    auto *close = new QPushButton(tr("Close"), this);
    setKind(copy, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(heading);
    column->addLayout(facts);
    column->addWidget(text, 1);
    column->addWidget(note);
    column->addLayout(buttons);
    copy->setFocus();
    connect(copy, &QPushButton::clicked, this, [copy, line = curlOf(server, request)] {
        QGuiApplication::clipboard()->setText(line);
        copy->setText(tr("Copied"));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace ui
