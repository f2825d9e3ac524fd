// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/LaidText.h"

#include <QCache>
#include <QCoreApplication>

namespace ui {

struct LaidTextKey
{
    QString text;
    QList<QTextLayout::FormatRange> formats;
    QFont font;
    int width = 0;
    int mostLines = 0;

    bool operator==(const LaidTextKey &) const = default;
};

static size_t qHash(const LaidTextKey &key, size_t seed = 0)
{
    return qHashMulti(seed, key.text, key.width, key.mostLines, key.font.pixelSize());
}

static std::shared_ptr<const LaidText> layText(const LaidTextKey &key, int step)
{
    auto laid = std::make_shared<LaidText>();
    QTextLayout &layout = laid->layout;
    layout.setText(key.text);
    layout.setFont(key.font);
    layout.setFormats(key.formats);
    layout.setCacheEnabled(true);
    layout.beginLayout();
    for (int number = 0; number < key.mostLines; ++number) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(key.width);
        line.setPosition(QPointF(0, laid->height + (step - line.height()) / 2));
        laid->height += step;
        laid->endX = int(line.naturalTextWidth());
    }
    layout.endLayout();
    return laid;
}

static QCache<LaidTextKey, std::shared_ptr<const LaidText>> &keptTexts()
{
    // In letters: one takes about a hundred bytes of shapes.
    static constexpr int mostLetters = 10'000;
    static QCache<LaidTextKey, std::shared_ptr<const LaidText>> kept(mostLetters);
    // Shapes belong to fonts, and fonts to the application.
    static const bool isForgottenAtTheEnd = [] {
        qAddPostRoutine([] { keptTexts().clear(); });
        return true;
    }();
    Q_UNUSED(isForgottenAtTheEnd)
    return kept;
}

std::shared_ptr<const LaidText> laidText(const QString &text, Type type, int width,
                                         const QList<QTextLayout::FormatRange> &formats,
                                         int mostLines)
{
    auto &kept = keptTexts();
    const LaidTextKey key{text, formats, font(type), width, mostLines};
    if (const auto *known = kept.object(key))
        return *known;
    auto laid = layText(key, lineHeight(type));
    // The insertion deletes what is larger than all that is kept.
    kept.insert(key, new std::shared_ptr<const LaidText>(laid), qMax<qsizetype>(1, text.size()));
    return laid;
}

} // namespace ui
