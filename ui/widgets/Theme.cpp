// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Theme.h"

#include <QApplication>

#include <array>
#include <cmath>

namespace ui {

static Theme makeLight()
{
    Theme light;
    light.kind = ThemeKind::Light;
    light.window = 0xF5F7F9, light.chrome = 0xECEFF3;
    light.surface = 0xFFFFFF, light.sunken = 0xF2F4F7;
    light.hover = 0xE4E8EE, light.selected = 0xD8E9F0;
    light.border = 0xDCE1E8, light.borderStrong = 0x7E8998;
    light.text = 0x17202B, light.muted = 0x4E5A69, light.faint = 0x5B6574;
    light.accent = 0x0A6A8A, light.onAccent = 0xFFFFFF, light.accentSoft = 0xE0F0F5;
    light.ok = 0x17734A, light.okSoft = 0xE3F4EA;
    light.warn = 0x8A5200, light.warnSoft = 0xFFF1DB;
    light.danger = 0xB42D27, light.dangerSoft = 0xFCE9E7;
    light.wait = 0x6B3FA0, light.waitSoft = 0xF0E9FA;
    light.add = 0xE4F5EA, light.addWord = 0xB7E4C7;
    light.remove = 0xFCE8E6, light.removeWord = 0xF5C0BB;
    light.keyword = 0x8A2F7A, light.function = 0x0A5A8A;
    light.string = light.ok, light.number = light.warn, light.comment = light.faint;
    return light;
}

static Theme makeDark()
{
    Theme dark;
    dark.kind = ThemeKind::Dark;
    dark.window = 0x13171D, dark.chrome = 0x0E1217;
    dark.surface = 0x1A2028, dark.sunken = 0x11151B;
    dark.hover = 0x242C36, dark.selected = 0x1C3843;
    dark.border = 0x2B3440, dark.borderStrong = 0x6E7C8D;
    dark.text = 0xE8ECF2, dark.muted = 0xA9B4C2, dark.faint = 0x94A0AF;
    dark.accent = 0x5CC3E4, dark.onAccent = 0x05212B, dark.accentSoft = 0x14303A;
    dark.ok = 0x5BCB8E, dark.okSoft = 0x14301F;
    dark.warn = 0xEBB35A, dark.warnSoft = 0x33270F;
    dark.danger = 0xFF8078, dark.dangerSoft = 0x3A1A1A;
    dark.wait = 0xC4A5F2, dark.waitSoft = 0x2A2140;
    dark.add = 0x12301F, dark.addWord = 0x1F5A37;
    dark.remove = 0x3A1B1C, dark.removeWord = 0x6B2A2A;
    dark.keyword = 0xD59BE0, dark.string = 0x7FD3A3, dark.function = 0x7CC4F2;
    dark.number = dark.warn, dark.comment = dark.faint;
    return dark;
}

/// Text is black or white, every edge is seen, and nothing is told by a soft ground.
static Theme withHighContrast(Theme theme)
{
    const bool isDark = theme.isDark();
    theme.kind = isDark ? ThemeKind::DarkContrast : ThemeKind::LightContrast;
    theme.text = isDark ? Qt::white : Qt::black;
    theme.window = theme.chrome = theme.surface = isDark ? Qt::black : Qt::white;
    theme.muted = theme.faint = theme.text;
    theme.border = theme.borderStrong = isDark ? 0xB0BAC6 : 0x4E5A69;
    for (QColor *soft :
         {&theme.accentSoft, &theme.okSoft, &theme.warnSoft, &theme.dangerSoft, &theme.waitSoft})
        *soft = theme.surface;
    return theme;
}

const Theme &Theme::of(ThemeKind kind)
{
    static const std::array<Theme, 4> themes{makeLight(), makeDark(), withHighContrast(makeLight()),
                                             withHighContrast(makeDark())};
    return themes[size_t(kind)];
}

QPalette Theme::palette() const
{
    QPalette palette(text, surface, surface, border, borderStrong, text, text, surface, window);
    palette.setColor(QPalette::AlternateBase, sunken);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Accent, accent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::ToolTipBase, surface);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::BrightText, danger);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

static const Theme *&inForce()
{
    static const Theme *current = &Theme::of(ThemeKind::Light);
    return current;
}

const Theme &theme()
{
    return *inForce();
}

void applyTheme(ThemeKind kind)
{
    inForce() = &Theme::of(kind);
    QApplication::setPalette(theme().palette());
}

static double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
           + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor ink(Tone tone)
{
    switch (tone) {
    case Tone::Muted: return theme().muted;
    case Tone::Accent: return theme().accent;
    case Tone::Ok: return theme().ok;
    case Tone::Warn: return theme().warn;
    case Tone::Danger: return theme().danger;
    case Tone::Wait: return theme().wait;
    }
    return theme().muted;
}

QColor softInk(Tone tone)
{
    switch (tone) {
    case Tone::Muted: return theme().hover;
    case Tone::Accent: return theme().accentSoft;
    case Tone::Ok: return theme().okSoft;
    case Tone::Warn: return theme().warnSoft;
    case Tone::Danger: return theme().dangerSoft;
    case Tone::Wait: return theme().waitSoft;
    }
    return theme().hover;
}

} // namespace ui
