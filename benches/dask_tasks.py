"""What a Dask cluster takes to have tasks done that do nothing: `dask_tasks.py [WORKERS [TASKS]]`.

Starts a scheduler and so many workers on this machine, each a process, and hands tasks out as the bridge of nd does: a
future each, released when it is done, as many ahead as the engine has. Says what a task takes of the scheduler, of the
client and of the wall clock, and what a run of a million chunks would take of a scheduler for workers that are 1,000:
chunks go in batches of half a second.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time

import distributed

BATCH = 0.5  # seconds of a batch; crates/nd-ooc/src/engine/dispatch.rs
AHEAD = 2  # batches for each worker


def nothing(number):
    return number


def cpu(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    workers, tasks = (list(map(int, sys.argv[1:])) + [64, 20_000][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "scheduler")
        quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        module = [sys.executable, "-m"]
        scheduler = subprocess.Popen(
            [*module, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show",
             "--no-dashboard", "--scheduler-file", file], **quiet,
        )
        one = [*module, "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard",
               "--scheduler-file", file, "--local-directory", folder]
        processes = [scheduler]
        try:
            while not os.path.exists(file):
                time.sleep(0.1)
            processes += [subprocess.Popen(one, **quiet) for _ in range(workers)]
            client = distributed.Client(scheduler_file=file, set_as_default=False)
            client.wait_for_workers(workers, timeout=600)
            measure(client, scheduler.pid, workers, tasks)
            client.close()
        finally:
            for process in processes:
                process.kill()
                process.wait()


def measure(client, scheduler, workers, tasks):
    room = threading.Semaphore(AHEAD * workers)

    def run(first, count):
        def ended(future):
            future.release()
            room.release()

        for number in range(first, first + count):
            room.acquire()
            future = client.submit(nothing, number, key=f"nd-{number}", pure=False, retries=0)
            future.add_done_callback(ended)
        for _ in range(AHEAD * workers):
            room.acquire()
        for _ in range(AHEAD * workers):
            room.release()

    run(0, 10 * workers)
    begun, ours, theirs = time.perf_counter(), time.process_time(), cpu(scheduler)
    run(10 * workers, tasks)
    wall, ours, theirs = time.perf_counter() - begun, time.process_time() - ours, cpu(scheduler) - theirs
    each = [1000 * spent / tasks for spent in (theirs, ours, wall)]
    print("%d workers, %d tasks, distributed %s" % (workers, tasks, distributed.__version__))
    print("a task: scheduler %.2f ms, client %.2f ms, wall %.2f ms" % tuple(each))
    busiest = max(each[:2]) / 1000
    print("workers that one scheduler keeps busy with batches of %.1f s: %d" % (BATCH, BATCH / busiest))
    for chunk in (0.01, 0.05, 0.5):
        batches = 1_000_000 * chunk / max(BATCH, chunk)
        work = 1_000_000 * chunk / 1000
        print(
            "10^6 chunks of %4.0f ms by 1,000 workers: %6.0f s of work each, %7d batches, %5.0f s of the scheduler"
            % (1000 * chunk, work, batches, batches * busiest)
        )


if __name__ == "__main__":
    main()
