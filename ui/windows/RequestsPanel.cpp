// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/RequestsPanel.h"

#include "ui/widgets/Icons.h"
#include "ui/widgets/PlainText.h"
#include "ui/widgets/Style.h"
#include "ui/widgets/Type.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace ui {

static constexpr qsizetype mostNewest = 3;

/// "curl 8.14" of "curl/8.14.1 (x86_64)"; the address where a client does not say what it is.
static QString clientWord(const QJsonObject &request)
{
    const QString agent = request["headers"]["user-agent"].toString();
    if (agent.isEmpty())
        return visibleLine(request["client"].toString());
    const QString product = agent.section(' ', 0, 0);
    return visibleLine(product.section('/', 0, 0) + ' '
                       + product.section('/', 1).section('.', 0, 1))
        .trimmed();
}

/// One request on one line.
class RequestRow : public QWidget
{
public:
    RequestRow() { setFixedHeight(lineHeight(Type::Small) + 7); }

    void setRequest(const QJsonObject &request)
    {
        m_method = visibleLine(request["method"].toString());
        const QString path = request["path"].toString();
        m_path = visibleLine(path.isEmpty() ? request["route"].toString() : path);
        m_client = clientWord(request);
        m_status = request["status"].toInt();
        const double ms = request["ms"].toDouble();
        m_took = RequestsPanel::tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 10 ? 1 : 0));
        setAccessibleName(QStringList{m_method, m_path, m_client, statusWord(), m_took}.join(", "));
        setToolTip(m_method + ' ' + m_path);
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const int took = 64, status = 74, method = 62;
        const int client = width() > 460 ? 120 : 0;
        int x = width();
        const auto write = [&](int left, int wide, Type type, const QColor &color,
                               const QString &text, Qt::Alignment side) {
            painter.setFont(ui::font(type));
            painter.setPen(color);
            painter.drawText(QRect(left, 0, wide, height()), int(side | Qt::AlignVCenter),
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, wide));
        };
        write(x -= took, took, Type::Small, theme().muted, m_took, Qt::AlignRight);
        const bool isFine = m_status > 0 && m_status < 400;
        const QColor tone = isFine ? ink(Tone::Ok) : ink(Tone::Danger);
        x -= status;
        paintIcon(&painter, QRectF(x, height() / 2.0 - 7, 14, 14), isFine ? "check" : "x", tone);
        write(x + 18, status - 18, Type::Code, tone, statusWord(), Qt::AlignLeft);
        if (client)
            write(x -= client, client - 8, Type::Small, theme().muted, m_client, Qt::AlignLeft);
        write(0, method, Type::Code, theme().accent, m_method, Qt::AlignLeft);
        write(method, x - method - 10, Type::Code, theme().text, m_path, Qt::AlignLeft);
    }

private:
    QString statusWord() const
    {
        return m_status == 101 ? RequestsPanel::tr("open")
               : m_status      ? QString::number(m_status)
                               : RequestsPanel::tr("left");
    }

    QString m_method;
    QString m_path;
    QString m_client;
    QString m_took;
    int m_status = 0;
};

RequestsPanel::RequestsPanel(QWidget *parent)
    : Panel(parent)
    , m_empty(new QLabel(tr("No program has asked this server for anything yet.")))
{
    auto *heading = new QLabel(tr("Requests from your clients"));
    heading->setFont(ui::font(Type::Strong));
    auto *all = new QPushButton(tr("Show all"));
    all->setAccessibleName(tr("Show all requests"));
    setKind(all, ButtonKind::Quiet);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->addWidget(heading, 1);
    head->addWidget(all);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 10, 12);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_empty);
    for (qsizetype number = 0; number < mostNewest; ++number) {
        auto *row = new RequestRow;
        column->addWidget(row);
        m_rows.append(row);
    }
    connect(all, &QPushButton::clicked, this, &RequestsPanel::allAsked);
    showRows();
}

RequestsPanel::~RequestsPanel()
{
    leave();
}

void RequestsPanel::setSession(Session *session)
{
    if (m_session)
        m_session->feed()->disconnect(this);
    m_session = session;
    m_newest.clear();
    showRows();
    if (session)
        connect(session->feed(), &Feed::changed, this,
                [this](const QString &topic, const QString &, const QString &,
                       const QJsonObject &request) {
            if (topic == "requests")
                take(request);
        });
    watch();
}

void RequestsPanel::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    watch();
}

void RequestsPanel::hideEvent(QHideEvent *event)
{
    Panel::hideEvent(event);
    watch();
}

/// They are told while somebody looks at them; those before are asked for. Who may not see them is
/// refused, and then follows nothing.
void RequestsPanel::watch()
{
    if (!isVisible() || m_watched != m_session)
        leave();
    if (!isVisible() || !m_session || m_asked == m_session)
        return;
    m_asked = m_session;
    QUrlQuery query;
    query.addQueryItem("limit", "100");
    QCoro::connect(m_session->client()->get("/requests", query), this,
                   [this, asked = m_session](const core::Result<QJsonValue> &page) {
        if (!page || !asked || asked != m_asked)
            return;
        m_watched = asked;
        asked->feed()->subscribe("requests");
        for (const QJsonValue &item : (*page)["items"].toArray())
            take(item.toObject());
    });
}

void RequestsPanel::leave()
{
    m_asked.clear();
    if (m_watched)
        m_watched->feed()->unsubscribe("requests");
    m_watched.clear();
}

void RequestsPanel::take(const QJsonObject &request)
{
    const QString agent = request["headers"]["user-agent"].toString();
    const qint64 seq = request["seq"].toInteger();
    const auto isIt = [seq](const QJsonObject &other) { return other["seq"].toInteger() == seq; };
    if (agent.startsWith(Client::agentName) || std::ranges::any_of(m_newest, isIt))
        return;
    m_newest.append(request);
    std::ranges::sort(m_newest, std::ranges::greater(),
                      [](const QJsonObject &item) { return item["seq"].toInteger(); });
    if (m_newest.size() > mostNewest)
        m_newest.removeLast();
    showRows();
}

void RequestsPanel::showRows()
{
    m_empty->setVisible(m_newest.isEmpty());
    for (qsizetype number = 0; number < m_rows.size(); ++number) {
        m_rows[number]->setVisible(number < m_newest.size());
        if (number < m_newest.size())
            m_rows[number]->setRequest(m_newest[number]);
    }
}

} // namespace ui
