"""The built program as a person or a script runs it."""
import os, resource, shutil, signal, subprocess, tempfile, time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
SONG = os.path.join(ROOT, "Examples/songs/late-train.mid")
# So much address space and no more, so that a fault of ours does not take the machine with it.
MOST_MEMORY = 12 << 30


class Outcome:
    def __init__(self, status, out, err, seconds, usage):
        # As a shell has it: 128 + the signal for one that was killed.
        self.status = status if status >= 0 else 128 - status
        self.out, self.err, self.seconds = out, err, seconds
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_mib = usage.ru_maxrss / 1024

    @property
    def lines(self):
        return self.err.splitlines()

    def fault(self, status, *words):
        """What is wrong with a refusal: nothing, or a few words."""
        if self.status != status:
            return f"status {self.status} in place of {status}: {self.err.strip()[:200]!r}"
        if len(self.lines) != 1:
            return f"{len(self.lines)} lines: {self.err[:200]!r}"
        missing = [word for word in words if word not in self.err]
        return f"no {missing[0]!r} in {self.err.strip()[:200]!r}" if missing else None


class Running:
    def __init__(self, words, cwd, env, stdin, nobody, stdout):
        self.out, self.err = stdout or tempfile.TemporaryFile(), tempfile.TemporaryFile()

        def before():
            # What starts us may have had them ignored, as nohup and a shell's & do.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            if nobody:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)

        self.start = time.monotonic()
        self.process = subprocess.Popen(
            words, cwd=cwd, env={**os.environ, **env}, stdin=stdin or subprocess.DEVNULL, stdout=self.out,
            stderr=self.err, preexec_fn=before)

    def send(self, number):
        """A signal; what has ended by itself has none."""
        try:
            os.kill(self.process.pid, number)
        except ProcessLookupError:
            pass

    def wait(self, timeout=None):
        """Waits, and ends it by force after `timeout` seconds: status 137."""
        timer = None
        if timeout:
            import threading
            timer = threading.Timer(timeout, self.send, [signal.SIGKILL])
            timer.start()
        _, status, usage = os.wait4(self.process.pid, 0)
        if timer:
            timer.cancel()
        self.process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (self.out, self.err):
            file.seek(0) if file.seekable() else None
            texts.append(file.read() if file.readable() else b"")
            file.close()
        return Outcome(self.process.returncode, texts[0], texts[1].decode("utf-8", "replace"),
                       time.monotonic() - self.start, usage)


class Program:
    def __init__(self, path):
        self.path = os.path.realpath(path)
        self.folder = tempfile.mkdtemp(prefix="lofi-torture-")
        os.chmod(self.folder, 0o755)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self, name):
        """A fresh folder."""
        path = os.path.join(self.folder, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def start(self, *words, cwd=None, env={}, stdin=None, prefix=(), nobody=False, stdout=None):
        return Running([*prefix, self.path, *words], cwd or self.folder, env, stdin, nobody, stdout)

    def run(self, *words, timeout=600, **how):
        return self.start(*words, **how).wait(timeout)
