"""Programs of nd on a Dask cluster, beside the same by themselves and beside dask.array on that cluster:
`cluster.py ND_OOC_BENCH INPUTS OUTPUTS ROUNDS`. `cargo xtask bench --ooc --cluster` runs it.

Starts a scheduler and two workers of one thread each on this machine. Processor time is that of all processes: program,
bridge, scheduler, workers and what these start. What begins and ends a run takes the same time whatever is computed, so
it is measured too, with inputs of a 32nd of the size, and taken off in the last columns. Prints a page of Markdown.
"""

import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import dask
import distributed
import numpy

WORKLOADS = ["meanstd", "meantime", "elem", "blur", "rechunk", "standardise", "gram", "small"]
ENGINES = ["nd", "nd on Dask", "dask.array on Dask"]
WORKERS = 2
SMALL = 32
PEER = pathlib.Path(__file__).with_name("peer_ooc.py")
TICKS = os.sysconf("SC_CLK_TCK")


def family(pid):
    """Seconds of a process, of those it has waited for, and of those it has."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        children = pathlib.Path(f"/proc/{pid}/task").glob("*/children")
        pids = {one for file in children for one in file.read_text().split()}
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS + sum(map(family, pids))


class Cluster:
    def __init__(self, folder):
        file = os.path.join(folder, "scheduler")
        quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        module = [sys.executable, "-m"]
        both = ["--no-dashboard", "--scheduler-file", file]
        here = ["--host", "127.0.0.1", "--port", "0", "--no-show"]
        self.processes = [subprocess.Popen([*module, "distributed.cli.dask_scheduler", *here, *both], **quiet)]
        while not os.path.exists(file):
            time.sleep(0.1)
        worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--local-directory", folder]
        self.processes += [subprocess.Popen([*module, *worker, *both], **quiet) for _ in range(WORKERS)]
        with distributed.Client(scheduler_file=file, set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=60)
            self.address = client.scheduler.address

    def cpu(self):
        return sum(family(process.pid) for process in self.processes)

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()


def once(cluster, engine, workload, program, inputs, outputs):
    """Seconds by the clock and of all processors, and the result."""
    shutil.rmtree(outputs, ignore_errors=True)
    env = dict(os.environ, ND_SCHEDULER=cluster.address, ND_PYTHON=sys.executable, ND_BUDGET="256M")
    env["ND_ENGINE"] = "dask" if engine == "nd on Dask" else "local"
    env["ND_RUN_DIR"] = os.path.join(os.path.dirname(outputs), "run")
    command = [program, "nd"]
    if engine.startswith("dask.array"):
        command = [sys.executable, str(PEER), "dask-cluster"]
    theirs, ours = cluster.cpu(), resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    ran = subprocess.run([*command, workload, inputs, outputs], env=env, capture_output=True, text=True)
    wall = time.perf_counter() - begun
    if ran.returncode:
        sys.exit(f"{engine} {workload}: {ran.stderr}")
    time.sleep(0.5)  # what workers end, they have ended
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - ours.ru_utime - ours.ru_stime + cluster.cpu() - theirs
    return wall, cpu, json.loads(ran.stdout.splitlines()[-1])["result"]


def main():
    program, inputs, outputs, rounds = sys.argv[1:]
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(folder)
        try:
            for workload in WORKLOADS:
                measure(cluster, workload, program, pathlib.Path(inputs), outputs, int(rounds), taken)
        finally:
            cluster.end()
    print(page(taken, rounds))


def measure(cluster, workload, program, inputs, outputs, rounds, taken):
    sizes = [inputs, inputs.with_name(str(float(inputs.name) / SMALL))]
    for _ in range(rounds):
        results = []
        for engine in ENGINES:
            for size in sizes:
                wall, cpu, result = once(cluster, engine, workload, program, str(size), outputs)
                taken.setdefault((workload, engine, size == inputs), []).append((wall, cpu))
                print(f"{workload} {engine} {size.name}: {wall:.2f} s, CPU {cpu:.2f} s", file=sys.stderr)
                if size == inputs:
                    results.append(result)
        if results[0] != results[1]:
            sys.exit(f"{workload}: {results[0]} by itself and {results[1]} on the cluster")
        # Sums of numbers of both signs in single precision agree to three places.
        if not numpy.allclose(results[0], results[2], rtol=1e-3):
            sys.exit(f"{workload}: {results[0]} and {results[2]}")


def page(taken, rounds):
    rows = [
        "| workload | engine | wall, s | CPU, s | of that begin and end | CPU of the work | ratio |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for workload in WORKLOADS:
        work = {}
        for engine in ENGINES:
            (wall, cpu), (_, small) = (
                [statistics.median(some) for some in zip(*taken[workload, engine, whole])] for whole in (True, False)
            )
            # The small run does a 32nd of the work.
            work[engine] = max((cpu - small) * SMALL / (SMALL - 1), 0.01)
            rows.append(
                f"| {workload} | {engine} | {wall:.2f} | {cpu:.2f} | {cpu - work[engine]:.2f} | {work[engine]:.2f} "
                f"| {work[engine] / work['nd']:.2f} |"
            )
    versions = f"dask {dask.__version__}, distributed {distributed.__version__}, numpy {numpy.__version__}"
    return "\n".join(
        [
            "# Programs on a Dask cluster",
            "",
            "Made by `cargo xtask bench --ooc --cluster --save` (`benches/cluster.py`). The workloads of OOC.md on a scheduler and",
            f"{WORKERS} workers on loopback: nd by itself, nd with `ND_ENGINE=dask`, and dask.array. Processor time is that of all",
            f"processes; what begins and ends a run is found by inputs of a {SMALL}nd of the size. Medians; rounds: {rounds}.",
            "",
            *rows,
            "",
            f"Measured with {versions}, on {os.cpu_count()} processors.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
