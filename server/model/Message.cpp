// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Message.h"

QString model::Contents::text(const QString &separator) const
{
    QStringList parts;
    for (const Content &content : *this) {
        if (const auto *text = std::get_if<TextContent>(&content))
            parts.append(text->text);
    }
    return parts.join(separator);
}

bool model::Contents::hasImages() const
{
    return std::ranges::any_of(*this, [](const Content &content) {
        return std::holds_alternative<ImageContent>(content);
    });
}
