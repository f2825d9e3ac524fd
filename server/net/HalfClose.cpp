// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/HalfClose.h"

#include <QAbstractSocket>

#ifdef Q_OS_WIN
#include <winsock2.h>
static constexpr int writingEnd = SD_SEND;
#else
#include <sys/socket.h>
static constexpr int writingEnd = SHUT_WR;
#endif

void net::closeForWriting(QAbstractSocket *socket)
{
    if (socket->socketDescriptor() != -1)
        ::shutdown(static_cast<decltype(::socket(0, 0, 0))>(socket->socketDescriptor()),
                   writingEnd);
}
