# SPDX-FileCopyrightText: The Berth authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything that is compiled shares this interface: warnings, Qt's strict mode, sanitizers.
add_library(berth_compiler INTERFACE)
target_compile_options(berth_compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${BERTH_WERROR}>:-Werror>
    # GCC 14 reports members of a coroutine frame as possibly uninitialised where they are not.
    # Several sources are compiled as one, which makes it take their own types for a header's.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-subobject-linkage>)
target_compile_definitions(berth_compiler INTERFACE QT_ENABLE_STRICT_MODE_UP_TO=0x060800
    BERTH_VERSION="${PROJECT_VERSION}")
target_include_directories(berth_compiler INTERFACE ${CMAKE_SOURCE_DIR}/server)

if(BERTH_SANITIZE)
    target_compile_options(berth_compiler INTERFACE -fsanitize=${BERTH_SANITIZE}
        -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(berth_compiler INTERFACE -fsanitize=${BERTH_SANITIZE})
endif()

find_program(BERTH_CCACHE ccache)
if(BERTH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${BERTH_CCACHE})
endif()
# ccache can only reuse a precompiled header whose users do not depend on its timestamp.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

# A tenth of GCC's time goes into collecting garbage that would fit into a gigabyte; a source needs two thirds of that.
add_compile_options("$<$<CXX_COMPILER_ID:GNU>:SHELL:--param ggc-min-expand=400 --param ggc-min-heapsize=1500000>")

find_program(BERTH_MOLD mold)
if(BERTH_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
