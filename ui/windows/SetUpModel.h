// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/LocalModels.h"
#include "ui/windows/SetUpStep.h"

#include <QSet>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace ui {

class ChoiceCard;
class Panel;
class ToneLabel;

/// Which model thinks: one of this computer, one of a provider, one at an address of one's own, or
/// none yet. What is chosen is kept on the server as its default, with its key sealed.
class SetUpModel : public SetUpStep
{
    Q_OBJECT

public:
    explicit SetUpModel(QList<LocalModels::Place> places, QWidget *parent = nullptr);

    void enter() override;
    void leave(std::function<void()> then) override;

    /// What PUT /llms/{name} is asked for, by what is chosen and written; nothing for the demo.
    std::optional<std::pair<QString, QJsonObject>> wanted() const;

protected:
    void sessionChanged() override;

private:
    enum class Way { Local, Cloud, Own, Demo };

    void addCard(ChoiceCard *card, Way way, int local = -1);
    void makeForm();
    void look();
    void showFound();
    void choose();
    void fillModels(const QStringList &models);
    void addCap();
    void readCap();
    /// Keeps it, when it is another; @p then is called when it is kept.
    void keepCap(std::function<void()> then);
    void readKept();
    void test();
    /// Keeps it; @p then is called when it is kept.
    void keep(std::function<void(const QString &name)> then);
    void tell(const QString &name, const core::Result<QJsonValue> &answer);
    bool isComplete();

    LocalModels m_servers;
    QList<LocalModels::Found> m_found;
    QWidget *m_local;
    QLabel *m_localHeading;
    ToneLabel *m_looked;
    ChoiceCard *m_cloud;
    ChoiceCard *m_own;
    ChoiceCard *m_demo;
    QList<ChoiceCard *> m_locals;
    Panel *m_panel;
    QFormLayout *m_form;
    QComboBox *m_provider;
    QLineEdit *m_address;
    QLineEdit *m_key;
    QComboBox *m_model;
    QPushButton *m_test;
    ToneLabel *m_said;
    QLineEdit *m_cap; ///< US dollars that a day may cost
    ToneLabel *m_capSaid;
    QString m_keptCap; ///< as the server has it
    Way m_way = Way::Demo;
    int m_chosen = -1; ///< of m_found
    QSet<QString> m_kept; ///< names that the server keeps
};

} // namespace ui
