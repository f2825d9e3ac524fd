# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What most files of the server include, parsed once. Few headers, for each costs every file its loading.
add_library(berth_precompiled STATIC ${CMAKE_CURRENT_LIST_DIR}/Precompiled.cpp)
set_target_properties(berth_precompiled PROPERTIES AUTOMOC OFF AUTORCC OFF)
target_link_libraries(berth_precompiled PRIVATE berth_compiler Qt6::Core QCoro6::Core)
target_precompile_headers(berth_precompiled PRIVATE
    <QByteArray> <QDateTime> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QMap> <QObject>
    <QPointer> <QString> <QStringList> <QTimer> <QCoroTask>
    <algorithm> <chrono> <expected> <functional> <memory> <optional> <string> <variant> <vector>)

# use_precompiled(TARGET): lets a target that links Qt start from those headers.
function(use_precompiled target)
    target_link_libraries(${target} PRIVATE Qt6::Core)
    target_precompile_headers(${target} REUSE_FROM berth_precompiled)
endfunction()

# add_module(NAME [NO_QT] [DEPENDS room...] [LINK library...] SOURCES file...)
#
# One room of the server: the static library berth_NAME. It links exactly the rooms it names, which
# must already be defined, so a dependency that points upwards stops the configuration.
function(add_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "NO_QT" "" "DEPENDS;LINK;SOURCES")
    add_library(berth_${name} STATIC ${arg_SOURCES})
    target_link_libraries(berth_${name} PUBLIC berth_compiler ${arg_LINK})
    foreach(room IN LISTS arg_DEPENDS)
        if(NOT TARGET berth_${room})
            message(FATAL_ERROR "${name} depends on ${room}, which is not a room below it")
        endif()
        target_link_libraries(berth_${name} PUBLIC berth_${room})
    endforeach()
    set_target_properties(berth_${name} PROPERTIES UNITY_BUILD ${BERTH_UNITY} UNITY_BUILD_BATCH_SIZE 3)
    if(arg_NO_QT)
        set_target_properties(berth_${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    else()
        target_link_libraries(berth_${name} PUBLIC Qt6::Core)
        use_precompiled(berth_${name})
    endif()
endfunction()

# add_room_test(ROOM SOURCES file... [LINK library...] [PROGRAMS target...])
#
# One test program per room, test_ROOM; a file holds one class, registered with BERTH_TEST().
# PROGRAMS must be built before the test runs.
function(add_room_test room)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PROGRAMS")
    add_executable(test_${room} ${arg_SOURCES})
    target_link_libraries(test_${room} PRIVATE berth_test_support ${arg_LINK})
    if(TARGET berth_${room})
        target_link_libraries(test_${room} PRIVATE berth_${room})
    endif()
    use_precompiled(test_${room})
    target_compile_definitions(test_${room} PRIVATE BERTH_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
        BERTH_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    if(arg_PROGRAMS)
        add_dependencies(test_${room} ${arg_PROGRAMS})
    endif()
    add_test(NAME ${room} COMMAND test_${room})
    set_tests_properties(${room} PROPERTIES TIMEOUT 300)
endfunction()
