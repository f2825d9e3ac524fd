// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

namespace test {

using Factory = QObject *(*)();

/// Adds a test class to the program; its factory runs when the program's main() does, unless other
/// classes are wanted.
bool registerClass(Factory factory, const QMetaObject *metaObject);

} // namespace test

/// Registers a class with private test slots in the program it is compiled into.
#define BERTH_TEST(Class)                                                                          \
    static const bool s_registered##Class = test::registerClass([]() -> QObject * {                \
        return new Class;                                                                          \
    }, &Class::staticMetaObject);

/// Fails with the error's own sentence when a core::Result holds no value.
#define VERIFY_RESULT(expression)                                                                  \
    do {                                                                                           \
        const auto &verifiedResult = (expression);                                                 \
        QVERIFY2(verifiedResult.has_value(),                                                       \
                 verifiedResult ? "" : qPrintable(verifiedResult.error().message));                \
    } while (false)
