// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The file for which the precompiled headers are made; it holds nothing itself.
