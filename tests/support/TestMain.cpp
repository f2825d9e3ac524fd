// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestMain.h"

#include <QCoreApplication>
#include <QRegularExpression>

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
    QStringList arguments = QCoreApplication::arguments();
    // "class=NAME" runs that class alone.
    const QStringList wanted = arguments.filter(QRegularExpression("^class="));
    for (const QString &argument : wanted)
        arguments.removeOne(argument);
    int failures = 0;
    for (const test::Factory factory : std::as_const(factories())) {
        const std::unique_ptr<QObject> object(factory());
        const QString name = object->metaObject()->className();
        if (!wanted.isEmpty() && !wanted.contains("class=" + name))
            continue;
        failures += QTest::qExec(object.get(), arguments);
        // Qt ignores SIGPIPE once per process, at its first socket; a second crash handler would
        // undo it.
        if (!arguments.contains("-nocrashhandler"))
            arguments.append("-nocrashhandler");
    }
    return qMin(failures, 127);
}
