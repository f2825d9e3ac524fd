// SPDX-FileCopyrightText: The Berth authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/WorkspaceChange.h"

#include "MemoryLedger.h"
#include "TestMain.h"

#include <QCoroCore>
#include <QTest>

using namespace workspace;
using core::Error;
using QCoro::waitFor;

namespace {

/// Places that are never opened; it notes what settings it was told of.
class Quiet : public Runtime
{
public:
    QString name() const override { return "quiet"; }
    bool hasManyWorkspaces() const override { return true; }
    core::Task<std::shared_ptr<Channel>> open(QString) override
    {
        co_return core::fail(Error::Kind::Unavailable, "There is nothing here.");
    }
    core::Task<> check(WorkspaceSettings settings) override
    {
        co_return checkSettings(settings, {});
    }
    core::Task<> checkOwn(WorkspaceSettings settings) override
    {
        co_return areAlike ? refuseSettings(settings, "all are alike") : core::Result<>();
    }
    void adopt(const QString &id, const WorkspaceSettings &settings) override
    {
        adopted.insert(id, json::writeObject(settings, json::Nulls::Omit));
    }
    core::Task<> stop() override { co_return {}; }

    bool areAlike = false;
    QMap<QString, QJsonObject> adopted;
};

} // namespace

/// What PATCH does to a workspace's own settings, and what it may not do.
class WorkspaceChangeTest : public QObject
{
    Q_OBJECT

    Quiet m_runtime;
    test::MemoryLedger m_ledger;
    WorkspaceSettings m_ofUser;
    std::unique_ptr<Workspaces> m_workspaces;

    static QJsonObject object(const char *text) { return QJsonDocument::fromJson(text).object(); }

    core::Result<Workspace> change(const QString &id, const char *text)
    {
        const auto wanted = json::read<WorkspaceChange>(object(text));
        if (!wanted)
            return std::unexpected(wanted.error());
        return waitFor(m_workspaces->change("ann", id, *wanted));
    }

    QJsonObject own(const QString &id) const
    {
        return json::writeObject(m_ledger.rows.value(id).settings, json::Nulls::Omit);
    }

private slots:
    void init()
    {
        m_ledger.rows.clear();
        m_runtime.adopted.clear();
        m_runtime.areAlike = false;
        m_ofUser = {};
        Workspaces::Options options;
        options.ofUser = [this](const QString &) { return m_ofUser; };
        m_workspaces = std::make_unique<Workspaces>(&m_runtime, &m_ledger, std::move(options));
        WorkspaceRecord record;
        record.id = "w";
        record.userId = "ann";
        record.name = "data";
        record.settings = *json::read<WorkspaceSettings>(
            object(R"({"pids": 40, "env": {"A": "1", "B": "2"},
                       "resource_limits": {"memory": "1g", "cpus": 2}})"));
        m_ledger.rows.insert("w", record);
    }

    void changesWhatIsNamed_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("expected");
        QTest::addRow("nothing") << QByteArray("{}")
                                 << QByteArray(R"({"pids": 40, "env": {"A": "1", "B": "2"},
            "resource_limits": {"memory": 1073741824, "cpus": 2}})");
        QTest::addRow("one limit") << QByteArray(R"({"resource_limits": {"memory": "2g"}})")
                                   << QByteArray(R"({"pids": 40, "env": {"A": "1", "B": "2"},
            "resource_limits": {"memory": 2147483648, "cpus": 2}})");
        QTest::addRow("one limit taken back")
            << QByteArray(R"({"resource_limits": {"cpus": null}})")
            << QByteArray(R"({"pids": 40, "env": {"A": "1", "B": "2"},
            "resource_limits": {"memory": 1073741824}})");
        QTest::addRow("all limits taken back")
            << QByteArray(R"({"resource_limits": null, "pids": null})")
            << QByteArray(R"({"env": {"A": "1", "B": "2"}})");
        QTest::addRow("a variable taken back")
            << QByteArray(R"({"env": {"A": null, "C": "3"}, "resource_limits": null, "pids": 50})")
            << QByteArray(R"({"pids": 50, "env": {"B": "2", "C": "3"}})");
        QTest::addRow("a list as a whole")
            << QByteArray(R"({"allowed_hosts": ["example.org"], "env": null, "pids": null,
                              "resource_limits": null})")
            << QByteArray(R"({"allowed_hosts": ["example.org"]})");
    }
    void changesWhatIsNamed()
    {
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, expected);
        const auto changed = change("w", patch.constData());
        VERIFY_RESULT(changed);
        QCOMPARE(own("w"), object(expected.constData()));
        QCOMPARE(m_runtime.adopted.value("w"), own("w"));
        QCOMPARE(m_ledger.rows.value("w").name, "data");
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QString>("path");
        const auto row = [](const char *name, const char *patch, const char *path) {
            QTest::addRow("%s", name) << QByteArray(patch) << QString(path);
        };
        row("unknown", R"({"colour": "red"})", "colour");
        row("unknown and null", R"({"colour": null})", "colour");
        row("not a size", R"({"resource_limits": {"memory": "much"}})", "resource_limits.memory");
        row("too little", R"({"resource_limits": {"memory": "1k"}})", "resource_limits.memory");
        row("beyond the server", R"({"network_mode": "bridge"})", "network_mode");
        row("beyond the user", R"({"resource_limits": {"disk": "9g"}})", "resource_limits.disk");
        row("a long name", R"({"name": "\u0007"})", "body.name");
    }
    void refusesWhatDoesNotFit()
    {
        QFETCH(QByteArray, patch);
        QFETCH(QString, path);
        m_ofUser.resourceLimits = ResourceLimits();
        m_ofUser.resourceLimits->disk = ByteCount{8LL << 30};
        const QJsonObject before = own("w");
        const auto changed = change("w", patch.constData());
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind, Error::Kind::Invalid);
        QCOMPARE(json::pathText(changed.error().problems.first().path), path);
        QCOMPARE(own("w"), before);
        QVERIFY(m_runtime.adopted.isEmpty());
    }

    void writesTheDefaultOneDownWhenItIsChanged()
    {
        const auto changed = change("ann", R"({"resource_limits": {"memory": "3g"}})");
        VERIFY_RESULT(changed);
        QVERIFY(changed->isDefault);
        QCOMPARE(changed->settings.resourceLimits->memory->bytes, 3LL << 30);
        QCOMPARE(m_ledger.rows.value("ann").settings.resourceLimits->memory->bytes, 3LL << 30);
    }

    void renames()
    {
        const auto changed = change("w", R"({"name": "figures"})");
        VERIFY_RESULT(changed);
        QCOMPARE(changed->name, "figures");
        QCOMPARE(m_ledger.rows.value("w").name, "figures");
    }

    void knowsNoOtherUsersWorkspaces()
    {
        m_ledger.rows["w"].userId = "ben";
        const auto changed = change("w", R"({"pids": 50})");
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind, Error::Kind::NotFound);
    }

    void refusesOwnSettingsWhereAllAreAlike()
    {
        m_runtime.areAlike = true;
        const auto changed = change("ann", R"({"pids": 50})");
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind, Error::Kind::Invalid);
    }
};

BERTH_TEST(WorkspaceChangeTest)

#include "WorkspaceChangeTest.moc"
