// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes/ImageRoutes.h"

#include "api/Tagged.h"

using namespace api;
using workspace::ImageView;

ImageRoutes::ImageRoutes(workspace::Images *images, workspace::Workspaces *workspaces)
    : m_images(images)
    , m_workspaces(workspaces)
{}

QList<Route> ImageRoutes::table()
{
    using enum Method;
    using Self = ImageRoutes;
    const RouteOptions admin{.access = Access::Admin, .tag = "Images"};
    const RouteOptions plain{.tag = "Workspaces"};
    return {
        route(Get, "/images", "listImages", this, &Self::list, admin),
        route(Post, "/images", "fetchImage", this, &Self::fetch, admin),
        tagged(route(Get, "/images/{id}", "readImage", this, &Self::read, admin)),
        route(Delete, "/images/{id}", "deleteImage", this, &Self::remove, admin),
        route(Post, "/images/{id}/cancel", "cancelImageFetch", this, &Self::cancel,
              audited(admin, "image.cancel_fetch")),
        route(Post, "/workspaces/{id}/commit", "saveWorkspaceImage", this, &Self::save, plain),
    };
}

core::Task<ImageRoutes::List> ImageRoutes::list(Caller)
{
    const core::Result<QList<ImageView>> items = co_await m_images->list();
    if (!items)
        co_return std::unexpected(items.error());
    List list;
    list.items = *items;
    co_return list;
}

core::Task<Reply<ImageView, 202>> ImageRoutes::fetch(Caller, Body<workspace::WantedImage> wanted)
{
    const core::Result<ImageView> begun = co_await m_images->fetch(*wanted);
    if (!begun)
        co_return std::unexpected(begun.error());
    Reply<ImageView, 202> reply;
    reply.value = *begun;
    reply.headers.append("Location", "/images/" + begun->id);
    co_return reply;
}

core::Task<ImageView> ImageRoutes::read(Caller, Path<ById> path)
{
    return m_images->find(path->id);
}

core::Task<> ImageRoutes::remove(Caller, Path<ById> path)
{
    return m_images->remove(path->id);
}

core::Task<ImageView> ImageRoutes::cancel(Caller caller, Path<ById> path)
{
    return m_images->cancel(path->id, caller.userId);
}

core::Task<Reply<ImageView, 201>> ImageRoutes::save(Caller caller, Path<ById> path,
                                                    Body<workspace::Saving> saving)
{
    const auto found = co_await m_workspaces->find(caller.userId, path->id);
    if (!found)
        co_return std::unexpected(found.error());
    const core::Result<ImageView> saved = co_await m_images->save(caller.userId, path->id, *saving);
    if (!saved)
        co_return std::unexpected(saved.error());
    Reply<ImageView, 201> reply;
    reply.value = *saved;
    co_return reply;
}
