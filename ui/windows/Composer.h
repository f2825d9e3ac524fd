// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ImageReading.h"

#include <QJsonObject>
#include <QWidget>

#include <optional>

class QMimeData;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class Chip;
class ImageStrip;
class NeedsServer;
class ToneLabel;

/// Where a message to the agent is written: two to ten lines and images, with when the agent asks,
/// what it is sent to and the button below. Enter is a new line, Ctrl+Enter sends, Ctrl+Shift+Enter
/// sends without running. Images come by the clipboard, by dropping and by a dialog; other files
/// are for the workspace.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    /// What will happen when it is sent.
    void setHint(const QString &text);
    /// @p seesImages: nothing when nobody knows.
    void setModel(const QString &name, std::optional<bool> seesImages = {});
    /// @p policy: `kind` and `threshold` as the wire has them; empty when it is not known.
    void setPolicy(const QJsonObject &policy);
    Draft draft() const;
    void setDraft(const Draft &draft);
    /// Where the person writes, as a word of its own.
    void insert(const QString &text);
    /// Off while the server does not answer; what was written stays.
    void setOnline(bool isOnline);

    /// Asks for images and other files.
    void attach();
    /// True when there is something that can go with a message.
    static bool canTake(const QMimeData *content);
    void take(const QMimeData *content);
    void takeFiles(const QStringList &files);

signals:
    void said(const ui::Draft &draft, bool andRun);
    /// The person wants to change when the agent asks.
    void policyAsked();
    /// Files of this machine that are no images.
    void filesGiven(const QStringList &files);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    using Read = std::expected<AttachedImage, ImageFault>;

    void send(bool andRun);
    void read(const QString &name, std::function<Read()> reading, const QString &file = {});
    void keep(const QString &name, const QString &file, const Read &read);
    void fit();
    void retranslate();
    void showPolicy();
    void update();

    bool m_isOnline = true;
    int m_reading = 0; ///< images that are being read
    int m_generation = 0; ///< of the draft: what was read for another one is not for this
    QString m_modelName;
    std::optional<bool> m_seesImages;
    QJsonObject m_policy;
    ImageStrip *m_images;
    ToneLabel *m_fault;
    ToneLabel *m_blind; ///< that the model sees no images
    QPlainTextEdit *m_draft;
    QPushButton *m_attach;
    QPushButton *m_ask;
    Chip *m_model;
    QPushButton *m_send;
    NeedsServer *m_needs;
};

} // namespace ui
