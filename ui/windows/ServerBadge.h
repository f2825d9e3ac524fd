// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace ui {

/// Who is at which server. One on another machine has its host in the accent colour, so that nobody
/// stops the wrong one.
class ServerBadge : public QPushButton
{
    Q_OBJECT

public:
    explicit ServerBadge(QWidget *parent = nullptr);

    enum class Where { Here, Elsewhere };

    /// @p place: its host. @p user may be empty.
    void setServer(const QString &user, const QString &place, Where where);
    void setRail(bool isRail);
    /// Whether there is not enough room for what it says.
    bool isCut() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Line
    {
        QRect place;
        QFont font;
        QString text;
    };

    std::array<Line, 2> lines() const;

    QString m_user;
    QString m_place;
    Where m_where = Where::Here;
    bool m_isRail = false;
};

} // namespace ui
