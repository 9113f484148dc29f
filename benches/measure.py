"""Processor time, memory and instructions of whole programs."""

import os
import re
import shutil
import statistics
import subprocess
import tempfile


def run(command, cwd=None):
    """(seconds of processor time, peak memory in MiB, exit status) of one run."""
    with open(os.devnull, "r+b") as nowhere:
        child = subprocess.Popen(command, cwd=cwd, stdin=nowhere, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def rounds_for(seconds):
    """More rounds for what is short, so that a run ends in a reasonable time."""
    if seconds < 0.05:
        return 21
    return 9 if seconds < 0.5 else 5 if seconds < 3 else 3


def paired(first, second, times=(1, 1)):
    """Median processor seconds of two commands, run A B A B, the first run of each
    left out. A command that is over in an instant is run `times` at a stretch, since
    the system counts its time in steps."""

    def stretch(command, count):
        return sum(run(command)[0] for _ in range(count)) / count

    warm = max(stretch(first, 1), stretch(second, 1))
    pairs = [
        (stretch(first, times[0]), stretch(second, times[1])) for _ in range(rounds_for(warm))
    ]
    return tuple(statistics.median(times) for times in zip(*pairs))


def peak(command):
    """Peak memory in MiB: the middle of three runs."""
    return statistics.median(run(command)[1] for _ in range(3))


def instructions(command):
    """Instructions from the start of the program to its end, by callgrind; `None`
    where valgrind is not installed. It sees no time in the system."""
    if shutil.which("valgrind") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out"]
        done = subprocess.run(valgrind + command, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found.group(1)) if found else None
