#!/bin/sh
# A program of nd by a Slurm array job for each stage: slurm.sh [SBATCH-OPTION...] -- PROGRAM [ARGUMENT...]
#
# Where this runs (a login node, or a job of its own) the stages are put together. ND_RUN_DIR is the
# folder that all nodes share (./nd-run). A task that fails is started again in the next round; a round
# in which nothing was done is the last one.
set -eu

if [ "${ND_SLURM_TASK:-}" = 1 ]; then
    export ND_RANGE="line:$SLURM_ARRAY_TASK_ID"
    exec "$@"
fi

options=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options="$options $1"
    shift
done
[ $# -ge 2 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
shift
export ND_ENGINE=range ND_RUN_DIR="${ND_RUN_DIR:-$PWD/nd-run}" ND_RANGE_JOBS="${ND_RANGE_JOBS:-100}"

before=
while :; do
    code=0
    ND_RANGE=next "$@" || code=$?
    [ "$code" -eq 75 ] || exit "$code"
    todo=$(cat "$ND_RUN_DIR/next")
    [ "$todo" != "$before" ] || { echo "slurm.sh: nothing was done in this round" >&2; exit 1; }
    before=$todo
    last=$(($(wc -l < "$ND_RUN_DIR/next") - 1))
    # shellcheck disable=SC2086 # options are words
    ND_SLURM_TASK=1 sbatch --wait --export=ALL --array="0-$last" \
        --output="$ND_RUN_DIR/logs/slurm-%A-%a.log" $options "$0" "$@" > /dev/null || :
done
