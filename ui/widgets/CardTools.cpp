// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/CardTools.h"

#include "ui/widgets/CardPen.h"
#include "ui/widgets/CardWords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace ui {

using cards::words;

static constexpr qsizetype longestResult = 200; // characters, of what is one row

static QString brief(const QJsonValue &value)
{
    if (value.isString())
        return visibleLine(value.toString());
    if (value.isObject())
        return visibleLine(
            QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact)));
    if (value.isArray())
        return visibleLine(
            QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)));
    return value.toVariant().toString();
}

/// "mcp__github__get_issue" and "github__get_issue" name their server; other names may not.
static QString ofServer(QString tool)
{
    static const QString mark = "__";
    if (tool.startsWith("mcp" + mark))
        tool.remove(0, 3 + mark.size());
    const qsizetype at = tool.indexOf(mark);
    return at > 0 && at + mark.size() < tool.size()
               ? tool.first(at) + " · " + tool.sliced(at + mark.size())
               : tool;
}

// --- the browser ---------------------------------------------------------------------------------

/// What was done in it, but for going to a page.
static QString browsed(const QString &kind, const QJsonObject &action)
{
    const int element = action["index"].toInt();
    if (kind == "BrowserClickAction")
        return words("Clicked element %1").arg(element);
    if (kind == "BrowserTypeAction")
        return words("Typed into element %1").arg(element);
    if (kind == "BrowserScrollAction")
        return action["direction"] == "up" ? words("Scrolled up") : words("Scrolled down");
    static const QHash<QString, const char *> others{
        {"BrowserGoBackAction", QT_TRANSLATE_NOOP("ui::Card", "Went back a page")},
        {"BrowserGetStateAction", QT_TRANSLATE_NOOP("ui::Card", "Looked at the page")},
        {"BrowserGetContentAction", QT_TRANSLATE_NOOP("ui::Card", "Read the page")},
        {"BrowserListTabsAction", QT_TRANSLATE_NOOP("ui::Card", "Looked at the tabs")},
        {"BrowserSwitchTabAction", QT_TRANSLATE_NOOP("ui::Card", "Changed the tab")},
        {"BrowserCloseTabAction", QT_TRANSLATE_NOOP("ui::Card", "Closed a tab")}};
    const char *other = others.value(kind);
    return other ? words(other) : QString();
}

static void readBrowser(Card *card, const QString &kind, const QJsonObject &action,
                        const QJsonObject &page)
{
    card->icon = "globe";
    const QString did = browsed(kind, action);
    if (!did.isEmpty())
        card->title = did;
    const QString url = action["url"].toString(page["url"].toString());
    const QString host = visibleLine(QUrl(url).host());
    if (url.isEmpty())
        return;
    card->title = visibleLine(url);
    card->told = did.isEmpty() ? words("Opened %1").arg(host.isEmpty() ? card->title : host) : did;
    card->facts.removeIf([](const Card::Fact &fact) { return fact.name == "url"; });
    if (!did.isEmpty())
        card->facts.prepend({words("done"), did});
    if (const QString title = visibleLine(page["title"].toString()); !title.isEmpty())
        card->facts.prepend({words("page"), title});
}

// --- tools ---------------------------------------------------------------------------------------

/// What the card is called.
static void nameTool(Card *card, const QString &kind, const QJsonObject &action)
{
    const auto value = [&action](const char *name) {
        return visibleLine(action[QLatin1StringView(name)].toString());
    };
    if (kind == "MCPToolAction") {
        card->title = ofServer(card->title);
    } else if (kind.startsWith("ClientAction_")) {
        card->icon = "monitor";
        card->title = words("Client · %1").arg(card->title);
    } else if (kind == "InvokeSkillAction") {
        card->icon = "sparkles";
        card->title = words("Skill · %1").arg(value("name"));
    } else if (kind == "TaskAction") {
        card->icon = "users";
        const QString task = value("description");
        card->title = words("Sub-agent · %1").arg(task.isEmpty() ? value("subagent_type") : task);
    }
}

static void setFate(Card *card, const QJsonObject &observation)
{
    const bool isFine = !observation["is_error"].toBool() && observation["status"] != "error";
    card->status = isFine ? words("ok") : words("failed");
    card->statusIcon = isFine ? "check" : "x";
    card->tone = isFine ? Tone::Ok : Tone::Danger;
    card->opensByItself = !isFine;
}

void readTool(Card *card, const QJsonObject &event, const QJsonObject &observation)
{
    card->kind = Card::Kind::Tool;
    card->icon = "plug";
    card->title = visibleLine(event["tool_name"].toString());
    QJsonObject arguments = event["action"].toObject();
    const QString kind = arguments["kind"].toString();
    nameTool(card, kind, arguments);
    if (arguments["data"].isObject())
        arguments = arguments["data"].toObject();
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument)
        if (argument.key() != "kind" && !argument.value().isNull())
            card->facts.append({visibleLine(argument.key()), brief(argument.value())});
    QString result = contentText(observation["content"]);
    // The first thing that an MCP tool says is that it was called.
    const QString called = QString("[Tool '%1' executed.]").arg(event["tool_name"].toString());
    if (result.startsWith(called))
        result = result.sliced(called.size()).trimmed();
    // What the page is, where the browser tells it.
    QJsonObject page;
    if (kind.startsWith("Browser")) {
        page = QJsonDocument::fromJson(result.toUtf8()).object();
        readBrowser(card, kind, arguments, page);
    }
    if (observation.isEmpty())
        return;
    setFate(card, observation);
    const bool isRow = !result.contains('\n') && result.size() <= longestResult
                       && card->facts.size() < cards::factRows && !result.isEmpty();
    if (isRow && page.contains("url"))
        return; // it is told already
    if (isRow)
        card->facts.append({words("result"), visibleLine(result)});
    else
        card->output = {visible(result), {}};
}

// --- hooks ---------------------------------------------------------------------------------------

void readHook(Card *card, const QJsonObject &event)
{
    const bool isBlocked = event["blocked"].toBool();
    const bool isFine = event["success"].toBool();
    const QString verdict = isBlocked ? words("blocked")
                            : isFine  ? words("allowed")
                                      : words("failed");
    QStringList said;
    for (const char *part : {"reason", "error", "additional_context", "stdout", "stderr"}) {
        const QString text = visible(event[QLatin1StringView(part)].toString().trimmed());
        if (!text.isEmpty() && !said.contains(text))
            said.append(text);
    }
    card->icon = "webhook";
    //: what it was run for, and its command
    card->title = words("Hook %1: %2")
                      .arg(visibleLine(event["hook_event_type"].toString()),
                           visibleLine(event["hook_command"].toString()));
    if (!isBlocked) {
        card->title += " · " + verdict;
        card->text = said.join('\n');
        card->opensByItself = false;
        return;
    }
    card->kind = Card::Kind::Tool;
    card->status = verdict;
    card->statusIcon = "ban";
    card->tone = Tone::Danger;
    card->output = {said.join('\n'), {}};
}

} // namespace ui
