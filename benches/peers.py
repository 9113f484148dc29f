"""Other programs that check files, on the same records: installed outside the
repository, and the records put into the form that each of them reads."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import tomllib

import measure

HOME = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
TOOLS = HOME / "apcheck-peers"


def install():
    """taplo and jsonschema-cli by cargo into ~/.cache, recutils by apt."""
    for crate, program in [("taplo-cli", "taplo"), ("jsonschema-cli", "jsonschema-cli")]:
        if not (TOOLS / "bin" / program).exists():
            subprocess.run(["cargo", "install", "--quiet", "--root", TOOLS, crate], check=False)
    if shutil.which("recfix") is None and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "recutils"], check=False)


def records(folder, kind):
    """The records of a kind that a parser without repair can read: nearly all."""
    paths = sorted((folder / kind).glob("*.toml"))
    found = []
    for path in paths:
        try:
            found.append((path.stem, tomllib.loads(path.read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
    if len(found) < 0.9 * len(paths):
        raise SystemExit(f"only {len(found)} of {len(paths)} {kind} can be read for the peers")
    return found


def schema(examples, kind):
    text = subprocess.run([examples / "schema", kind], capture_output=True, text=True, check=True)
    return json.loads(text.stdout)


def taplo(examples, folder, work):
    """`taplo lint` of the records alone, with the schema of each kind."""
    program = TOOLS / "bin" / "taplo"
    if not program.exists():
        return None
    rules = []
    for kind in ["placement", "provider"]:
        path = work / f"{kind}.schema.json"
        path.write_text(json.dumps(schema(examples, kind)))
        rules.append(
            f'[[rule]]\ninclude = ["**/{kind}s/*.toml"]\nschema = {{ path = "file://{path}" }}\n'
        )
    settings = work / "taplo.toml"
    settings.write_text("\n".join(rules))
    return [str(program), "lint", "--config", str(settings), f"{folder}/placements/*.toml",
            f"{folder}/providers/*.toml"]


def jsonschema(examples, folder, work):
    """`jsonschema-cli` of the records and the registers, a run for each kind."""
    program = TOOLS / "bin" / "jsonschema-cli"
    if not program.exists():
        return None
    commands = []
    for kind in ["placement", "provider"]:
        files = []
        for name, record in records(folder, f"{kind}s"):
            files.append(work / f"{kind}-{name}.json")
            files[-1].write_text(json.dumps(record, default=str))
        commands.append(validation(program, schema(examples, kind), kind, files, work))
    files = []
    for path in sorted((folder / "attendance").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as register:
            rows = list(csv.DictReader(register, restval=""))
        files.append(work / f"register-{path.stem}.json")
        files[-1].write_text(json.dumps(rows))
    commands.append(validation(program, schema(examples, "register"), "register", files, work))
    script = work / "jsonschema.sh"
    script.write_text("\n".join(commands) + "\n")
    return ["sh", str(script)]


def validation(program, rules, kind, files, work):
    path = work / f"{kind}.json-schema"
    path.write_text(json.dumps(rules))
    instances = " ".join(f"-i '{file}'" for file in files)
    return f"{program} validate {path} {instances} >/dev/null 2>&1"


def recfix(examples, folder, work):
    """`recfix --check` of the records alone."""
    program = shutil.which("recfix")
    if program is None:
        return None
    path = work / "records.rec"
    with path.open("w", encoding="utf-8") as out:
        for kind in ["placement", "provider"]:
            rules = schema(examples, kind)["properties"]
            out.write(f"%rec: {kind}\n%key: id\n")
            for name, rule in rules.items():
                if "enum" in rule:
                    out.write(f"%type: {field(name)} enum {' '.join(rule['enum'])}\n")
                elif rule.get("format") == "date":
                    out.write(f"%type: {field(name)} date\n")
            for name in schema(examples, kind)["required"]:
                if rules[name].get("type") != "object":
                    out.write(f"%mandatory: {field(name)}\n")
            out.write("\n")
            for name, record in records(folder, f"{kind}s"):
                out.write(f"id: {name}\n")
                for key, value in leaves(record):
                    out.write(f"{field(key)}: {value}\n")
                out.write("\n")
    return [program, "--check", str(path)]


def field(name):
    return "".join(letter if letter.isalnum() else "_" for letter in name)


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}_{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, str(value).replace("\n", " ")


PEERS = {"taplo": taplo, "jsonschema-cli": jsonschema, "recfix": recfix}


def ratio(name, examples, folder, work, validate):
    """How many times the processor time of `validate` a peer takes; `None` where it
    is not installed."""
    command = PEERS[name](examples, folder, work)
    if command is None:
        return None
    peer, ours = measure.paired(command, validate)
    return peer / ours
