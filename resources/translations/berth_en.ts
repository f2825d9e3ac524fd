<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>berth</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation><numerusform>%1 and %n more</numerusform><numerusform>%1 and %n more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more file(s) were not brought in: %2</source>
        <translation><numerusform>%1 and %n more file were not brought in: %2</numerusform><numerusform>%1 and %n more files were not brought in: %2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n action(s)</source>
        <translation><numerusform>%n action</numerusform><numerusform>%n actions</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) are working.</source>
        <translation><numerusform>%n agent is working.</numerusform><numerusform>%n agents are working.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) are working. What they have done is kept, and they can go on later.</source>
        <translation><numerusform>%n agent is working. What it has done is kept, and it can go on later.</numerusform><numerusform>%n agents are working. What they have done is kept, and they can go on later.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) that were paused when Berth quit go on now.</source>
        <translation><numerusform>%n agent that was paused when Berth quit goes on now.</numerusform><numerusform>%n agents that were paused when Berth quit go on now.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) need you</source>
        <translation><numerusform>%n alert needs you</numerusform><numerusform>%n alerts need you</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation><numerusform>%n call</numerusform><numerusform>%n calls</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) need you</source>
        <translation><numerusform>%n conversation needs you</numerusform><numerusform>%n conversations need you</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation><numerusform>%n day</numerusform><numerusform>%n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n earlier event(s) summarised</source>
        <translation><numerusform>%n earlier event summarised</numerusform><numerusform>%n earlier events summarised</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation><numerusform>%n event</numerusform><numerusform>%n events</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed</source>
        <translation><numerusform>%n file changed</numerusform><numerusform>%n files changed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed, +%1 -%2</source>
        <translation><numerusform>%n file changed, +%1 -%2</numerusform><numerusform>%n files changed, +%1 -%2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n finished</source>
        <translation><numerusform>%n finished</numerusform><numerusform>%n finished</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n firing</source>
        <translation><numerusform>%n firing</numerusform><numerusform>%n firing</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation><numerusform>%n found</numerusform><numerusform>%n found</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n host(s) on the list</source>
        <translation><numerusform>%n host on the list</numerusform><numerusform>%n hosts on the list</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation><numerusform>%n hour</numerusform><numerusform>%n hours</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) on the way. You can leave this page; it goes on.</source>
        <translation><numerusform>%n image is on its way. You can leave this page; it goes on.</numerusform><numerusform>%n images are on their way. You can leave this page; it goes on.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were missed</source>
        <translation><numerusform>%n line was missed</numerusform><numerusform>%n lines were missed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were written to %1.</source>
        <translation><numerusform>%n line was written to %1.</numerusform><numerusform>%n lines were written to %1.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation><numerusform>%n minute</numerusform><numerusform>%n minutes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation><numerusform>%n more</numerusform><numerusform>%n more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more...</source>
        <translation><numerusform>%n more...</numerusform><numerusform>%n more...</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation><numerusform>%n new</numerusform><numerusform>%n new</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) wait for you.</source>
        <translation><numerusform>%n question waits for you.</numerusform><numerusform>%n questions wait for you.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) at a time</source>
        <translation><numerusform>%n run at a time</numerusform><numerusform>%n runs at a time</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation><numerusform>%n running</numerusform><numerusform>%n running</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation><numerusform>%n second</numerusform><numerusform>%n seconds</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) chosen, with %1 of images.</source>
        <translation><numerusform>%n thing is chosen, with %1 of images.</numerusform><numerusform>%n things are chosen, with %1 of images.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) chosen.</source>
        <translation><numerusform>%n thing is chosen.</numerusform><numerusform>%n things are chosen.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) deleted.</source>
        <translation><numerusform>%n thing deleted.</numerusform><numerusform>%n things deleted.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at came while the screen was locked</source>
        <translation><numerusform>One thing to look at came while the screen was locked</numerusform><numerusform>%n things to look at came while the screen was locked</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation><numerusform>%n waiting for you</numerusform><numerusform>%n waiting for you</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n working</source>
        <translation><numerusform>%n working</numerusform><numerusform>%n working</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s)</source>
        <translation><numerusform>%n workspace</numerusform><numerusform>%n workspaces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s) failed</source>
        <translation><numerusform>%n workspace failed</numerusform><numerusform>%n workspaces failed</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s) running</source>
        <translation><numerusform>%n workspace running</numerusform><numerusform>%n workspaces running</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n workspaces are chosen</source>
        <translation><numerusform>%n workspace is chosen</numerusform><numerusform>%n workspaces are chosen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>A message takes at most %n image(s).</source>
        <translation><numerusform>A message takes at most %n image.</numerusform><numerusform>A message takes at most %n images.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) can be added at once.</source>
        <translation><numerusform>At most %n file can be added at once.</numerusform><numerusform>At most %n files can be added at once.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Delete %n workspace(s)?</source>
        <translation><numerusform>Delete %n workspace?</numerusform><numerusform>Delete %n workspaces?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Go on (%n new)</source>
        <translation><numerusform>Go on (%n new)</numerusform><numerusform>Go on (%n new)</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation><numerusform>Last day</numerusform><numerusform>Last %n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Replace %n file(s)?</source>
        <translation><numerusform>Replace %n file?</numerusform><numerusform>Replace %n files?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Run these %n action(s)?</source>
        <translation><numerusform>Run this %n action?</numerusform><numerusform>Run these %n actions?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Run these %n command(s)?</source>
        <translation><numerusform>Run this %n command?</numerusform><numerusform>Run these %n commands?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Show %n more line(s)</source>
        <translation><numerusform>Show %n more line</numerusform><numerusform>Show %n more lines</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>edited %n file(s)</source>
        <translation><numerusform>edited %n file</numerusform><numerusform>edited %n files</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>for %n day(s)</source>
        <translation><numerusform>for %n day</numerusform><numerusform>for %n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>for %n hour(s)</source>
        <translation><numerusform>for %n hour</numerusform><numerusform>for %n hours</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>pauses %n</source>
        <translation><numerusform>pauses %n</numerusform><numerusform>pauses %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>ran %n command(s)</source>
        <translation><numerusform>ran %n command</numerusform><numerusform>ran %n commands</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>read %n file(s)</source>
        <translation><numerusform>read %n file</numerusform><numerusform>read %n files</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>resumes %n</source>
        <translation><numerusform>resumes %n</numerusform><numerusform>resumes %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>used tools %n time(s)</source>
        <translation><numerusform>used tools once</numerusform><numerusform>used tools %n times</numerusform></translation>
    </message>
</context>
</TS>
