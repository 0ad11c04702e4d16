"""Between a program of nd and a Dask cluster.

Reads from standard input, words with tabs between them:

    program FILE FOLDER RUN NAME=VALUE... -- ARGUMENT...
    submit ID COMPUTE PASS FIRST LAST AVOIDED-WORKER|batch:ID
    cancel ID

and writes to standard output:

    workers COUNT BYTES-OF-EACH
    done ID WORKER SECONDS READ PEAK
    failed ID WORKER KIND OPERATION STARTS STOPS MESSAGE
    lost ID WORKER WHY
    fatal WHY
"""

import os
import secrets
import socket
import subprocess
import sys
import threading
import time

import distributed

IDLE = 300.0  # seconds after which processes without work are ended
CALLS_WITHIN = 600.0
TAIL = 2000


def joined(words):
    def escaped(word):
        word = str(word).replace("\\", "\\\\").replace("\t", "\\t")
        return word.replace("\n", "\\n").replace("\r", "\\r")

    return "\t".join(map(escaped, words)) + "\n"


def split(line):
    plain = {"t": "\t", "n": "\n", "r": "\r"}

    def word(text):
        out, rest = [], iter(text)
        for c in rest:
            if c == "\\":
                c = next(rest, "")
                c = plain.get(c, c)
            out.append(c)
        return "".join(out)

    return [word(text) for text in line.rstrip("\r\n").split("\t")]


class Child:
    """A process of the user's program that does tasks."""

    def __init__(self, program, name):
        self.log = os.path.join(program["run"], "logs", name + ".log")
        token = secrets.token_hex(16)
        listener = socket.create_server(("127.0.0.1", 0))
        address = "%s:%d" % listener.getsockname()
        env = dict(os.environ, **program["env"])
        env.update(ND_ENGINE="worker", ND_RUN_DIR=program["run"])
        env.update(ND_WORKER_LINK=address, ND_WORKER_TOKEN=token)
        folder = program["folder"] if os.path.isdir(program["folder"]) else None
        with listener, open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program["file"], *program["arguments"]],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, cwd=folder,
            )
            try:
                self.lines = self.called(listener, token)
            except BaseException:
                self.end()
                raise

    def called(self, listener, token):
        """Waits until the process calls, and knows the word."""
        listener.settimeout(0.02)
        until = time.monotonic() + CALLS_WITHIN
        while True:
            try:
                self.socket, _ = listener.accept()
            except TimeoutError:
                code = self.process.poll()
                if code is not None:
                    why = "ended before its first compute: code %d%s" % (code, self.tail())
                    raise RuntimeError(why) from None
                if time.monotonic() > until:
                    raise RuntimeError("did not reach its first compute in time") from None
                continue
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.settimeout(10)
            lines = self.socket.makefile("r", encoding="utf-8", newline="\n")
            if split(lines.readline(256))[:2] == ["hello", token]:
                self.socket.settimeout(None)
                return lines
            self.socket.close()

    def order(self, *numbers):
        """Has tasks done: what the process says of them, or that it is gone."""
        try:
            self.socket.sendall(joined(["do", *numbers]).encode())
            words = split(self.lines.readline())
        except OSError:
            words = []
        if words and words[0] in ("done", "failed"):
            return words
        return ["gone", "the process ended: code %s%s" % (self.end(), self.tail())]

    def tail(self):
        try:
            with open(self.log, "rb") as log:
                log.seek(max(0, os.path.getsize(self.log) - TAIL))
                text = log.read().decode("utf-8", "replace").strip()
        except OSError:
            text = ""
        return "; it wrote last: " + text if text else ""

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()


class Pool:
    """The processes that a Dask worker has for one run."""

    def __init__(self):
        self.lock = threading.Lock()
        self.idle = []
        self.busy = {}
        self.cancelled = set()
        self.next = 0
        self.timer = None

    def do(self, program, batch, numbers, name):
        with self.lock:
            child = self.idle.pop() if self.idle else None
            if child is None:
                self.next += 1
                name = "%s-%d" % (name, self.next)
        if child is None:
            try:
                child = Child(program, name)
            except Exception as error:
                return ["gone", str(error)]
        with self.lock:
            if batch in self.cancelled:
                self.idle.append(child)
                return ["gone", "cancelled"]
            self.busy[batch] = child
        words = child.order(*numbers)
        with self.lock:
            self.busy.pop(batch, None)
            if words[0] == "done" or (words[0] == "failed" and words[1] != "final"):
                self.idle.append(child)
            else:
                child.end()
            if self.timer is not None:
                self.timer.cancel()
            self.timer = threading.Timer(IDLE, self.rest)
            self.timer.daemon = True
            self.timer.start()
        return words

    def rest(self):
        with self.lock:
            idle, self.idle = self.idle, []
        for child in idle:
            child.end()

    def cancel(self, batch):
        with self.lock:
            self.cancelled.add(batch)
            child = self.busy.get(batch)
        if child is not None:
            child.process.kill()


def pools(worker):
    if not hasattr(worker, "_nd_pools"):
        worker._nd_pools = {}
    return worker._nd_pools


def do(program, batch, numbers):
    """Runs on a thread of a Dask worker."""
    worker = distributed.get_worker()
    pool = pools(worker).setdefault(program["id"], Pool())
    name = "".join(c if c.isalnum() else "-" for c in worker.address)
    return worker.address, pool.do(program, batch, numbers, program["id"][:8] + "-" + name)


def cancel(run, batch, dask_worker):
    pool = pools(dask_worker).get(run)
    if pool is not None:
        pool.cancel(batch)


def close(run, dask_worker):
    pool = pools(dask_worker).pop(run, None)
    if pool is not None:
        for child in list(pool.busy.values()):
            child.process.kill()
        pool.rest()


def there(dask_scheduler):
    workers = [w for w in dask_scheduler.workers.values() if w.status.name == "running"]
    limits = [w.memory_limit // max(w.nthreads, 1) for w in workers if w.memory_limit]
    return sum(w.nthreads for w in workers), min(limits, default=0)


class Bridge:
    def __init__(self, scheduler):
        self.lock = threading.Lock()
        self.client = distributed.Client(
            scheduler, timeout=30, set_as_default=False, name="nd", heartbeat_interval=2000
        )
        self.futures = {}
        self.keys = {}
        self.program = None
        self.id = secrets.token_hex(8)

    def say(self, *words):
        with self.lock:
            sys.stdout.write(joined(words))
            sys.stdout.flush()

    def fatal(self, why):
        self.say("fatal", why)
        os._exit(1)

    def watch(self):
        """Says how many workers there are, when it changes, and when the scheduler is gone."""
        before = None
        while True:
            if self.client.status != "running":
                self.fatal("the scheduler is gone (%s)" % self.client.status)
            try:
                now = self.client.run_on_scheduler(there)
            except Exception as error:
                self.fatal("the scheduler is gone: %s" % (error or type(error).__name__))
            if now != before:
                self.say("workers", *now)
                before = now
            time.sleep(0.5)

    def take(self, words):
        if words[0] == "program":
            file, folder, run, *rest = words[1:]
            at = rest.index("--")
            env = dict(text.split("=", 1) for text in rest[:at])
            self.program = dict(
                id=self.id, file=file, folder=folder, run=run, env=env, arguments=rest[at + 1:]
            )
        elif words[0] == "submit":
            self.submit(*words[1:])
        elif words[0] == "cancel":
            self.cancel(words[1])

    def submit(self, batch, compute, number, first, last, avoid):
        if avoid.startswith("batch:"):
            key = self.keys.get(avoid[6:])
            at = self.client.processing().items()
            avoid = next((worker for worker, keys in at if key in keys), "")
        others = None
        if avoid:
            others = [w for w in self.client.nthreads() if w != avoid] or None
        # Never one that was used before: what became of it would be remembered.
        key = "nd-%s-%s.%s-%s-%s-%s" % (self.id, compute, number, first, last, batch)
        self.keys[batch] = key
        future = self.client.submit(
            do, self.program, batch, [compute, number, first, last],
            key=key, pure=False, retries=0, workers=others, allow_other_workers=bool(others),
        )
        self.futures[batch] = future
        future.add_done_callback(lambda future: self.ended(batch, future))

    def ended(self, batch, future):
        self.keys.pop(batch, None)
        if self.futures.pop(batch, None) is None:
            return
        try:
            worker, words = future.result()
        except distributed.scheduler.KilledWorker as error:
            self.say("lost", batch, error.last_worker.address, "its Dask worker died")
            return
        except Exception as error:
            if self.client.status != "running":
                self.fatal("the scheduler is gone")
            self.say("lost", batch, "?", "%s: %s" % (type(error).__name__, error))
            return
        finally:
            future.release()
        if words[0] == "gone":
            self.say("lost", batch, worker, words[1])
        else:
            self.say(words[0], batch, worker, *words[1:])

    def cancel(self, batch):
        future = self.futures.pop(batch, None)
        if future is not None:
            future.cancel()
            future.release()
            self.client.sync(self.run_soon, cancel, self.id, batch)

    async def run_soon(self, function, *arguments):
        """On all workers, without waiting for one that does not answer."""
        import asyncio

        try:
            await asyncio.wait_for(self.client._run(function, *arguments, on_error="ignore"), 5)
        except Exception:
            pass

    def end(self):
        try:
            self.client.sync(self.run_soon, close, self.id, callback_timeout=10)
            self.client.close(timeout=5)
        except Exception:
            pass


def main():
    try:
        bridge = Bridge(sys.argv[1])
    except Exception as error:
        sys.stdout.write(joined(["fatal", "%s: %s" % (sys.argv[1], error or type(error).__name__)]))
        sys.stdout.flush()
        os._exit(1)
    threading.Thread(target=bridge.watch, daemon=True).start()
    for line in sys.stdin:
        try:
            bridge.take(split(line))
        except Exception as error:
            bridge.fatal("%s: %s" % (type(error).__name__, error))
    bridge.end()
    os._exit(0)


if __name__ == "__main__":
    main()
