// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace ui {

enum class ThemeKind { Light, Dark, LightContrast, DarkContrast };

/// The colours of everything that is drawn. No other file names a colour.
struct Theme
{
    ThemeKind kind = ThemeKind::Light;
    QColor window, chrome, surface, sunken, hover, selected;
    QColor border; ///< decoration only
    QColor borderStrong; ///< outlines of what one edits or switches
    QColor text, muted, faint;
    QColor accent, onAccent, accentSoft;
    QColor ok, okSoft, warn, warnSoft, danger, dangerSoft;
    QColor wait, waitSoft; ///< "needs you", nothing else
    QColor add, addWord, remove, removeWord; ///< lines and words of a diff
    QColor keyword, string, number, comment, function;

    bool isDark() const { return kind == ThemeKind::Dark || kind == ThemeKind::DarkContrast; }
    bool hasHighContrast() const
    {
        return kind == ThemeKind::LightContrast || kind == ThemeKind::DarkContrast;
    }
    QPalette palette() const;

    static const Theme &of(ThemeKind kind);
};

/// The theme in force.
const Theme &theme();

/// Makes a theme the one in force; every widget of the program is told by its palette.
void applyTheme(ThemeKind kind);

/// How much two colours differ, from 1 to 21, as WCAG 2 computes it.
double contrast(const QColor &one, const QColor &other);

/// What has a state says so in one of these tones, beside an icon and a word.
enum class Tone { Muted, Accent, Ok, Warn, Danger, Wait };

QColor ink(Tone tone);
QColor softInk(Tone tone);

} // namespace ui
