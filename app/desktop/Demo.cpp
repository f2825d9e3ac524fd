// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Demo.h"

#include <QDir>
#include <QJsonArray>

using namespace desktop;

Demo::Demo(const QString &directory)
    : m_directory(directory.isEmpty() ? m_folder.filePath("data") : QDir(directory).absolutePath())
{}

core::Result<composition::Configuration> Demo::configuration() const
{
    if (!m_folder.isValid())
        return core::fail(core::Error::Kind::Invalid,
                          "The demo has no folder to work in: " + m_folder.errorString());
    QCommandLineParser parser;
    composition::Configuration::addFlags(parser);
    parser.parse({"berth", "--port", "0", "--runtime", "local", "--keychain", "off", "--data-dir",
                  m_directory});
    return composition::Configuration::read(parser, QProcessEnvironment());
}

QJsonObject Demo::request() const
{
    const QJsonArray tools{QJsonObject{{"name", "terminal"}}, QJsonObject{{"name", "file_editor"}},
                           QJsonObject{{"name", "task_tracker"}}};
    const QJsonObject model{{"model", "demo/berth"}, {"stream", true}, {"usage_id", "agent"}};
    return {{"agent", QJsonObject{{"kind", "Agent"}, {"llm", model}, {"tools", tools}}},
            {"title", "Demo"},
            {"directory", m_directory + "/project"},
            {"message", "Show me the demo: write a small program, run it, and make it work."}};
}
