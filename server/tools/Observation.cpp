// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/Observation.h"

#include "tools/Truncate.h"

namespace tools {

QJsonObject observation(const QString &kind, const model::Contents &contents, Failed failed,
                        const QJsonObject &fields)
{
    QJsonObject object = fields;
    object.insert("kind", kind);
    object.insert("content", json::write(contents));
    object.insert("is_error", failed == Failed::Yes);
    return object;
}

QJsonObject observation(const QString &kind, const QString &text, Failed failed,
                        const QJsonObject &fields)
{
    return observation(kind, model::Contents::ofText(text), failed, fields);
}

static model::Contents storedContents(const QJsonObject &observation)
{
    return json::read<model::Contents>(observation.value("content")).value_or(model::Contents());
}

static QString terminalText(const QJsonObject &observation)
{
    const QJsonObject metadata = observation.value("metadata").toObject();
    QString text = metadata.value("prefix").toString() + storedContents(observation).text()
                   + metadata.value("suffix").toString();
    const auto addLine = [&text](const QString &label, const QString &value) {
        if (!value.isEmpty())
            text += QString("\n[%1 %2]").arg(label, value);
    };
    addLine("Current working directory:", metadata.value("working_dir").toString());
    addLine("Python interpreter:", metadata.value("py_interpreter_path").toString());
    const int exitCode = metadata.value("exit_code").toInt(-1);
    if (exitCode != -1)
        addLine("Command finished with exit code", QString::number(exitCode));
    return fitted(text, terminalTextLimit);
}

model::Contents observationContents(const QJsonObject &observation)
{
    model::Contents contents;
    if (observation.value("is_error").toBool())
        contents.append(model::TextContent{"[An error occurred during execution.]\n"});
    if (observation.value("kind") == "TerminalObservation")
        contents.append(model::TextContent{terminalText(observation)});
    else
        contents.append(storedContents(observation));
    return contents;
}

} // namespace tools
