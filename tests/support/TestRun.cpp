// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestRun.h"

#include "TestMain.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <memory>

struct TestClass
{
    test::Factory factory;
    const QMetaObject *metaObject;
};

static QList<TestClass> &testClasses()
{
    static QList<TestClass> list;
    return list;
}

bool test::registerClass(Factory factory, const QMetaObject *metaObject)
{
    testClasses().append({factory, metaObject});
    return true;
}

int test::runClasses()
{
    QStringList arguments = QCoreApplication::arguments();
    // "class=NAME" runs that class alone, "without=NAME" all others.
    const QStringList wanted = arguments.filter(QRegularExpression("^class="));
    const QStringList unwanted = arguments.filter(QRegularExpression("^without="));
    for (const QString &argument : wanted + unwanted)
        arguments.removeOne(argument);
    int failures = 0;
    for (const TestClass &each : std::as_const(testClasses())) {
        const QString name = each.metaObject->className();
        if (!wanted.isEmpty() && !wanted.contains("class=" + name))
            continue;
        if (unwanted.contains("without=" + name))
            continue;
        const std::unique_ptr<QObject> object(each.factory());
        failures += QTest::qExec(object.get(), arguments);
        // Qt ignores SIGPIPE once per process, at its first socket; a second crash handler would
        // undo it.
        if (!arguments.contains("-nocrashhandler"))
            arguments.append("-nocrashhandler");
    }
    return qMin(failures, 127);
}
