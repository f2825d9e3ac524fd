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

# Optimising a test takes a third of its compilation and wins nothing: what it tests is optimised.
if(NOT BERTH_SANITIZE)
    set(BERTH_TEST_OPTIONS -O0)
endif()

# add_room_test(ROOM [WINDOW] SOURCES file... [LINK library...] [PROGRAMS target...] [APART class...])
#
# One test program per room, test_ROOM; a file holds one class, registered with BERTH_TEST().
# With WINDOW it links the window's libraries. PROGRAMS must be built before the test runs. Classes APART take long: each
# is a test ROOM_CLASS of its own, which runs beside the others.
function(add_room_test room)
    cmake_parse_arguments(PARSE_ARGV 1 arg "WINDOW" "" "SOURCES;LINK;PROGRAMS;APART")
    add_executable(test_${room} ${arg_SOURCES})
    target_link_libraries(test_${room} PRIVATE berth_test_support ${arg_LINK})
    if(TARGET berth_${room})
        target_link_libraries(test_${room} PRIVATE berth_${room})
    endif()
    target_link_libraries(test_${room} PRIVATE Qt6::Network)
    target_compile_options(test_${room} PRIVATE ${BERTH_TEST_OPTIONS})
    if(arg_WINDOW)
        target_precompile_headers(test_${room} REUSE_FROM berth_ui_test_precompiled)
    else()
        target_precompile_headers(test_${room} REUSE_FROM berth_test_precompiled)
    endif()
    target_compile_definitions(test_${room} PRIVATE BERTH_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
        BERTH_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    if(arg_PROGRAMS)
        add_dependencies(test_${room} ${arg_PROGRAMS})
    endif()
    list(TRANSFORM arg_APART PREPEND "without=" OUTPUT_VARIABLE others)
    add_test(NAME ${room} COMMAND test_${room} ${others})
    set_tests_properties(${room} PROPERTIES TIMEOUT 300)
    foreach(class IN LISTS arg_APART)
        add_test(NAME ${room}_${class} COMMAND test_${room} class=${class})
        set_tests_properties(${room}_${class} PROPERTIES TIMEOUT 300 COST 100)
    endforeach()
endfunction()
