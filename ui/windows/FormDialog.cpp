// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windows/FormDialog.h"

#include "ui/widgets/Style.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/Type.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>

namespace ui {

static constexpr int narrowestForm = 440;
static constexpr int aroundForm = 240; ///< what a dialog and its screen need above and below it

/// Fields that scroll only where the screen is too low for all of them.
class FormArea : public QScrollArea
{
public:
    explicit FormArea(QWidget *rows)
    {
        setFrameShape(NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        viewport()->setAutoFillBackground(false);
        setWidget(rows);
        setWidgetResizable(true);
        rows->setAutoFillBackground(false);
    }

    QSize sizeHint() const override { return fitted(widget()->sizeHint()); }
    QSize minimumSizeHint() const override { return fitted(widget()->minimumSizeHint()); }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::event(event);
    }

    void resizeEvent(QResizeEvent *event) override
    {
        QScrollArea::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            updateGeometry(); // texts have other lines now
    }

private:
    QSize fitted(QSize rows) const
    {
        const int width = qMax(isVisible() ? viewport()->width() : narrowestForm, rows.width());
        rows.setHeight(qMax(rows.height(), widget()->heightForWidth(width)));
        const int room = screen()->availableGeometry().height() - aroundForm;
        // Its texts may need more lines than they know now.
        if (rows.height() > room / 2)
            rows += QSize(verticalScrollBar()->sizeHint().width() + 4, 0);
        return {rows.width(), qMin(rows.height(), room)};
    }
};

FormDialog::FormDialog(const QString &title, const QString &verb, QWidget *parent)
    : QDialog(parent)
    , m_rows(new QWidget)
    , m_form(new QFormLayout(m_rows))
    , m_buttons(new QHBoxLayout)
    , m_notice(new Notice(this))
    , m_do(new QPushButton(verb, this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *heading = new QLabel(title, this);
    heading->setFont(ui::font(Type::Section));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    setKind(m_do, ButtonKind::Primary);
    m_do->setDefault(true);
    m_form->setContentsMargins(3, 3, 3, 3); // the ring of the focus
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(10);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_buttons->addStretch();
    m_buttons->addWidget(cancel);
    m_buttons->addWidget(m_do);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(14);
    column->addWidget(heading);
    column->addWidget(m_notice);
    column->addWidget(new FormArea(m_rows), 1);
    column->addLayout(m_buttons);
    column->addStrut(narrowestForm); // where it needs more than that, it has more
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_do, &QPushButton::clicked, this, &FormDialog::submitted);
}

void FormDialog::addField(const QString &label, QWidget *field, const QString &help)
{
    auto *name = new QLabel(label, m_rows);
    name->setBuddy(field);
    field->setAccessibleName(label);
    if (auto *choice = qobject_cast<QComboBox *>(field)) {
        choice->view()->setAccessibleName(label);
        choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    }
    // A label stands in the middle of a field of one line.
    if (qobject_cast<QComboBox *>(field) || qobject_cast<QLineEdit *>(field))
        name->setMinimumHeight(field->sizeHint().height());
    m_form->addRow(name, field);
    if (help.isEmpty())
        return;
    field->setAccessibleDescription(help);
    auto *words = new QLabel(help, m_rows);
    words->setFont(ui::font(Type::Small));
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setWordWrap(true);
    m_form->addRow(QString(), words);
}

void FormDialog::addText(const QString &text)
{
    auto *words = new QLabel(text, m_rows);
    words->setWordWrap(true);
    words->setTextFormat(Qt::PlainText);
    m_form->addRow(words);
}

QPushButton *FormDialog::addVerb(const QString &verb)
{
    auto *button = new QPushButton(verb, this);
    button->setAutoDefault(false);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void FormDialog::paintEvent(QPaintEvent *)
{
    // Where windows have no frames it would run into what is below.
    QPainter painter(this);
    painter.setPen(theme().border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void FormDialog::addWide(QWidget *widget)
{
    m_form->addRow(widget);
}

void FormDialog::setDestructive()
{
    setKind(m_do, ButtonKind::Danger);
    m_do->setDefault(false);
    m_do->setAutoDefault(false);
}

void FormDialog::fail(const QString &text, QWidget *field)
{
    forgetFault();
    m_notice->tell(text);
    if (!field) {
        QAccessibleAnnouncementEvent said(this, text);
        said.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
        return QAccessible::updateAccessibility(&said);
    }
    m_faulty = field;
    m_description = field->accessibleDescription();
    // Whoever hears the field hears its fault first.
    field->setAccessibleDescription(m_description.isEmpty() ? text : text + ' ' + m_description);
    field->setProperty("wrong", true);
    field->update();
    field->setFocus(Qt::OtherFocusReason);
}

void FormDialog::forgetFault()
{
    if (!m_faulty)
        return;
    m_faulty->setAccessibleDescription(m_description);
    m_faulty->setProperty("wrong", false);
    m_faulty->update();
    m_faulty = nullptr;
}

void FormDialog::remark(const QString &text)
{
    m_notice->tell(text, Tone::Warn);
}

void FormDialog::setReady(bool isReady, const QString &why)
{
    m_isReady = isReady;
    m_do->setToolTip(isReady ? QString() : why);
    m_do->setAccessibleDescription(isReady ? QString() : why);
    updateVerb();
}

void FormDialog::updateVerb()
{
    m_do->setEnabled(m_isReady && !m_isBusy);
}

void FormDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    updateVerb();
    if (!isBusy)
        return;
    forgetFault();
    m_notice->hide();
}

} // namespace ui
