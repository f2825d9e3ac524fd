// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FreeSpaceDialog.h"

#include "ui/widgets/PlainText.h"
#include "ui/widgets/TableView.h"
#include "ui/windows/WorkspaceTable.h"

#include <QJsonArray>
#include <QLabel>
#include <QPointer>
#include <QSet>

namespace ui {

/// Of an image that was made here what tells it from the others; the rest of its name is long.
static QString shortName(const QString &image)
{
    const bool isLong = image.startsWith("berth/") && image.contains(':');
    return visibleLine(isLong ? image.section(':', -1).left(40) : image);
}

static QString kindOf(const QJsonObject &thing)
{
    if (thing["kind"] != "image")
        return FreeSpaceDialog::tr("Workspace, with its files");
    return thing["image"].toString().startsWith("berth/saved-")
               ? FreeSpaceDialog::tr("Image, saved of a workspace")
               : FreeSpaceDialog::tr("Image, built of a folder");
}

static QList<Column> spaceColumns()
{
    const auto what = [](const QJsonObject &thing) {
        return Cell{.text = thing["name"].toString(),
                    .second = kindOf(thing),
                    .spoken = visibleLine(thing["image"].toString()),
                    .icon = thing["kind"] == "image" ? "layers" : "box",
                    .isStrong = true};
    };
    const auto owner = [](const QJsonObject &thing) {
        return Cell{.text = thing["owner"].toString()};
    };
    const auto reason = [](const QJsonObject &thing) {
        return Cell{.text = thing["reason"].toString()};
    };
    const auto size = [](const QJsonObject &thing) {
        const QJsonValue bytes = thing["bytes"];
        return bytes.isDouble()
                   ? Cell{.text = byteSize(bytes.toInteger()), .order = bytes.toDouble()}
                   : Cell{.text = "–", .order = 0.0};
    };
    return {{FreeSpaceDialog::tr("What"), what, 0},
            {FreeSpaceDialog::tr("Owner"), owner, 90},
            {FreeSpaceDialog::tr("Why it is not needed"), reason, 206},
            {FreeSpaceDialog::tr("Size"), size, 100}};
}

FreeSpaceDialog::FreeSpaceDialog(Session *session, QWidget *parent)
    : FormDialog(tr("Free up space"), tr("Delete what is chosen"), parent)
    , m_session(session)
    , m_things(spaceColumns())
    , m_view(new TableView(&m_things, tr("What is not needed"), TableView::Rows::TwoLines, this))
    , m_nothing(new QLabel(tr("Nothing was found that is not needed."), this))
    , m_chosen(new QLabel(this))
{
    addText(tr("Choose what goes, several with Ctrl or Shift. An image of a folder can be built "
               "again; a saved one, and the files of a workspace, cannot be had back."));
    addWide(m_view);
    addWide(m_nothing);
    addWide(m_chosen);
    setDestructive();
    m_nothing->setWordWrap(true);
    m_nothing->hide();
    m_view->setManyChosen();
    m_view->setObjectName("space");
    m_view->setMinimumSize(620, 240);
    m_view->sortByColumn(3, Qt::DescendingOrder);
    m_view->setFocus();
    connect(this, &FormDialog::submitted, this, &FreeSpaceDialog::submit);
    connect(m_view, &TableView::manyChosen, this, &FreeSpaceDialog::updateChosen);
    updateChosen();
    addWorkspaces();
    readImages();
}

/// Says it beside the button, too, which nobody can reach while there is nothing to delete.
void FreeSpaceDialog::updateChosen()
{
    const QStringList ids = m_view->chosenIds();
    qint64 bytes = 0;
    for (const QString &id : ids)
        bytes += m_things.item(m_things.rowOf(id))["bytes"].toInteger();
    QString words = tr("Nothing is chosen.");
    if (bytes > 0)
        words = tr("%n thing(s) chosen, with %1 of images.", nullptr, int(ids.size()))
                    .arg(byteSize(bytes));
    else if (!ids.isEmpty())
        words = tr("%n thing(s) chosen.", nullptr, int(ids.size()));
    m_chosen->setText(words);
    m_chosen->setVisible(m_things.rowCount() > 0);
    setReady(!ids.isEmpty(), words);
}

void FreeSpaceDialog::addWorkspaces()
{
    const WorkspacesModel *workspaces = m_session->workspaces();
    for (int row = 0; row < workspaces->rowCount(); ++row) {
        const QJsonObject item = workspaces->item(row);
        const QString state = item["state"].toString();
        if (item["is_default"].toBool() || (state != "stopped" && state != "failed"))
            continue;
        const QString age = ageWord(item["used_at"].toString());
        m_things.put({{"id", "/workspaces/" + item["id"].toString()},
                      {"kind", "workspace"},
                      {"name", visibleLine(item["name"].toString())},
                      {"owner", visibleLine(item["user_id"].toString())},
                      {"reason", age.isEmpty() ? tr("never used") : tr("last used: %1").arg(age)}});
    }
}

/// A name without a tag means the latest.
static QString wholeName(const QString &image)
{
    return image.section('/', -1).contains(':') ? image : image + ":latest";
}

void FreeSpaceDialog::readImages()
{
    QCoro::connect(m_session->client()->get("/images"), this,
                   [this](const core::Result<QJsonValue> &page) {
        // Who may not see them is offered none.
        if (!page && page.error().kind != core::Error::Kind::Forbidden)
            return remark(tr("The images could not be read: %1").arg(page.error().message));
        m_nothing->setVisible(m_things.rowCount() == 0);
        updateChosen();
        if (!page)
            return;
        QSet<QString> used;
        for (int row = 0; row < m_session->workspaces()->rowCount(); ++row)
            used.insert(wholeName(
                m_session->workspaces()->item(row).value("settings")["image"].toString()));
        for (const QJsonValue &item : (*page)["items"].toArray()) {
            QStringList names;
            for (const QJsonValue &name : item["names"].toArray())
                names.append(name.toString());
            const bool isUsed = std::ranges::any_of(names, [&used](const QString &name) {
                return used.contains(wholeName(name));
            });
            if (isUsed || item["state"] != "ready" || !item["made_by_berth"].toBool())
                continue;
            const QString id = item["id"].toString();
            m_things.put({{"id", "/images/" + id},
                          {"kind", "image"},
                          {"image", names.join(", ")},
                          {"name", names.isEmpty() ? id.section(':', -1).left(12)
                                                   : shortName(names.constFirst())},
                          {"owner", tr("server")},
                          {"reason", tr("no workspace is made of it")},
                          {"bytes", item["size"]}});
        }
        m_nothing->setVisible(m_things.rowCount() == 0);
        updateChosen();
    });
}

/// One after the other, each told to @p gone; the first that is refused ends it.
static core::Task<int> deleteAll(QPointer<Client> client, QStringList paths,
                                 std::function<void(const QString &)> gone)
{
    int done = 0;
    for (const QString &path : paths) {
        if (!client)
            break;
        const core::Result<QJsonValue> removed = co_await client->remove(path);
        if (!removed)
            co_return std::unexpected(removed.error());
        gone(path);
        ++done;
    }
    co_return done;
}

void FreeSpaceDialog::submit()
{
    const QStringList paths = m_view->chosenIds();
    if (paths.isEmpty())
        return fail(tr("Nothing is chosen."), m_view);
    const auto gone = [self = QPointer<FreeSpaceDialog>(this)](const QString &path) {
        if (self)
            self->m_things.take(path);
    };
    ask(deleteAll(m_session->client(), paths, gone), [this](int things) { emit freed(things); });
}

} // namespace ui
