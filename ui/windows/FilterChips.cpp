// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FilterChips.h"

#include "ui/widgets/FlowLayout.h"
#include "ui/widgets/Icons.h"
#include "ui/widgets/Style.h"

#include <QPushButton>

namespace ui {

FilterChips::FilterChips(QWidget *parent)
    : QWidget(parent)
{
    auto *flow = new FlowLayout(FlowLayout::Last::Beside, 6, this);
    flow->setContentsMargins(0, 0, 0, 0);
    hide();
}

void FilterChips::add(const QString &field, const QString &value, const QString &words)
{
    if (m_values.value(field) == value)
        return;
    delete findChild<QPushButton *>(field);
    m_values.insert(field, value);
    auto *chip = new QPushButton(icon("x"), words, this);
    chip->setObjectName(field);
    chip->setAccessibleName(tr("Take away the filter: %1").arg(words));
    chip->setToolTip(chip->accessibleName());
    setKind(chip, ButtonKind::Chip);
    layout()->addWidget(chip);
    connect(chip, &QPushButton::clicked, this, [this, field] { remove(field); });
    show();
    emit changed();
}

void FilterChips::remove(const QString &field)
{
    m_values.remove(field);
    if (auto *chip = findChild<QPushButton *>(field)) {
        // The focus stays with what is left, and goes on where nothing is.
        chip->setObjectName(QString());
        chip->hide();
        chip->deleteLater();
    }
    setVisible(!m_values.isEmpty());
    emit changed();
}

void FilterChips::clear()
{
    const QStringList fields = m_values.keys();
    for (const QString &field : fields)
        remove(field);
}

} // namespace ui

#include "moc_FilterChips.cpp"
