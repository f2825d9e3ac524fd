// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Type.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

#include <array>

namespace ui {

struct TypeFonts
{
    double scale = 1.0;
    std::array<QFont, 8> fonts;
    std::array<int, 8> heights;
    bool isMade = false;
};

static TypeFonts &typeFonts()
{
    static TypeFonts fonts;
    return fonts;
}

static double basePixels()
{
    static const double pixels =
        QFontInfo(QFontDatabase::systemFont(QFontDatabase::GeneralFont)).pixelSize();
    return qBound(12.0, pixels, 20.0);
}

static QFont makeFont(Type type)
{
    static constexpr std::array ratios{0.85, 0.92, 1.0, 1.0, 1.15, 1.54, 1.7, 0.92};
    QFont font = QFontDatabase::systemFont(type == Type::Code ? QFontDatabase::FixedFont
                                                              : QFontDatabase::GeneralFont);
    font.setPixelSize(qMax(11, qRound(basePixels() * ratios[size_t(type)] * typeFonts().scale)));
    if (type == Type::Strong || type == Type::Section || type == Type::Page || type == Type::Figure)
        font.setWeight(QFont::DemiBold);
    if (type == Type::Code) {
        font.setStyleHint(QFont::Monospace);
        // What is not equal must not look as if it were one sign.
        font.setFeature("liga", 0);
        font.setFeature("calt", 0);
    }
    return font;
}

static void makeFonts()
{
    TypeFonts &made = typeFonts();
    for (size_t i = 0; i < made.fonts.size(); ++i) {
        made.fonts[i] = makeFont(Type(i));
        made.heights[i] = qRound(made.fonts[i].pixelSize() * 1.45);
    }
    made.isMade = true;
}

QFont font(Type type)
{
    if (!typeFonts().isMade)
        makeFonts();
    return typeFonts().fonts[size_t(type)];
}

int lineHeight(Type type)
{
    if (!typeFonts().isMade)
        makeFonts();
    return typeFonts().heights[size_t(type)];
}

void setTextScale(double scale)
{
    typeFonts().scale = qBound(0.8, scale, 2.0);
    makeFonts();
    QApplication::setFont(font(Type::Body));
}

double textScale()
{
    return typeFonts().scale;
}

} // namespace ui
