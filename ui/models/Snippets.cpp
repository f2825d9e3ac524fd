// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/Snippets.h"

#include <QFile>
#include <QStringList>

// Q_INIT_RESOURCE declares a function of the global namespace.
static void registerSnippets()
{
    Q_INIT_RESOURCE(berth_snippets);
}

namespace ui {

const QList<Snippet> &Snippet::all()
{
    static const QList<Snippet> snippets{{"python", "Python SDK",
                                          "pip install openhands-sdk openhands-tools"},
                                         {"typescript", "TypeScript", {}},
                                         {"curl", "curl", {}},
                                         {"websocket", "WebSocket", "pip install websockets"}};
    return snippets;
}

static QString snippetSource(const QString &name)
{
    static const bool isRegistered = (registerSnippets(), true);
    Q_UNUSED(isRegistered)
    QFile file(":/snippets/" + name + ".txt");
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString Snippet::text(const QUrl &url, const QString &key, const QString &model) const
{
    const QString kept = "{{kept}}", demo = "{{demo}}";
    const QString &wanted = model.isEmpty() ? demo : kept;
    QStringList lines;
    for (const QString &line : snippetSource(name).split('\n')) {
        const bool isMarked = line.startsWith(kept) || line.startsWith(demo);
        if (!isMarked)
            lines.append(line);
        else if (line.startsWith(wanted))
            lines.append(line.sliced(wanted.size()));
    }
    QString text = lines.join('\n');
    text.replace("{{url}}", url.toString(QUrl::RemovePath | QUrl::StripTrailingSlash));
    text.replace("{{model}}", model);
    return text.replace("{{key}}", key);
}

} // namespace ui
