#!/bin/sh
# A program of nd by an indexed Kubernetes job for each stage:
#     kubernetes.sh IMAGE CLAIM JOBS PROGRAM [ARGUMENT...]
#
# IMAGE holds the program; the volume of the claim CLAIM, mounted at /data in every pod, holds its data and
# ND_RUN_DIR (/data/nd-run), and has to be mounted at /data here, too. JOBS pods run at a time. A pod that fails is
# started again in the next round; a round in which nothing was done is the last one.
set -eu
[ $# -ge 4 ] || { sed -n '2,7s/^# //p' "$0" >&2; exit 2; }
image=$1 claim=$2 jobs=$3
shift 3
export ND_ENGINE=range ND_RUN_DIR="${ND_RUN_DIR:-/data/nd-run}" ND_RANGE_JOBS="${ND_RANGE_JOBS:-$((4 * jobs))}"

words=
for word in "$@"; do
    word=$(printf '%s' "$word" | sed 's/\\/\\\\/g; s/"/\\"/g')
    words="$words${words:+, }\"$word\""
done

job() {
    cat << END
apiVersion: batch/v1
kind: Job
metadata: {name: $1}
spec:
  completionMode: Indexed
  completions: $2
  parallelism: $jobs
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      volumes: [{name: data, persistentVolumeClaim: {claimName: $claim}}]
      containers:
      - name: nd
        image: $image
        command: [$words]
        workingDir: /data
        volumeMounts: [{name: data, mountPath: /data}]
        env:
        - {name: INDEX, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']"}}}
        - {name: ND_ENGINE, value: range}
        - {name: ND_RUN_DIR, value: $ND_RUN_DIR}
        - {name: ND_RANGE, value: "line:\$(INDEX)"}
END
}

before= round=0
while :; do
    code=0
    ND_RANGE=next "$@" || code=$?
    [ "$code" -eq 75 ] || exit "$code"
    todo=$(cat "$ND_RUN_DIR/next")
    [ "$todo" != "$before" ] || { echo "kubernetes.sh: nothing was done in this round" >&2; exit 1; }
    before=$todo round=$((round + 1)) name="nd-$$-$((round + 1))"
    job "$name" "$(wc -l < "$ND_RUN_DIR/next")" | kubectl create -f - > /dev/null
    # Either ends it.
    until kubectl get "job/$name" -o 'jsonpath={.status.conditions[*].type}' | grep -Eq 'Complete|Failed'; do
        sleep 2
    done
    kubectl delete "job/$name" > /dev/null
done
