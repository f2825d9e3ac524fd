// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Async.h"
#include "model/Agent.h"
#include "model/Message.h"
#include "workspace/Channel.h"

#include <memory>

namespace tools {

/// What a tool is called, what it tells the model, and the kinds of its JSON.
struct Definition
{
    QString name;            ///< as the model calls it: "terminal"
    QString kind;            ///< class name in dumps: "TerminalTool"
    QString description;     ///< for the model
    QString actionKind;      ///< "TerminalAction"
    QString observationKind; ///< "TerminalObservation"
    QJsonObject
        annotations; ///< title?, readOnlyHint, destructiveHint, idempotentHint, openWorldHint
    QJsonObject parameters;  ///< JSON Schema of the action, as the model sees it
    std::optional<QJsonObject>
        responseSchema; ///< properties that the agent's maker added to the parameters

    bool isReadOnly() const { return annotations.value("readOnlyHint").toBool(); }
    /// The entry of SystemPromptEvent.tools.
    QJsonObject dump() const;
};

/// The secrets of a conversation, for tools that run commands or show output.
class Secrets
{
public:
    virtual ~Secrets() = default;
    /// The secrets whose name occurs in @p command (case-insensitive), resolved; failures are left
    /// out.
    virtual core::Task<QMap<QString, QString>> referencedBy(QString command) = 0;
    /// @p text with every known secret value replaced by "<secret-hidden>".
    virtual QString mask(const QString &text) const = 0;
};

/// Where a conversation's tools work.
struct Place
{
    std::shared_ptr<workspace::Channel> channel;
    QString directory; ///< the conversation's working directory, absolute
    QString persistenceDirectory; ///< the conversation's folder in the workspace for full outputs
                                  ///< and lists
    Secrets *secrets = nullptr;
    bool modelSeesImages = false;
    QMap<QString, QString> logContext = {}; ///< what lines of the log are about
};

/// Something an agent can do. One instance belongs to one conversation and may keep state (a shell,
/// an edit history). An action is JSON with "kind"; an observation is JSON with "kind", "content"
/// and "is_error".
class Tool
{
public:
    virtual ~Tool() = default;

    virtual const Definition &definition() const = 0;
    /// Checks the model's arguments (without security_risk and summary) and returns the action. The
    /// error's message names the wrong argument.
    virtual core::Result<QJsonObject> parse(const QJsonObject &arguments) const = 0;
    /// Invalid = the call was wrong (the model may retry); other kinds = the tool broke. A tool
    /// that ran and failed returns an observation with is_error.
    virtual core::Task<QJsonObject> execute(QJsonObject action, std::stop_token stop) = 0;
    /// Keys that two calls running at once must not share: "file:/a/b", "terminal:session".
    virtual QStringList locks(const QJsonObject &action) const;
    /// Ends what the tool keeps open.
    virtual void close() {}
};

/// What the model reads of an observation, by its kind; works for stored ones without their tool.
model::Contents observationContents(const QJsonObject &observation);

/// Makes the tools that an agent names.
class Registry
{
public:
    /// Names that agents may use; class names ("TerminalTool") are accepted beside them.
    static QStringList names();
    /// Whether @p name is a tool of other servers that this one leaves out.
    static bool isKnownButNotBuilt(const QString &name);
    /// NotFound "ToolDefinition '<name>' is not registered" for a name that is not known. A
    /// specification with params.spec is a client's tool and bears the name it says.
    static core::Result<QList<std::shared_ptr<Tool>>> create(const model::ToolSpec &spec,
                                                             const Place &place);
    /// One of include_default_tools by class name ("FinishTool").
    static core::Result<std::shared_ptr<Tool>> createDefault(const QString &className,
                                                             const Place &place);
};

} // namespace tools
