// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QPushButton>
#include <QUrlQuery>

namespace ui {

class ConversationsModel;

/// A button with a menu of what a list of conversations may be narrowed to: one value each of a
/// state, user, model, workspace and tag that some conversation has, and how old it may be.
class ConversationFilter : public QPushButton
{
    Q_OBJECT

public:
    enum class Facet { State, User, Model, Workspace, Tag, Age };

    /// @p model outlives it.
    explicit ConversationFilter(const ConversationsModel *model, QWidget *parent = nullptr);

    /// Whether a conversation of the feed or of a page of the server fits.
    bool accepts(const QJsonObject &conversation) const;
    /// Tells the server what it can look for itself.
    void addTo(QUrlQuery *query) const;
    bool isEmpty() const { return m_chosen.isEmpty(); }
    QList<Facet> facets() const { return m_chosen.keys(); }
    /// "Model: kimi-k2".
    QString textOf(Facet facet) const;
    /// An empty @p value takes the facet back.
    void choose(Facet facet, const QString &value);
    void clear();

signals:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showMenu();
    QStringList valuesOf(Facet facet) const;

    const ConversationsModel *m_model;
    QMap<Facet, QString> m_chosen;
};

} // namespace ui
