#!/bin/sh
# Installs the system packages that are missing: `install-packages.sh run` to build and open the designer,
# `install-packages.sh test` to build and test it.
set -eu

build='gcc libc6-dev'
# The window loads these when it opens; libgl1 also draws where there is no graphics card.
x11='libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1'
wayland='libwayland-client0 libwayland-egl1 libegl1 libxkbcommon0'

case "${1:-}" in
test) wanted="$build curl git" ;;
run)
    wanted="$build $x11"
    if [ -n "${WAYLAND_DISPLAY:-}" ]; then
        wanted="$wanted $wayland"
    fi
    ;;
*)
    echo "usage: $0 run|test" >&2
    exit 2
    ;;
esac

if ! command -v cargo >/dev/null; then
    echo "Legwork is built with Rust, and there is no cargo here: install it as https://rustup.rs says." >&2
    exit 1
fi

[ "$(uname)" = Linux ] || exit 0
if ! command -v dpkg >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is neither Debian nor Ubuntu, so nothing was installed. Legwork needs a C compiler, and to open its" \
        "window libX11, libXcursor, libXi, libxkbcommon and OpenGL." >&2
    exit 0
fi

missing=
for package in $wanted; do
    if ! dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed'; then
        missing="$missing $package"
    fi
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing, and there is no sudo to install them with; as root run: apt-get install$missing" >&2
        exit 1
    fi
    as_root=sudo
fi
echo "Installing$missing"
# An index that cannot be refreshed may still do.
$as_root apt-get update -qq || true
# shellcheck disable=SC2086 # the names are meant to be split
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
