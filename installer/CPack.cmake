# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What is installed, and the packages that `./dev package` makes of it. The target `man` writes the manual pages first.
include(GNUInstallDirs)
foreach(program berth berthd berth-workspaced)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endforeach()
if(TARGET berth-workspaced-arm64)
    install(PROGRAMS ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/berth-workspaced-arm64 DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES installer/prometheus/berth.rules.yml DESTINATION ${CMAKE_INSTALL_DATADIR}/berth/prometheus)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES installer/linux/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY LICENSES DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(UNIX AND NOT APPLE)
    set(berth_id dev.berth.Berth)
    string(TIMESTAMP BERTH_RELEASE_DATE "%Y-%m-%d" UTC)
    configure_file(installer/linux/${berth_id}.metainfo.xml installer/${berth_id}.metainfo.xml @ONLY)
    install(FILES installer/linux/${berth_id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
    install(FILES ${CMAKE_BINARY_DIR}/installer/${berth_id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
    install(FILES installer/linux/${berth_id}.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
    install(FILES installer/linux/${berth_id}-symbolic.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/symbolic/apps)
    # Panels look for these by name and tint them.
    install(DIRECTORY installer/linux/status DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/symbolic)
    install(FILES installer/linux/berthd.service DESTINATION lib/systemd/user)
    install(FILES installer/man/berth-workspaced.1 ${CMAKE_BINARY_DIR}/man/berth.1 ${CMAKE_BINARY_DIR}/man/berthd.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

    # The options of a manual page are those that the program itself tells, so neither can be forgotten.
    add_custom_target(man)
    foreach(program berth berthd)
        add_custom_command(OUTPUT man/${program}.1
            COMMAND ${CMAKE_COMMAND} -E make_directory man
            COMMAND ${CMAKE_COMMAND} -E env QT_QPA_PLATFORM=offscreen COLUMNS=80 HOME=/nonexistent
                help2man --no-info --section 1 --manual "User Commands" --source "Berth ${PROJECT_VERSION}"
                --include ${CMAKE_SOURCE_DIR}/installer/man/${program}.inc --output man/${program}.1 bin/${program}
            DEPENDS ${program} installer/man/${program}.inc
            VERBATIM)
        add_custom_target(man_${program} DEPENDS man/${program}.1)
        add_dependencies(man man_${program})
    endforeach()
endif()

set(CPACK_PACKAGE_NAME berth)
set(CPACK_PACKAGE_VENDOR "The Berth authors")
set(CPACK_PACKAGE_CONTACT "The Berth authors <berth@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Server for AI software agents, with a window to watch and steer them")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)

if(WIN32)
    # Written for the day Berth runs on Windows; no such package has been made yet.
    set(CPACK_GENERATOR NSIS)
    set(CPACK_PACKAGE_INSTALL_DIRECTORY Berth)
    set(CPACK_PACKAGE_EXECUTABLES berth Berth)
    set(CPACK_NSIS_DISPLAY_NAME Berth)
    set(CPACK_NSIS_INSTALLED_ICON_NAME bin\\\\berth.exe)
    set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
    set(CPACK_NSIS_EXECUTABLES_DIRECTORY bin)
    set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS
        "DeleteRegValue HKCU 'Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run' 'Berth'")
elseif(APPLE)
    # Written for the day Berth runs on macOS; no such image has been made yet.
    set(CPACK_GENERATOR DragNDrop)
    set(CPACK_DMG_VOLUME_NAME Berth)
    set(CPACK_DMG_FORMAT UDZO)
else()
    set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
    set(CPACK_GENERATOR DEB TGZ)
    set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
    set(CPACK_DEBIAN_PACKAGE_SECTION net)
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
    # What is loaded by name while the program runs, so no header tells of it.
    set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite")
    set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "docker.io | podman | bubblewrap, git, qt6-wayland, qt6-translations-l10n")
endif()
include(CPack)
