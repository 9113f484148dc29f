#!/bin/sh
{ours} Looks at the records as they are staged;
# `git commit --no-verify` leaves the check out.
set -eu
records={records}
say() { printf 'apcheck: %s\n' "$1" >&2; }
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
git checkout-index --all --prefix="$staged/"
# Nothing is asked of a commit that has nothing in the folder of the records.
[ -d "$staged/$records" ] || exit 0
names=$(find "$staged/$records" -iname names.csv | head -n 1)
if [ -n "$names" ]; then
    names=${names##*/}
    say "names of pupils must not go into the history, so the commit waits: run \`git rm --cached $names\` in the folder it is in, then commit again (the file itself stays)"
    exit 1
fi
leave_out='where the commit cannot wait, `git commit --no-verify` leaves the check out'
if [ ! -f "$staged/$records/apcheck.toml" ]; then
    say "apcheck.toml is not staged, so the records cannot be checked, and the commit waits: \`git add\` apcheck.toml too, then commit again; $leave_out"
    exit 1
fi
if ! command -v apcheck >/dev/null 2>&1; then
    say "the program apcheck was not found, so the records were not checked, and the commit waits: install apcheck, or put the folder it is in on PATH, then commit again; $leave_out"
    exit 1
fi
status=0
found=$(apcheck -C "$staged/$records" validate --fail-on {level} --format concise) || status=$?
case $status in
0) ;;
1 | 4)
    # Only what makes the commit wait; all of it, should that be nothing.
    printf '%s\n' "$found" | grep -E ': ({levels})\[' >&2 || printf '%s\n' "$found" >&2
    say "the commit waits for this to be put right; it is about what is staged, so after mending a file, \`git add\` it again, then commit again (\`apcheck validate\` says what to do next); $leave_out"
    exit 1
    ;;
*)
    say "the records could not be checked, for the reason above, and the commit waits: put that right, then commit again; $leave_out"
    exit 1
    ;;
esac
