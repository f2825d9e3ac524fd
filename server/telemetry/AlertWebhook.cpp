// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/AlertWebhook.h"

#include "core/Clock.h"

#include <QMessageAuthenticationCode>

using namespace std::chrono;
using namespace telemetry;

static constexpr seconds answerTime{20};
static constexpr qint64 longestAnswer = 64 * 1024;

AlertWebhook::AlertWebhook(Options options, net::Outbound *outbound)
    : m_options(std::move(options))
    , m_outbound(outbound)
{}

AlertWebhook::~AlertWebhook()
{
    m_stop.request_stop();
}

void AlertWebhook::send(const Alert &alert)
{
    QJsonObject message = json::write(alert, json::Nulls::Keep).toObject();
    message.insert("type", "alert");
    message.insert("server", m_options.server);
    if (waiting() >= m_options.mostWaiting) {
        m_queue.pop_front();
        qCWarning(lcApp) << "An alert was dropped: too many wait for the webhook of alerts.";
    }
    m_queue.push_back(json::text(message));
    if (!std::exchange(m_isSending, true))
        core::spawn(work(this), "telling of alerts");
}

core::Task<> AlertWebhook::work(QPointer<AlertWebhook> self)
{
    const std::stop_token stop = self->m_stop.get_token();
    while (self && !stop.stop_requested() && !self->m_queue.empty()) {
        QByteArray body = std::move(self->m_queue.front());
        self->m_queue.pop_front();
        const core::Result<> delivered = co_await deliver(self, std::move(body), stop);
        if (!delivered && !stop.stop_requested())
            qCWarning(lcApp).noquote()
                << "An alert did not reach its webhook:" << delivered.error().message;
    }
    if (self)
        self->m_isSending = false;
    co_return {};
}

core::Task<> AlertWebhook::deliver(QPointer<AlertWebhook> self, QByteArray body,
                                   std::stop_token stop)
{
    core::Result<> outcome;
    milliseconds wait = self->m_options.firstWait;
    for (int attempt = 0; self && attempt < self->m_options.attempts; ++attempt) {
        if (attempt > 0) {
            const core::Result<> waited = co_await core::sleepFor(wait, stop);
            if (!waited || !self)
                co_return waited;
            wait = std::min(2 * wait, self->m_options.longestWait);
        }
        net::Request request = self->request(body);
        const core::Result<net::Response> answer =
            co_await self->m_outbound->send(std::move(request), stop);
        if (answer && answer->isSuccess())
            co_return {};
        if (stop.stop_requested())
            co_return {};
        outcome = answer ? core::fail(core::Error::Kind::Upstream,
                                      "It answered with the status "
                                          + QString::number(answer->status) + '.')
                         : std::unexpected(answer.error());
    }
    co_return outcome;
}

net::Request AlertWebhook::request(const QByteArray &body) const
{
    const auto now = duration_cast<seconds>(core::Clock::system().now());
    const QByteArray stamp = QByteArray::number(qint64(now.count()));
    net::Request request;
    request.method = "POST";
    request.url = m_options.url;
    request.headers.append("Content-Type", "application/json");
    request.headers.append("X-Berth-Timestamp", stamp);
    request.headers.append("X-Berth-Signature",
                           "sha256="
                               + QMessageAuthenticationCode::hash(stamp + '.' + body,
                                                                  m_options.secret,
                                                                  QCryptographicHash::Sha256)
                                     .toHex());
    request.body = body;
    request.timeout = answerTime;
    request.maxBodyBytes = longestAnswer;
    request.purpose = "telling of an alert";
    return request;
}

#include "moc_AlertWebhook.cpp"
