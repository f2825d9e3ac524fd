// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/Route.h"
#include "workspace/Images.h"
#include "workspace/Workspaces.h"

namespace api {

/// /images: what containers are made of, fetching more of it, and keeping a container as one.
class ImageRoutes
{
public:
    ImageRoutes(workspace::Images *images, workspace::Workspaces *workspaces);

    QList<Route> table();

private:
    struct ById
    {
        QString id;

        static constexpr auto fields() { return std::tuple{json::field("id", &ById::id)}; }
    };
    struct List
    {
        QList<workspace::ImageView> items;

        static constexpr auto fields() { return std::tuple{json::field("items", &List::items)}; }
    };

    core::Task<List> list(Caller caller);
    core::Task<Reply<workspace::ImageView, 202>> fetch(Caller caller,
                                                       Body<workspace::WantedImage> wanted);
    core::Task<workspace::ImageView> read(Caller caller, Path<ById> path);
    core::Task<> remove(Caller caller, Path<ById> path);
    core::Task<workspace::ImageView> cancel(Caller caller, Path<ById> path);
    core::Task<Reply<workspace::ImageView, 201>> save(Caller caller, Path<ById> path,
                                                      Body<workspace::Saving> saving);

    workspace::Images *m_images;
    workspace::Workspaces *m_workspaces;
};

} // namespace api
