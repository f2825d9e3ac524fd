// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestRun.h"

#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"

#include <QApplication>

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setStyle(new ui::Style);
    ui::applyTheme(ui::ThemeKind::Light);
    QCoreApplication::setApplicationName("berth-test");
    return test::runClasses();
}
