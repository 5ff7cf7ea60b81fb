#!/bin/sh
# Fails with a sentence when there is no display on which the designer could open.
set -eu

[ "$(uname)" = Linux ] || exit 0
if [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the designer cannot open;" \
        "the terminal commands work without one, for instance: cargo run --release -- check designs" >&2
    exit 1
fi
