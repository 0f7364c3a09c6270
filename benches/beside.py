#!/usr/bin/env python3
"""Run Ustav and its peers in turn, and print tables of ratios.

    beside.py --peers FOLDER --work FOLDER [--rounds 5] [--sizes 20,1k,100k,1m] [--policies 10,1000,100000]

FOLDER of `--peers` holds the programs of the peers (`handwritten`, `cedar`, `rego`, `expressions`, `policies`), that of
`--work` their workloads (`20/open`, …) and policy sets (`p10`, …). Ours is built by `cargo bench --no-run --bench peer`;
`--ours` names another program. Rounds are interleaved, so that a slow moment of the machine falls on all; a ratio is
taken within a round, and the median of the rounds is printed. All lines go to results.jsonl in the work folder.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What is run on a workload: the name in the table, the program, its options, and the largest size that it is run on.
ENGINES = [
    ("limit", "handwritten", [], None),
    ("ustav", None, [], None),
    ("Cedar with reasons", "cedar", ["--policies", "reasons"], "1k"),
    ("Cedar with reasons, sliced", "cedar", ["--policies", "reasons", "--slice", "yes"], "1k"),
    ("regorus, sliced, counts of the host", "rego",
     ["--policies", "reasons", "--slice", "yes", "--counts", "host"], "1k"),
    ("CEL", "expressions", ["--engine", "cel"], "1k"),
    ("zen", "expressions", ["--engine", "zen"], "1k"),
]
SIZES = ["20", "1k", "100k", "1m"]
# The forms of the conditions that were tried: their figures in our line, all of resolved actions.
FORMS = [("decision tables", "resolved"), ("register code, without invariants", "register_code"),
         ("closures, without invariants", "closures"), ("nodes", "nodes")]


def ours(given):
    """The benchmark program, built where it is not given."""
    if given:
        return given
    told = subprocess.run(
        ["cargo", "bench", "--no-run", "--bench", "peer", "--message-format=json"],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    # The program itself is built beside it.
    built = [message for message in map(json.loads, told.splitlines()) if message.get("executable")]
    return next(message["executable"] for message in built if message["target"]["name"] == "peer")


def run(command):
    """The line of JSON that a program prints, or nothing."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        print(f"{command[0]}: {done.stderr.strip()[-200:]}", file=sys.stderr)
        return None


def rows(jobs, rounds, log):
    """The lines of all rounds of each job."""
    lines = {name: [] for name, _ in jobs}
    for number in range(rounds):
        for name, command in jobs:
            print(f"round {number + 1}: {name}", file=sys.stderr)
            line = run(command)
            lines[name].append(line)
            log.write(json.dumps({"job": name, "command": [str(word) for word in command], "line": line}) + "\n")
            log.flush()
    return lines


def at(line, *path):
    """The figure of a line at a path."""
    for key in path:
        line = None if line is None else line.get(key)
    return line


def table(title, lines, figures, base="limit"):
    """Print the medians, and the medians of the ratios to the first engine."""
    print(f"\n### {title}\n")
    print("| engine | " + " | ".join(f"{name} | × limit" for name, _ in figures) + " | agreement |")
    print("|---|" + "---|---|" * len(figures) + "---|")
    for name, own in lines.items():
        cells = [name]
        for _, path in figures:
            values = [at(line, *path) for line in own]
            pairs = [(one, at(other, *path)) for one, other in zip(values, lines[base])]
            ratios = [one / other for one, other in pairs if one and other]
            values = [value for value in values if value]
            cells.append(f"{statistics.median(values):,.1f}" if values else "")
            cells.append(f"{statistics.median(ratios):.2f}" if ratios else "")
        last = next((line for line in reversed(own) if line), {})
        agreed = last.get("agreement", {})
        agreed = f"{agreed['verdicts']}/{agreed['actions']}" if agreed else f"{last.get('agree')}/{last.get('requests')}"
        print("| " + " | ".join(cells) + f" | {agreed} |")


def forms(title, lines):
    """Print what the forms of the conditions cost, beside the tables."""
    print(f"\n### {title}: forms of the conditions\n")
    print("| form | a resolved decision, ns | × tables |")
    print("|---|---|---|")
    for name, key in FORMS:
        own = [at(line, "ns_per_decision", key, "median") for line in lines["ustav"]]
        tables = [at(line, "ns_per_decision", "resolved", "median") for line in lines["ustav"]]
        ratios = [one / other for one, other in zip(own, tables) if one and other]
        own = [value for value in own if value]
        if own:
            print(f"| {name} | {statistics.median(own):,.1f} | {statistics.median(ratios):.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--ours")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--policies", default="10,1000,100000")
    asked = parser.parse_args()
    program = ours(asked.ours)
    short = ["--passes", "5", "--budget-ms", "6000"]
    with open(asked.work / "results.jsonl", "a", encoding="utf-8") as log:
        for size in filter(None, asked.sizes.split(",")):
            jobs = []
            for name, engine, options, largest in ENGINES:
                if largest and SIZES.index(size) > SIZES.index(largest):
                    continue
                command = [asked.peers / engine if engine else program, asked.work / size / "open"]
                jobs.append((name, command + options + short))
            lines = rows(jobs, asked.rounds, log)
            figures = [("decide, ns", ("ns_per_decision", "decide", "median")),
                       ("from JSON, ns", ("ns_per_decision", "json", "median"))]
            table(f"{size} users", lines, figures)
            forms(f"{size} users", lines)
            for kind in ["full", "on-premise", "unknown"]:
                line = run([program, asked.work / size / kind, "--passes", "1"])
                print(f"\n{kind}: {json.dumps(at(line, 'agreement'))}")
        for count in filter(None, asked.policies.split(",")):
            folder = asked.work / f"p{count}"
            # Cedar's validator takes some twenty minutes on the largest set.
            cedar = ["cedar", folder, "--budget-ms", "1000"] + (["--validate", "0"] if int(count) > 10_000 else [])
            jobs = [("limit", [asked.peers / "policies", "limit", folder]),
                    ("ustav", [program, folder]),
                    ("Cedar", [asked.peers / "policies"] + cedar)]
            lines = rows(jobs, asked.rounds, log)
            figures = [("a decision, ns", ("ns_per_decision", "median")),
                       ("to prepare, ms", ("prepare_total_ms",)),
                       ("memory at its peak, KiB", ("memory_kib", "peak"))]
            table(f"{count} rules", lines, figures)


main()
