"""What apcheck is held to, and how each is measured."""

import dataclasses
import shutil
import statistics
import subprocess
import typing

import measure
import peers

DAY = "2026-07-21"


class Bench:
    """The programs, and folders of records that are made when they are asked for."""

    def __init__(self, release, work, large):
        self.release = release
        self.examples = release / "examples"
        self.work = work
        self.large = large

    def folder(self, placements, suffix=""):
        folder = self.work / f"n{placements}{suffix}"
        if not folder.exists():
            generate = [self.examples / "generate", folder, str(placements)]
            subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
            measure.run(self.floor("read", placements, suffix))
        return folder

    def apcheck(self, placements, *arguments, suffix=""):
        folder = str(self.folder(placements, suffix))
        return [str(self.release / "apcheck"), "-C", folder, "--as-of", DAY, *arguments]

    def floor(self, what, placements, suffix=""):
        return [str(self.examples / "floor"), what, str(self.folder(placements, suffix))]

    def ratio(self, first, second):
        """A command that is refused is over in no time, and must not look fast."""
        if any(measure.run(command)[2] == 2 for command in (first, second)):
            return float("nan")
        ours, theirs = measure.paired(first, second)
        return ours / theirs

    def done_with(self, placements):
        """Room on the disk for what is larger."""
        shutil.rmtree(self.work / f"n{placements}", ignore_errors=True)


@dataclasses.dataclass
class Goal:
    what: str
    goal: str
    fails: str
    measure: typing.Callable
    # Below the figure it is good, unless more is better.
    more: bool = False
    peer: bool = False

    def verdict(self, measured):
        """Whether the first number measured is as good as the goal, or fails."""
        value, goal, fails = (number(text) for text in (measured, self.goal, self.fails))
        if goal is None:
            return ""
        if value is None:
            return "**fails**"
        better = (lambda a, b: a >= b) if self.more else (lambda a, b: a <= b)
        if better(value, goal):
            return "met"
        return "short of the goal" if better(value, fails) else "**fails**"


def number(text):
    for word in text.replace("/", " ").replace(";", " ").split():
        try:
            return float(word.replace(",", ""))
        except ValueError:
            continue
    return None


def one_of_many(bench, *arguments):
    """`validate ID` as a part of `validate` in a folder of 10,000."""
    one = bench.apcheck(10_000, "validate", "p005001-larkfield-farm-0500")
    return f"{bench.ratio(one, bench.apcheck(10_000, 'validate')):.3f}"


def writing(*arguments):
    """A command that writes one record, in a copy of a folder of 10,000 and of 10."""

    def measured(bench):
        many = bench.apcheck(10_000, *arguments, suffix="-written")
        few = bench.apcheck(10, *arguments, suffix="-written")
        before = [measure.run(command)[2] for command in (many, few)]
        # 4: another record could not be read, which is nothing to this one.
        if any(status not in (0, 4) for status in before):
            return f"failed with status {before}"
        return f"{bench.ratio(many, few):.2f}"

    return measured


def against_validate(placements, *arguments):
    def measured(bench):
        command = bench.apcheck(placements, *arguments)
        return f"{bench.ratio(command, bench.apcheck(placements, 'validate')):.2f}"

    return measured


def against_reading(command, placements=10_000):
    def measured(bench):
        floor = bench.floor("read", placements)
        return f"{bench.ratio(bench.apcheck(placements, command), floor):.1f}"

    return measured


def growth(small, large):
    def measured(bench):
        if large > 10_000 and not bench.large:
            return None
        ratio = bench.ratio(bench.apcheck(large, "validate"), bench.apcheck(small, "validate"))
        return f"{ratio:.1f}"

    return measured


def memory(placements):
    def measured(bench):
        if placements > 10_000 and not bench.large:
            return None
        return f"{measure.peak(bench.apcheck(placements, 'validate')):.0f} MiB"

    return measured


def starting(option):
    def measured(bench):
        program, empty = [str(bench.release / "apcheck"), option], [str(bench.examples / "empty")]
        ours, theirs = measure.paired(program, empty, times=(20, 20))
        return f"{ours / theirs:.2f}"

    return measured


def starting_instructions(option):
    def measured(bench):
        count = measure.instructions([str(bench.release / "apcheck"), option])
        return None if count is None else f"{count / 1e6:.2f} M"

    return measured


def instructions(placements, *arguments):
    def measured(bench):
        count = measure.instructions(bench.apcheck(placements, *arguments))
        return None if count is None else f"{count / placements / 1000:,.0f} k"

    return measured


def threads(bench):
    one = ["taskset", "-c", "0", *bench.apcheck(1000, "validate")]
    two = ["taskset", "-c", "0,1", *bench.apcheck(1000, "validate")]
    said = [subprocess.run(command, capture_output=True).stdout for command in (one, two)]
    same = "the same bytes" if said[0] == said[1] else "OTHER BYTES"
    return f"{bench.ratio(two, one):.2f}; {same}"


def twice(bench):
    folder = bench.work / "long"
    generate = [bench.examples / "generate", folder, "500", "--twice"]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
    once, twice = (
        [str(bench.release / "apcheck"), "-C", str(folder / part), "--as-of", DAY, "validate"]
        for part in ("once", "twice")
    )
    return f"{bench.ratio(twice, once):.2f}"


def peer(name):
    def measured(bench):
        validate = bench.apcheck(1000, "validate")
        times = peers.ratio(name, bench.examples, bench.folder(1000), bench.work, validate)
        return None if times is None else f"{times:.1f}"

    return measured


def loading(bench):
    return f"{bench.ratio(bench.floor('load', 10_000), bench.floor('read', 10_000)):.1f}"


def seconds(placements):
    def measured(bench):
        command = bench.apcheck(placements, "validate")
        return f"{statistics.median(measure.run(command)[0] for _ in range(3)):.3f} s"

    return measured


P = "p000001-larkfield-farm-0000"
CONTACT = ["log", "contact", P, "--with", "parent", "--how", "phone", "--by", "mbe"]
CHECK = ["check", P, "needs-shared", "--by", "tpr", "--dry-run"]

GOALS = [
    Goal("start: `--version` / an empty program", "1.3", "above 2", starting("--version")),
    Goal("start: `--help` / an empty program", "1.3", "above 2", starting("--help")),
    Goal("start: instructions of `--version`", "0.5 M", "above 1 M", starting_instructions("--version")),
    Goal("start: instructions of `--help`", "0.5 M", "above 1 M", starting_instructions("--help")),
    Goal("`log` of one contact in 10,000 / in 10", "1.2", "above 2", writing(*CONTACT)),
    Goal("`log --dry-run` in 10,000 / in 10", "1.2", "above 2", writing(*CONTACT, "--dry-run")),
    Goal("`check --dry-run` in 10,000 / in 10", "1.2", "above 2", writing(*CHECK)),
    Goal("`validate` of 100", "", "", seconds(100)),
    Goal("`validate` of 1,000", "", "", seconds(1000)),
    Goal("`validate` of 10,000", "", "", seconds(10_000)),
    Goal("instructions a placement, `validate` of 1,000", "600 k", "above 800 k", instructions(1000, "validate")),
    Goal("`due` / `validate`, 1,000", "1.0", "above 1.2", against_validate(1000, "due")),
    Goal("`compliance` / `validate`, 1,000", "1.0", "above 1.2", against_validate(1000, "compliance")),
    Goal("`register` / `validate`, 1,000", "1.0", "above 1.2", against_validate(1000, "register")),
    Goal("`attendance` / `validate`, 1,000", "", "", against_validate(1000, "attendance")),
    Goal("`report governors` / `validate`, 1,000", "", "", against_validate(1000, "report", "governors")),
    Goal("`report inspection` / `validate`, 1,000", "", "", against_validate(1000, "report", "inspection")),
    Goal("`export marks` / `validate`, 1,000", "", "", against_validate(1000, "export", "marks", "--from", "2026-07-06", "--to", "2026-07-10")),
    Goal("`fmt --check` / `validate`, 1,000", "", "", against_validate(1000, "fmt", "--check")),
    Goal("`explain risk-assessment` / `validate`, 1,000", "", "", against_validate(1000, "explain", "risk-assessment")),
    Goal("one thread or two, `validate` of 1,000: processor time of two / one", "1.1", "above 1.2", threads),
    Goal("twice the 500 entries and days of one placement / once", "2.2", "above 2.5", twice),
    Goal("`validate`, 10,000 / reading every byte", "6", "above 8", against_reading("validate")),
    Goal("loading alone, 10,000 / reading every byte", "", "", loading),
    Goal("`attendance`, 10,000 / reading every byte", "6", "above 8", against_reading("attendance")),
    Goal("`validate ID` in 10,000 / `validate`", "0.2", "above 0.3", one_of_many),
    Goal("growth of `validate`, 10,000 / 1,000", "10", "above 11", growth(1000, 10_000)),
    Goal("growth of `validate`, 100,000 / 10,000", "12", "above 13", growth(10_000, 100_000)),
    Goal("peak memory of `validate`, 1,000", "14 MiB", "above 20 MiB", memory(1000)),
    Goal("peak memory of `validate`, 10,000", "90 MiB", "above 130 MiB", memory(10_000)),
    Goal("peak memory of `validate`, 100,000", "850 MiB", "above 1,300 MiB", memory(100_000)),
    Goal("`taplo lint` of the records / `validate`, 1,000", "6", "under 4", peer("taplo"), True, True),
    Goal("`jsonschema-cli`, records and registers / `validate`, 1,000", "3", "under 2", peer("jsonschema-cli"), True, True),
    Goal("`recfix --check` of the records / `validate`, 1,000", "60", "under 40", peer("recfix"), True, True),
]
