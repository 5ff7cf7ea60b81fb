#!/bin/sh
# Kills the real window while somebody types into it, again and again, and tells what was recovered.
#
#   tools/kill-window.sh [KILLS]
#
# Each letter typed into the workflow's name is a step. Whatever of the name is not in the recovery journal after the
# kill is missing; its age counts from the moment at which the key was sent. Needs a display, or xvfb-run, and xdotool.
set -eu

kills=${1:-20}
cd "$(dirname "$0")/.."

if [ -z "${LEGWORK_UNDER_XVFB:-}" ]; then
    cargo build --locked
    LEGWORK_UNDER_XVFB=1 exec xvfb-run -a -s '-screen 0 1440x900x24' "$0" "$@"
fi

program=$PWD/target/debug/legwork
letters='q w e r t y u i o p a s d f g h j k l z x c v b n m Q W E R T Y U I O P A S D F G H J K L Z X C V B N M'
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT

now_ms() { date +%s%3N; }

# The inspector's field for the workflow's name, in a window of 1440 by 900.
name_field='1290 142'

sent_count=0
recovered_count=0
oldest_ms=0
saved_count=0
number=0
# So that the display is not begun anew whenever the window is gone.
xdotool sleep 100000 & keeper=$!
trap 'kill "$keeper"; rm -rf "$desk"' EXIT
while [ "$number" -lt "$kills" ]; do
    number=$((number + 1))
    home=$desk/$number
    mkdir -p "$home/config" "$home/state"
    cp designs/complaint-follow-up.ron "$home/a.ron"
    XDG_CONFIG_HOME=$home/config XDG_STATE_HOME=$home/state "$program" "$home/a.ron" 2>"$home/errors" & pid=$!
    window=$(xdotool search --sync --onlyvisible --name Legwork | tail -1)
    xdotool windowsize --sync "$window" 1440 900 windowmove "$window" 0 0 windowfocus --sync "$window"
    sleep 1
    # shellcheck disable=SC2086
    xdotool mousemove $name_field click 1
    sleep 0.5
    xdotool key ctrl+a
    sleep 0.3

    # From 0.2 to 3 seconds, scattered.
    lifetime_ms=$((200 + number * 7919 % 2800))
    end_ms=$(($(now_ms) + lifetime_ms))
    typed=
    times=
    for letter in $letters; do
        [ "$(now_ms)" -lt "$end_ms" ] || break
        times="$times $(now_ms)"
        typed=$typed$letter
        xdotool key "$letter"
        # Now and then the design is saved, too.
        [ "${#typed}" -ne 12 ] || xdotool key ctrl+s
    done
    killed_ms=$(now_ms)
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true

    "$program" check "$home/a.ron" >/dev/null || { echo "$home/a.ron is half-written"; exit 1; }
    grep -q 'Complaint follow-up' "$home/a.ron" || saved_count=$((saved_count + 1))
    name=$("$program" orphans "$home/state/legwork/recovery" | cut -f 1)
    # Right after saving there is nothing to recover: it is all in the file.
    [ -n "$name" ] || name=$(sed -n 's/^ *name: "\(.*\)",$/\1/p' "$home/a.ron" | head -1)
    case $typed in
        "$name"*) kept=${#name} ;;
        *) [ "$name" = 'Complaint follow-up' ] || { echo "recovered $name of $typed"; exit 1; }
           kept=0 ;;
    esac
    missing_ms=0
    if [ "$kept" -lt "${#typed}" ]; then
        # shellcheck disable=SC2086
        set -- $times
        shift "$kept"
        missing_ms=$((killed_ms - $1))
    fi
    [ "$missing_ms" -le "$oldest_ms" ] || oldest_ms=$missing_ms
    sent_count=$((sent_count + ${#typed}))
    recovered_count=$((recovered_count + kept))
    echo "kill $number after $lifetime_ms ms: ${#typed} letters typed, $kept recovered, the oldest missing ${missing_ms} ms old"
done
echo "$number kills, $sent_count letters typed, $recovered_count recovered, $saved_count with a file saved in between, the oldest missing $oldest_ms ms old"
[ "$oldest_ms" -lt 1000 ]
