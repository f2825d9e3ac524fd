// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>

class QWidget;

namespace ui {

class Feed;

/// The controls that do nothing without the server: while it does not answer they are off and say
/// why, in their tip and to those who listen; then they are again as they were.
class NeedsServer : public QObject
{
    Q_OBJECT

public:
    /// Of a server that answers, until somebody says otherwise.
    explicit NeedsServer(QObject *parent)
        : QObject(parent)
    {}
    /// @p feed outlives it.
    NeedsServer(Feed *feed, QObject *parent);

    /// Another server is asked from now on; null: it is stopped.
    void follow(Feed *feed);
    /// For what sees no feed; empty: it answers.
    void setWhyOff(const QString &why);

    bool isOff() const { return !m_why.isEmpty(); }

    /// Possible whenever the server answers.
    void add(const QList<QWidget *> &controls);
    /// The same for one, of which the page knows whether it is possible now.
    void allow(QWidget *control, bool isPossible);

    /// That it does not answer, as a sentence, and as the end of one.
    static QString silent();
    static QString silentBriefly();
    /// One sentence; empty while it answers.
    static QString whyOff(const Feed *feed);
    /// The same as the end of a sentence.
    static QString whyOffBriefly(const Feed *feed);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    /// How a control is but for the server.
    struct Own
    {
        bool isPossible = true;
        QString tip;
        QString description;
        QString told; ///< in their place; empty while it is not off
    };

    Own *know(QWidget *control);
    void apply(QWidget *control);
    void update();

    QPointer<Feed> m_feed;
    QString m_why;
    QHash<QWidget *, Own> m_controls;
};

} // namespace ui
