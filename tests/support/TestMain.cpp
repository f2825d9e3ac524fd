// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include <QCoreApplication>

#include <memory>

static QList<test::Factory> &factories()
{
    static QList<test::Factory> list;
    return list;
}

bool test::registerClass(Factory factory)
{
    factories().append(factory);
    return true;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName("berth-test");
    int failures = 0;
    for (const test::Factory factory : std::as_const(factories())) {
        const std::unique_ptr<QObject> object(factory());
        failures += QTest::qExec(object.get(), argc, argv);
    }
    return qMin(failures, 127);
}
