#!/bin/sh
# Two calls from Set Workflow to the end of their history, as a script and the back office would see them: the button of
# one is pushed, the timer of the other elapses, an email is written for each.
#
# tools/run-it.sh [--window] [LEGWORK]: the program to run, by default the one that `cargo build` has made.
#
# With --window the button is pushed in the Call Manager, by the keys of a real window on a display that nobody sees; what
# it shows is left in target/run-it. Needs xvfb, xauth, xdotool and scrot.
set -eu
cd "$(dirname "$0")/.."
with_window=
after=4s later=1s
if [ "${1:-}" = --window ]; then
    if [ -z "${LEGWORK_UNDER_XVFB:-}" ]; then
        LEGWORK_UNDER_XVFB=1 exec xvfb-run -a -s '-screen 0 1280x820x24' "$0" "$@"
    fi
    with_window=yes after=15s later=4s
    shift
fi
legwork=${1:-target/debug/legwork}
desk=$(mktemp -d)
server= window=
trap '[ -z "$window" ] || kill "$window"; [ -z "$server" ] || kill "$server"; rm -rf "$desk"' EXIT

say() { printf '\n== %s\n' "$1"; }
ask() {
    path=$1 && shift
    curl --silent --show-error --fail-with-body --max-time 10 "http://$address/v1/$path" "$@" && echo
}
# Waits until a command's output has a text in it.
until_seen() {
    text=$1 && shift
    for _ in $(seq 300); do
        if "$@" | grep -q "$text"; then return; fi
        sleep 0.1
    done
    echo "“$text” was not seen: $*" >&2 && exit 1
}

say 'The sample, with a timer that does not take two days, is exported'
mkdir "$desk/definitions"
sed 's/after: "48h"/after: "'$after'"/; s/after: "1 day"/after: "'$later'"/' designs/complaint-follow-up.ron > "$desk/complaint.ron"
"$legwork" export "$desk/complaint.ron" -o "$desk/definitions/complaint.json"
"$legwork" export designs/brochure-request.ron -o "$desk/definitions/brochure.json"

say 'A server carries it out'
"$legwork" serve --store "$desk/calls.db" --definitions "$desk/definitions" --listen 127.0.0.1:0 > "$desk/said" &
server=$!
until_seen 'Serving on' cat "$desk/said"
address=$(sed 's|Serving on http://\([^;]*\);.*|\1|' "$desk/said")
cat "$desk/said"

say 'The workflow is set for two calls, one of them twice, and for one that is not chargeable'
fields='"fields": {"customer_name": "Ann Smith", "phone": "+44 20 7946 0000", "email": "ann@example.com", "complaint": "late"}'
for call in C-1 C-2 C-2; do
    ask set-workflow --json "{\"call\": \"$call\", \"workflow\": \"Complaint follow-up\", \"chargeable\": true, $fields}"
done
ask set-workflow --json "{\"call\": \"C-3\", \"workflow\": \"Complaint follow-up\", \"chargeable\": false, $fields}" |
    grep -q not_followed

say 'Both wait for people; one is called back'
until_seen '"call":"C-2"' ask runs/waiting
if [ -n "$with_window" ]; then
    pictures=target/run-it
    mkdir -p "$pictures"
    USER=Ben XDG_CONFIG_HOME=$desk/config "$legwork" call-manager --server "http://$address" &
    window=$!
    shown=$(xdotool search --sync --onlyvisible --name 'Call Manager' | tail -1)
    xdotool windowsize --sync "$shown" 1280 820 windowmove "$shown" 0 0 windowfocus --sync "$shown"
    sleep 2
    # The first of the list, its first button, and the push.
    xdotool key Down
    sleep 1
    xdotool key 1
    sleep 0.5
    scrot -o "$pictures/before.png"
    xdotool key Return
    until_seen '"by":"Ben"' ask runs/1/history
    sleep 1
    scrot -o "$pictures/pushed.png"
else
    ask runs/1/push --json '{"stage": 1, "entry": 1, "button": "Called back", "by": "Ben"}'
fi
if ask runs/1/push --json '{"stage": 1, "entry": 1, "button": "Called back", "by": "Cid"}'; then exit 1; fi

say 'Nobody rings the other: its timers elapse, and it is escalated'
if [ -n "$with_window" ]; then
    until_seen '"stage":4' ask runs/waiting
    sleep 1
    scrot -o "$pictures/overdue.png"
fi
until_seen 'Escalated to quality' ask runs/finished
until_seen '"performed"' ask runs/2/history
ask runs/2/history

say 'An email was written for each, and nothing was sent'
until_seen 'ann@example.com' cat "$desk"/outbox/*-1-2-*.eml
until_seen 'quality@example.com' sh -c "cat $desk/outbox/*-2-*.eml"
ls "$desk/outbox"
