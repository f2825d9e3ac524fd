// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace ui {

/// Puts things beside each other as words of a text: what has no room comes into the next row.
class FlowLayout : public QLayout
{
    Q_OBJECT

public:
    /// Where the last thing lies: after the others, or at the end of its row.
    enum class Last { Beside, AtTheEnd };

    explicit FlowLayout(Last last = Last::Beside, int gap = 6, QWidget *parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;

    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &place) override;

private:
    enum class Move { No, Yes };

    int flow(const QRect &place, Move move) const;

    const Last m_last;
    const int m_gap;
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace ui
