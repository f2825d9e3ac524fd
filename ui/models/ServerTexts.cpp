// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ServerTexts.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace ui {

/// In the server's own words; %1, %2, ... stand in their order for what differs.
static constexpr const char *serverTexts[] = {
    // Names of settings, as SettingRow shows them.
    QT_TRANSLATE_NOOP("Server", "Host"),
    QT_TRANSLATE_NOOP("Server", "Port"),
    QT_TRANSLATE_NOOP("Server", "Data dir"),
    QT_TRANSLATE_NOOP("Server", "Runtime"),
    QT_TRANSLATE_NOOP("Server", "Docker host"),
    QT_TRANSLATE_NOOP("Server", "Image"),
    QT_TRANSLATE_NOOP("Server", "Profile"),
    QT_TRANSLATE_NOOP("Server", "Memory"),
    QT_TRANSLATE_NOOP("Server", "CPUs"),
    QT_TRANSLATE_NOOP("Server", "Disk"),
    QT_TRANSLATE_NOOP("Server", "Processes"),
    QT_TRANSLATE_NOOP("Server", "Command timeout"),
    QT_TRANSLATE_NOOP("Server", "Pause after"),
    QT_TRANSLATE_NOOP("Server", "Idle timeout"),
    QT_TRANSLATE_NOOP("Server", "On shutdown"),
    QT_TRANSLATE_NOOP("Server", "Keep workspaces"),
    QT_TRANSLATE_NOOP("Server", "Max workspaces"),
    QT_TRANSLATE_NOOP("Server", "Network"),
    QT_TRANSLATE_NOOP("Server", "Disk images"),
    QT_TRANSLATE_NOOP("Server", "Ask egress"),
    QT_TRANSLATE_NOOP("Server", "Ask timeout"),
    QT_TRANSLATE_NOOP("Server", "Log format"),
    QT_TRANSLATE_NOOP("Server", "Log files"),
    QT_TRANSLATE_NOOP("Server", "TLS cert"),
    QT_TRANSLATE_NOOP("Server", "TLS key"),
    QT_TRANSLATE_NOOP("Server", "TLS self signed"),
    QT_TRANSLATE_NOOP("Server", "Redirect port"),
    QT_TRANSLATE_NOOP("Server", "Rate limit"),
    QT_TRANSLATE_NOOP("Server", "Insecure bind"),
    QT_TRANSLATE_NOOP("Server", "Keychain"),
    QT_TRANSLATE_NOOP("Server", "Keep closed"),
    QT_TRANSLATE_NOOP("Server", "Keep idle"),
    QT_TRANSLATE_NOOP("Server", "Max in memory"),
    QT_TRANSLATE_NOOP("Server", "Max runs"),
    QT_TRANSLATE_NOOP("Server", "Max conversations"),
    QT_TRANSLATE_NOOP("Server", "Max cost per day"),
    QT_TRANSLATE_NOOP("Server", "Max cost per month"),
    QT_TRANSLATE_NOOP("Server", "Max tokens per day"),
    QT_TRANSLATE_NOOP("Server", "Max tokens per month"),
    QT_TRANSLATE_NOOP("Server", "Backups"),
    QT_TRANSLATE_NOOP("Server", "Alert webhook"),
    QT_TRANSLATE_NOOP("Server", "Otlp endpoint"),
    QT_TRANSLATE_NOOP("Server", "Otlp ratio"),
    QT_TRANSLATE_NOOP("Server", "Alert disk"),
    QT_TRANSLATE_NOOP("Server", "Alert error rate"),
    QT_TRANSLATE_NOOP("Server", "Alert budget"),
    QT_TRANSLATE_NOOP("Server", "Alert run silence"),
    QT_TRANSLATE_NOOP("Server", "Alert certificate"),
    QT_TRANSLATE_NOOP("Server", "Alert backup age"),
    QT_TRANSLATE_NOOP("Server", "Auth hook"),
    QT_TRANSLATE_NOOP("Server", "Request hook"),
    QT_TRANSLATE_NOOP("Server", "Workspace hook"),
    QT_TRANSLATE_NOOP("Server", "Oidc issuer"),
    QT_TRANSLATE_NOOP("Server", "Oidc audience"),
    QT_TRANSLATE_NOOP("Server", "Oidc user claim"),
    QT_TRANSLATE_NOOP("Server", "Oidc scope claim"),
    QT_TRANSLATE_NOOP("Server", "Oidc users"),
    QT_TRANSLATE_NOOP("Server", "No auth"),
    // What settings are for.
    QT_TRANSLATE_NOOP("Server", "Address to listen on."),
    QT_TRANSLATE_NOOP("Server", "Port to listen on; 0 takes any free one."),
    QT_TRANSLATE_NOOP("Server", "Where everything is kept (default: ~/.local/share/berth)."),
    QT_TRANSLATE_NOOP("Server", "Where agents work: docker (containers), sandbox (bubblewrap), "
                                "auto (the first of these that this machine has) or local, which "
                                "runs commands on this machine as you, without isolation."),
    QT_TRANSLATE_NOOP("Server",
                      "The engine that makes containers, such as unix:///var/run/docker.sock "
                      "(default: as docker finds it, then Podman)."),
    QT_TRANSLATE_NOOP("Server", "The image that containers are made of."),
    QT_TRANSLATE_NOOP("Server", "Who agents are in a container: standard (a user on a read-only "
                                "system) or developer (root of a system that they may change)."),
    QT_TRANSLATE_NOOP("Server", "Memory of a workspace, such as 2g (default: 2g)."),
    QT_TRANSLATE_NOOP("Server", "CPUs of a workspace, such as 1.5 (default: 2)."),
    QT_TRANSLATE_NOOP("Server",
                      "How much the files of a workspace may take, such as 10g (default: 10g)."),
    QT_TRANSLATE_NOOP("Server", "Processes and threads of a workspace (default: 512)."),
    QT_TRANSLATE_NOOP(
        "Server",
        "How long a command in a workspace may run at most (default: as long as it asks for)."),
    QT_TRANSLATE_NOOP(
        "Server", "After how long without use a container is paused; it goes on when it is used."),
    QT_TRANSLATE_NOOP("Server",
                      "After how long without use a container is removed; its files stay."),
    QT_TRANSLATE_NOOP(
        "Server", "What becomes of the containers when the server ends: remove, pause or keep."),
    QT_TRANSLATE_NOOP("Server", "How long an added workspace that is not used keeps its files; 0 "
                                "keeps them until it is deleted."),
    QT_TRANSLATE_NOOP("Server", "How many workspaces a user may add."),
    QT_TRANSLATE_NOOP("Server",
                      "What containers reach: none, allowlist (package registries, code hosts and "
                      "--allow-host) or bridge (everything that this machine reaches)."),
    QT_TRANSLATE_NOOP(
        "Server", "Keep the files of each new workspace in a file system of their own, so that its "
                  "disk limit is hard also where the engine cannot bound volumes. It needs root."),
    QT_TRANSLATE_NOOP(
        "Server", "Ask users about hosts that are not listed, rather than refuse them at once."),
    QT_TRANSLATE_NOOP("Server", "How long a question about a host waits for an answer; then it is "
                                "no. 0 waits until it is answered."),
    QT_TRANSLATE_NOOP("Server", "text or json."),
    QT_TRANSLATE_NOOP(
        "Server",
        "How many files of 10 MB the log takes in DATA/logs, as JSON lines; 0 writes none."),
    QT_TRANSLATE_NOOP("Server", "PEM certificate chain; turns TLS on together with --tls-key."),
    QT_TRANSLATE_NOOP("Server", "PEM private key."),
    QT_TRANSLATE_NOOP("Server", "Turns TLS on with a certificate made here and kept in the data "
                                "directory; its fingerprint is printed."),
    QT_TRANSLATE_NOOP("Server",
                      "A port that answers plain HTTP with the way to https; 0 opens none."),
    QT_TRANSLATE_NOOP("Server",
                      "Requests that a key may make in a second, and twice as many at once."),
    QT_TRANSLATE_NOOP(
        "Server",
        "Listen on an address that others reach although there is no TLS, or no key is asked for."),
    QT_TRANSLATE_NOOP(
        "Server", "auto keeps a new master key in the desktop session's keychain; off in a file."),
    QT_TRANSLATE_NOOP(
        "Server",
        "How long a deleted conversation can still be found on disk; 0 erases it at once."),
    QT_TRANSLATE_NOOP("Server", "How long a conversation that nobody uses stays in memory."),
    QT_TRANSLATE_NOOP("Server", "How many conversations stay in memory while nobody uses them."),
    QT_TRANSLATE_NOOP("Server",
                      "How many agents work at a time; the runs of others wait for their turn."),
    QT_TRANSLATE_NOOP("Server", "How many conversations a user may have at a time."),
    QT_TRANSLATE_NOOP("Server",
                      "What a user may spend on models in a day (default: what they like)."),
    QT_TRANSLATE_NOOP("Server", "The same in a month."),
    QT_TRANSLATE_NOOP(
        "Server", "How many tokens of models a user may use in a day (default: what they like)."),
    QT_TRANSLATE_NOOP("Server", "How many daily copies of the database are kept; 0 makes none."),
    QT_TRANSLATE_NOOP("Server", "Told of every alert; signed, see docs/operation.md."),
    QT_TRANSLATE_NOOP(
        "Server",
        "A collector of traces that speaks OTLP over HTTP, such as http://127.0.0.1:4318."),
    QT_TRANSLATE_NOOP("Server", "How many of the traces that begin here are sent."),
    QT_TRANSLATE_NOOP("Server", "How much of the data folder's disk must be free for no alert."),
    QT_TRANSLATE_NOOP(
        "Server",
        "How many of the answers of five minutes may be failures of the server for no alert."),
    QT_TRANSLATE_NOOP(
        "Server", "How much of what they may spend on models a user may have spent for no alert."),
    QT_TRANSLATE_NOOP("Server", "How long a run may tell nothing for no alert."),
    QT_TRANSLATE_NOOP("Server", "How long the server's certificate must be valid for no alert."),
    QT_TRANSLATE_NOOP("Server",
                      "How old the newest daily copy of the database may be for no alert."),
    QT_TRANSLATE_NOOP("Server", "Asked whose key it is that this server has not made itself."),
    QT_TRANSLATE_NOOP("Server", "Asked whether a request may go on."),
    QT_TRANSLATE_NOOP("Server",
                      "Asked what the containers of a user are to be: image, limits, network."),
    QT_TRANSLATE_NOOP(
        "Server", "An OpenID Connect issuer whose tokens are taken as keys; with --oidc-audience."),
    QT_TRANSLATE_NOOP("Server", "Whom the issuer's tokens must be made for."),
    QT_TRANSLATE_NOOP("Server", "The claim of a token that names its user."),
    QT_TRANSLATE_NOOP("Server", "The claim of a token that lists its scopes."),
    QT_TRANSLATE_NOOP("Server", "Who may come with a token: known (users that were made here) or "
                                "all (a user is made when they come first)."),
    QT_TRANSLATE_NOOP("Server",
                      "Ask for no key. On a loopback address, unless --insecure-bind is said too."),
    // What alerts tell and advise.
    QT_TRANSLATE_NOOP("Server", "The engine that makes containers does not answer."),
    QT_TRANSLATE_NOOP("Server", "The disk of the data folder has %1 % left (%2 MB)."),
    QT_TRANSLATE_NOOP("Server", "To write to the database took up to %1 s."),
    QT_TRANSLATE_NOOP("Server", "%1 % of what may wait for the database waits."),
    QT_TRANSLATE_NOOP("Server", "The database could not be written: changes were refused."),
    QT_TRANSLATE_NOOP("Server", "%1 requests of the last five minutes failed within the server."),
    QT_TRANSLATE_NOOP("Server", "%1 % of the answers of the last five minutes were failures."),
    QT_TRANSLATE_NOOP("Server", "The server's certificate was valid until %1."),
    QT_TRANSLATE_NOOP("Server", "The server's certificate is valid until %1."),
    QT_TRANSLATE_NOOP("Server", "The newest daily copy of the database is of %1."),
    QT_TRANSLATE_NOOP("Server", "The model %1 failed %2 times in a row, lastly with %3."),
    QT_TRANSLATE_NOOP("Server", "The workspace could not be started: %1"),
    QT_TRANSLATE_NOOP("Server", "The workspace's container was lost: %1"),
    QT_TRANSLATE_NOOP("Server", "The workspace uses %1 % of its memory."),
    QT_TRANSLATE_NOOP("Server", "The workspace uses %1 % of its disk."),
    QT_TRANSLATE_NOOP("Server", "The system ended a program of the workspace for want of memory."),
    QT_TRANSLATE_NOOP("Server", "The agent of a conversation repeats itself and was stopped."),
    QT_TRANSLATE_NOOP("Server", "A run has told nothing for %1 minutes."),
    QT_TRANSLATE_NOOP("Server",
                      "The user has used %1 of the %2 that they may use of models in a day."),
    QT_TRANSLATE_NOOP("Server",
                      "The user has used %1 of the %2 that they may use of models in a month."),
    QT_TRANSLATE_NOOP("Server",
                      "The user has used %1 of the %2 that they may use of models in a %3."),
    QT_TRANSLATE_NOOP("Server", "The conversation has cost $%1 of the $%2 that it may."),
    QT_TRANSLATE_NOOP("Server", "The disk of the data directory is nearly full: %1 MB are free."),
    QT_TRANSLATE_NOOP(
        "Server",
        "Look whether the engine runs on this machine and whether the server may use its socket."),
    QT_TRANSLATE_NOOP(
        "Server", "Make room on the disk of the data folder, or move the folder to a larger one."),
    QT_TRANSLATE_NOOP(
        "Server",
        "Make room on the disk of the data folder now: without any, nothing more can be kept."),
    QT_TRANSLATE_NOOP("Server", "Read the log for the reason; it is the disk in most cases. "
                                "Clients were told that their changes failed."),
    QT_TRANSLATE_NOOP("Server", "Look what else keeps the disk of the data folder busy, or put the "
                                "folder on a faster one."),
    QT_TRANSLATE_NOOP("Server", "More is to be written than the disk takes; further work is "
                                "refused when the queue is full."),
    QT_TRANSLATE_NOOP(
        "Server", "Look for the critical lines of the log: each tells of one of these requests."),
    QT_TRANSLATE_NOOP("Server", "Look at GET /requests with status 500 and at the log for what the "
                                "failures have in common."),
    QT_TRANSLATE_NOOP("Server", "Renew the certificate and start the server again with it."),
    QT_TRANSLATE_NOOP(
        "Server",
        "Renew the certificate and start the server again with it: clients refuse this one."),
    QT_TRANSLATE_NOOP(
        "Server", "Read the log for why no daily copy was made; berthd backup makes one at once."),
    QT_TRANSLATE_NOOP(
        "Server", "Remove files from the workspace, or give it more space with its setting disk."),
    QT_TRANSLATE_NOOP("Server", "Remove files from the workspace, or give it more space with its "
                                "setting disk: it can write no more."),
    QT_TRANSLATE_NOOP(
        "Server", "End what needs the memory, or give the workspace more with its setting memory."),
    QT_TRANSLATE_NOOP("Server", "The system ended a program for want of memory. Give the workspace "
                                "more with its setting memory."),
    QT_TRANSLATE_NOOP(
        "Server", "Read the reason, change the workspace's image or settings, and start it again."),
    QT_TRANSLATE_NOOP(
        "Server",
        "It starts again when it is used. If it dies again, read GET /workspaces/{id}/logs."),
    QT_TRANSLATE_NOOP("Server", "Read what the agent did last and tell it what to do instead."),
    QT_TRANSLATE_NOOP("Server",
                      "Look at what the agent waits for; interrupt it if that will not come."),
    QT_TRANSLATE_NOOP("Server", "Look at what the agents do for it; if it is meant, raise the "
                                "budget with PATCH /users/{id} or PATCH /conversations/{id}."),
    QT_TRANSLATE_NOOP("Server",
                      "Raise the budget with PATCH /users/{id} or PATCH /conversations/{id}, or "
                      "wait until it is renewed; then run the conversations again that stopped."),
    QT_TRANSLATE_NOOP("Server", "Check the model's name, its key and its base URL, and whether its "
                                "provider has a failure."),
    // Why a person is asked.
    QT_TRANSLATE_NOOP("Server", "Rule: ask before every action."),
    QT_TRANSLATE_NOOP("Server", "Rule: ask before what is not known to be allowed."),
    QT_TRANSLATE_NOOP("Server", "Rule: ask at low risk."),
    QT_TRANSLATE_NOOP("Server", "Rule: ask at medium risk."),
    QT_TRANSLATE_NOOP("Server", "Rule: ask at high risk."),
    QT_TRANSLATE_NOOP("Server",
                      "Rule: ask when the risk is not rated. No analyzer looked at this."),
    QT_TRANSLATE_NOOP(
        "Server", "%1 is on no list of hosts that this workspace may reach. Nothing was sent yet."),
    // Why a workspace rests.
    QT_TRANSLATE_NOOP("Server", "The fetch of the image %1 was cancelled by %2."),
    QT_TRANSLATE_NOOP("Server", "It was not used for long; its files are kept."),
    // What keeps an engine from use.
    QT_TRANSLATE_NOOP("Server", "there is no such socket"),
    QT_TRANSLATE_NOOP("Server", "Install Docker or Podman, or start it if it is installed."),
    QT_TRANSLATE_NOOP("Server", "this user may not use the socket"),
    QT_TRANSLATE_NOOP(
        "Server",
        "Add the user to the group that owns it (%1) and log in again: sudo usermod -aG %2 $USER"),
    QT_TRANSLATE_NOOP("Server", "the socket is there, but nobody listens on it"),
    QT_TRANSLATE_NOOP("Server", "The engine has stopped: start it (sudo systemctl start docker)."),
    QT_TRANSLATE_NOOP("Server", "the path is too long for a socket"),
    QT_TRANSLATE_NOOP("Server", "Name the engine by a shorter path."),
    QT_TRANSLATE_NOOP("Server", "it is not a socket that can be connected to"),
    QT_TRANSLATE_NOOP("Server", "Name the engine's socket with --docker-host."),
    QT_TRANSLATE_NOOP("Server", "%1 cannot be read"),
    QT_TRANSLATE_NOOP(
        "Server",
        "Put ca.pem, cert.pem and key.pem there, or name their folder with DOCKER_CERT_PATH."),
    QT_TRANSLATE_NOOP("Server", "it takes connections and does not answer"),
    QT_TRANSLATE_NOOP("Server", "Restart the engine; its log says what it waits for."),
    QT_TRANSLATE_NOOP("Server", "Update the engine or Berth."),
    QT_TRANSLATE_NOOP("Server",
                      "Check the address and that the certificates belong to this engine."),
    QT_TRANSLATE_NOOP("Server", "Check the address and that the engine runs."),
    QT_TRANSLATE_NOOP("Server", "what answers there is no engine: %1"),
    QT_TRANSLATE_NOOP("Server", "Name the engine's own address with --docker-host."),
    QT_TRANSLATE_NOOP("Server", "A rootless engine needs control groups of version 2: boot with "
                                "systemd.unified_cgroup_hierarchy=1."),
    QT_TRANSLATE_NOOP("Server",
                      "Delegate the controllers to the engine, or use one that runs as root."),
    QT_TRANSLATE_NOOP("Server", "the engine does not enforce limits of %1"),
    QT_TRANSLATE_NOOP("Server", "the engine does not filter system calls"),
    QT_TRANSLATE_NOOP(
        "Server",
        "Use a kernel and an engine with seccomp; containers are weaker walls without it."),
    QT_TRANSLATE_NOOP("Server", "the engine's machine has only %1 of memory"),
    QT_TRANSLATE_NOOP("Server", "Give it more, or lower the memory of each workspace."),
    QT_TRANSLATE_NOOP("Server", "the engine's disk (%1) has %2 left"),
    QT_TRANSLATE_NOOP("Server", "Free some: docker system prune removes what no container uses."),
    QT_TRANSLATE_NOOP("Server", "%1 is missing or no program"),
    QT_TRANSLATE_NOOP("Server", "Install Berth again; berth-workspaced belongs beside berthd."),
    QT_TRANSLATE_NOOP("Server", "%1 is for %2, the engine's machine is %3"),
    QT_TRANSLATE_NOOP("Server", "Install the helper for that machine."),
    QT_TRANSLATE_NOOP("Server", "the image %1 is not on the engine"),
    QT_TRANSLATE_NOOP("Server", "The first workspace fetches it. Without a way to a registry, load "
                                "or build it there, or name another with --image."),
    QT_TRANSLATE_NOOP("Server", "the image %1 cannot be looked at: %2"),
    QT_TRANSLATE_NOOP("Server", "The engine's log says more."),
    QT_TRANSLATE_NOOP("Server", "the connection to the engine is not protected"),
    QT_TRANSLATE_NOOP("Server", "Whoever reaches that port is root there: use TLS or a socket."),
    QT_TRANSLATE_NOOP("Server", "the engine does not describe itself: %1"),
    QT_TRANSLATE_NOOP("Server", "memory, processors and processes are limited"),
    QT_TRANSLATE_NOOP("Server", "the engine runs without root"),
    QT_TRANSLATE_NOOP(
        "Server",
        "the engine gives containers users of their own, so shared folders must be open to those"),
    QT_TRANSLATE_NOOP("Server", "the engine's disk has project quotas: disk limits are hard"),
    QT_TRANSLATE_NOOP("Server", "disk limits are measured, for the engine cannot enforce them"),
    QT_TRANSLATE_NOOP("Server",
                      "An engine that runs as root can, with its data on xfs mounted with pquota."),
    QT_TRANSLATE_NOOP("Server", "the engine is another machine, or behaves like one"),
    QT_TRANSLATE_NOOP("Server",
                      "The helper and shared folders must exist there under the same path."),
    QT_TRANSLATE_NOOP("Server", "the helper fits the engine's machine"),
    QT_TRANSLATE_NOOP("Server", "the image %1 is there (%2)"),
    QT_TRANSLATE_NOOP("Server", "the engine warns: %1"),
};

/// One with something in it that differs.
struct TextPattern
{
    QRegularExpression expression;
    const char *text;
};

static const QRegularExpression &placeholder()
{
    static const QRegularExpression expression("%([1-9])");
    return expression;
}

static QSet<QString> plainTexts()
{
    QSet<QString> texts;
    for (const char *text : serverTexts) {
        if (!QString(text).contains(placeholder()))
            texts.insert(text);
    }
    return texts;
}

static QList<TextPattern> textPatterns()
{
    QList<TextPattern> patterns;
    for (const char *text : serverTexts) {
        if (!QString(text).contains(placeholder()))
            continue;
        const QStringList parts = QString(text).split(placeholder());
        QStringList escaped;
        for (const QString &part : parts)
            escaped.append(QRegularExpression::escape(part));
        patterns.append(
            {QRegularExpression(QRegularExpression::anchoredPattern(escaped.join("(.+)")),
                                QRegularExpression::DotMatchesEverythingOption),
             text});
    }
    return patterns;
}

static const QSet<QString> &knownPlainTexts()
{
    static const QSet<QString> texts = plainTexts();
    return texts;
}

static const QList<TextPattern> &knownPatterns()
{
    static const QList<TextPattern> patterns = textPatterns();
    return patterns;
}

/// What was found is put in as it is, whatever it looks like.
static QString filled(const QString &text, const QRegularExpressionMatch &found)
{
    QString result;
    qsizetype from = 0;
    for (const QRegularExpressionMatch &place : placeholder().globalMatch(text)) {
        result += text.mid(from, place.capturedStart() - from);
        result += found.captured(place.capturedView(1).toInt());
        from = place.capturedEnd();
    }
    return result + text.mid(from);
}

static QString translated(const QString &text)
{
    return QCoreApplication::translate("Server", text.toUtf8().constData());
}

QString serverText(const QString &english)
{
    if (knownPlainTexts().contains(english))
        return translated(english);
    for (const TextPattern &pattern : knownPatterns()) {
        const QRegularExpressionMatch found = pattern.expression.match(english);
        if (found.hasMatch())
            return filled(translated(pattern.text), found);
    }
    return english;
}

QStringList knownServerTexts()
{
    return {std::begin(serverTexts), std::end(serverTexts)};
}

} // namespace ui
