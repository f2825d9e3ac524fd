// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "JsonPeer.h"
#include "ui/models/Session.h"

#include <QPushButton>
#include <QtTest>

namespace test {

/// A page that asks a server, beside a peer that answers as one.
class ShownPage
{
protected:
    void openPeer()
    {
        m_peer = std::make_unique<JsonPeer>();
        m_session = std::make_unique<ui::Session>(m_peer->url(), "brt_key");
    }
    void closePeer()
    {
        m_page.reset();
        m_session.reset();
        m_peer.reset();
    }

    static QJsonObject workspace(const QString &id, const QString &state)
    {
        const QJsonValue why = state == "failed" ? QJsonValue("The image is not there.")
                                                 : QJsonValue();
        const QJsonObject limits{{"cpus", 2}};
        return {{"id", id},
                {"name", id},
                {"user_id", "maria"},
                {"state", state},
                {"reason", why},
                {"used_at", "2026-11-22T14:01:00Z"},
                {"settings", QJsonObject{{"image", "debian:13"}, {"resource_limits", limits}}}};
    }

    template<typename T>
    T *show(T *page)
    {
        m_page.reset(page);
        page->resize(1000, 700);
        page->show();
        return page;
    }

    template<typename T>
    T *dialog()
    {
        return QTest::qWaitFor([this] { return m_page->findChild<T *>() != nullptr; })
                   ? m_page->findChild<T *>()
                   : nullptr;
    }

    /// The one that is seen and says so.
    QPushButton *button(const QString &text)
    {
        for (QPushButton *one : m_page->findChildren<QPushButton *>()) {
            if (one->isVisible() && (one->text() == text || one->accessibleName() == text))
                return one;
        }
        return nullptr;
    }

    std::unique_ptr<JsonPeer> m_peer;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<QWidget> m_page;
};

} // namespace test
