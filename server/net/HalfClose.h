// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAbstractSocket;

namespace net {

/// Tells the peer that nothing more will come, while we go on reading. Call it when every byte
/// written has left the socket.
void closeForWriting(QAbstractSocket *socket);

} // namespace net
