// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QStringList>
#include <QUrl>

class QNetworkReply;

namespace ui {

/// Looks for servers of models on this computer, where such programs usually listen. All places are
/// asked at once, each for a second at most.
class LocalModels : public QObject
{
    Q_OBJECT

public:
    /// Where a program may listen.
    struct Place
    {
        QString name; ///< of the program
        QString prefix; ///< of its models' names for the server, such as "ollama_chat"
        quint16 port = 0;
        QString path; ///< of its list of models
        QString baseUrl; ///< what is after the port in the address for the server
    };
    /// A program that answered.
    struct Found
    {
        Place place;
        QStringList models; ///< as it names them; empty when it has none

        QString address() const { return QString("127.0.0.1:%1").arg(place.port); }
        /// What PUT /llms/{name} takes.
        QJsonObject settings(const QString &model) const;
    };

    static QList<Place> usual();

    explicit LocalModels(QList<Place> places = usual(), QObject *parent = nullptr);

    /// Begins anew. A place on @p ownPort is left out: that is our own server.
    void look(int ownPort);
    bool isLooking() const { return m_open > 0; }
    /// In the order of the places.
    QList<Found> found() const;

signals:
    /// Another one was found, or all have been asked.
    void changed();

private:
    void take(qsizetype place, QNetworkReply *reply);

    const QList<Place> m_places;
    QNetworkAccessManager m_network;
    QMap<qsizetype, Found> m_found;
    int m_open = 0;
    int m_turn = 0; ///< answers of a turn before this one count no more
};

} // namespace ui
