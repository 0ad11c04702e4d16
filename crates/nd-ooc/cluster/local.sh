#!/bin/sh
# A program of nd by many processes on this machine: local.sh JOBS PROGRAM [ARGUMENT...]
#
# JOBS processes run at a time, by GNU parallel where it is installed, otherwise by xargs.
# ND_RUN_DIR is the folder that they share (./nd-run). A process that fails is started again in the
# next round; a round in which nothing was done is the last one.
set -eu
[ $# -ge 2 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
jobs=$1
shift
export ND_ENGINE=range ND_RUN_DIR="${ND_RUN_DIR:-$PWD/nd-run}" ND_RANGE_JOBS="${ND_RANGE_JOBS:-$((4 * jobs))}"

before=
while :; do
    code=0
    ND_RANGE=next "$@" || code=$?
    [ "$code" -eq 75 ] || exit "$code"
    todo=$(cat "$ND_RUN_DIR/next")
    [ "$todo" != "$before" ] || { echo "local.sh: nothing was done in this round" >&2; exit 1; }
    before=$todo
    lines=$(wc -l < "$ND_RUN_DIR/next")
    if command -v parallel > /dev/null; then
        seq 0 $((lines - 1)) | parallel -j "$jobs" ND_RANGE=line:{} "$@" || :
    else
        seq 0 $((lines - 1)) | xargs -P "$jobs" -I '{}' env 'ND_RANGE=line:{}' "$@" || :
    fi
done
