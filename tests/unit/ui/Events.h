// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// Events as the wire has them.

inline QByteArray said(const QString &text, const QString &source = "user",
                       const QString &time = "14:01:00")
{
    return QJsonDocument(
               QJsonObject{{"kind", "MessageEvent"},
                           {"source", source},
                           {"timestamp", "2026-11-22T" + time},
                           {"llm_message",
                            QJsonObject{{"content", QJsonArray{QJsonObject{{"type", "text"},
                                                                           {"text", text}}}}}}})
        .toJson(QJsonDocument::Compact);
}

inline QByteArray asked(const QString &call, QJsonObject action, const QString &thought = {},
                        const QString &time = "14:02:00")
{
    QJsonObject event{{"kind", "ActionEvent"},
                      {"timestamp", "2026-11-22T" + time},
                      {"tool_name", "tool"},
                      {"tool_call_id", call},
                      {"action", action}};
    if (!thought.isEmpty())
        event["thought"] = QJsonArray{QJsonObject{{"type", "text"}, {"text", thought}}};
    return QJsonDocument(event).toJson(QJsonDocument::Compact);
}

inline QByteArray answered(const QString &call, const QJsonObject &observation)
{
    return QJsonDocument(QJsonObject{{"kind", "ObservationEvent"},
                                     {"timestamp", "2026-11-22T14:02:14.200"},
                                     {"tool_call_id", call},
                                     {"observation", observation}})
        .toJson(QJsonDocument::Compact);
}

inline QJsonArray contents(const QString &text)
{
    return {QJsonObject{{"type", "text"}, {"text", text}}};
}
