#!/usr/bin/env python3
"""Write states of a shape and a size, run what judges on them, and print how time and memory grow.

    shapes_states.py [--program target/release/ustav] [--shapes all] [--limit 120]

Each shape is run at a size and at ten times that. What is linear grows tenfold, what is looked up less; a factor over
twelve is marked. Sizes are such that the larger run takes longer than to start the program.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

HEAD = """state {
  users: each user by id {
    id:   String
    role: Role
    age:  Int
  }
  accounts: each account by id {
    id:     String
    owner:  String
    kind:   String
    closed: Bool
  }
  documents: each document by id {
    id:      String
    account: String
    open:    Bool
    sent:    Date?
    due:     Date
  }
  memberships: each membership {
    user: String
    team: String
  }
}

role member

action read(document)

action edit(document)
  effect document.open becomes true

action close(account)
  effect account.closed becomes true

action send(document)
  effect document.sent becomes now

permit own-accounts
  every user may read, edit, send
  when any a in accounts where a.id is document.account and a.owner is actor.id

permit whoever-closes
  every user may close
"""

FURTHER = """
limit few-of-kind
  at most 100000000 documents where open and (any a in accounts where a.id is account and a.kind is not "plain")

never open-in-closed
  documents where open and (any a in accounts where a.id is account and a.kind is not "plain" and a.closed)

permit of-some-kind
  every user may edit
  when (count of accounts where owner is actor.id and kind is not "plain") is at least 1
"""

MEMBERS = """
forbid not-of-the-team
  nobody may read
  when any m in memberships where m.user is actor.id and m.team is document.account
"""

LATE = """
deadline sent-in-time
  each document must have sent within 10 days of due
"""

# Each shape: its rules, and the verbs that are run on it.
SHAPES = {
    "look_up": (HEAD, ["check read", "can", "simulate read"]),
    "further_condition": (HEAD + FURTHER, ["check edit", "check close", "simulate edit", "audit", "fix"]),
    "memberships": (HEAD + MEMBERS, ["check read", "fix"]),
    "deadlines": (HEAD + LATE, ["check send", "audit", "simulate send"]),
    "all": (HEAD + FURTHER + MEMBERS + LATE, ["check read", "check edit", "check close", "can", "audit"]),
}


def state(size):
    return {
        "users": [{"id": f"u{n}", "role": "member", "age": n % 90} for n in range(size)],
        "accounts": [
            {"id": f"a{n}", "owner": f"u{n}", "kind": "gold" if n % 2 else "plain", "closed": False}
            for n in range(size)
        ],
        "documents": [
            {"id": f"d{n}", "account": f"a{n}", "open": n % 3 == 0, "due": "2025-01-01"} for n in range(size)
        ],
        "memberships": [{"user": f"u{n}", "team": f"t{n % 50}"} for n in range(size)],
    }


def yaml(held):
    """The same as block YAML."""
    lines = []
    for name, rows in held.items():
        lines.append(f"{name}:")
        lines.extend("  - " + "{" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in row.items()) + "}"
                     for row in rows)
    return "\n".join(lines) + "\n"


def write(folder, rules, size):
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "rules" / "shape.rules").write_text(rules)
    held = state(size)
    (folder / "state.json").write_text(json.dumps(held))
    (folder / "state.yaml").write_text(yaml(held))
    for action, argument in (("read", "document: d5"), ("edit", "document: d5"), ("close", "account: a5"),
                             ("send", "document: d5")):
        line = f"actor: u5\naction: {action}\nat: 2025-01-01\n{argument}\n"
        (folder / f"{action}.yaml").write_text(line)
        name, kind = argument.split(": ")[0], argument.split(": ")[1][0]
        several = [{"actor": f"u{n % size}", "action": action, "at": "2025-01-01", name: f"{kind}{n % size}"}
                   for n in range(size // 10)]
        (folder / f"{action}.jsonl").write_text("".join(json.dumps(own) + "\n" for own in several))


def arguments(verb):
    head, *action = verb.split(" ")
    if head == "check":
        return ["check", "state.json", f"{action[0]}.yaml"]
    if head == "check-yaml":
        return ["check", "state.yaml", f"{action[0]}.yaml"]
    if head == "simulate":
        return ["simulate", "state.json", f"{action[0]}.jsonl"]
    if head == "fix":
        return ["check", "state.json", "other.yaml", "--fix"]
    if head == "can":
        return ["can", "state.json", "--actor", "u5"]
    return ["audit", "state.json", "--at", "2025-06-01"]


def run(program, folder, verb, limit):
    """Seconds of processor and megabytes; or nothing where it takes too long or cannot be done."""
    other = "actor: u6\naction: read\nat: 2025-01-01\ndocument: d5\n"
    (folder / "other.yaml").write_text(other)
    child = subprocess.Popen([program, "-q", *arguments(verb)], cwd=folder, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
    said = child.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1, 3):
        print(f"{verb}: {child.returncode}: {said.strip()[:200]}")
        return None
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=pathlib.Path("target/release/ustav"))
    parser.add_argument("--shapes", default="all", help="names with , between them")
    parser.add_argument("--size", type=int, default=3000, help="the smaller size")
    parser.add_argument("--limit", type=int, default=120, help="seconds")
    given = parser.parse_args()
    program, worst = given.program.resolve(), 0.0
    print(f"{'shape':20}{'verb':18}{'s':>9}{'s':>9}{'MB':>8}{'MB':>8}  factors")
    for name in SHAPES if given.shapes == "all" else given.shapes.split(","):
        rules, verbs = SHAPES[name]
        rows = []
        for size in (given.size, 10 * given.size):
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                write(folder, rules, size)
                rows.append({verb: run(program, folder, verb, given.limit)
                             for verb in [*verbs, "check-yaml read"]})
        for verb in rows[0]:
            small, large = rows[0][verb], rows[1][verb]
            if small is None or large is None:
                print(f"{name:20}{verb:18}  stopped")
                worst = float("inf")
                continue
            factors = [late / early for early, late in zip(small, large)]
            shown = " ".join(f"{factor:.1f}" for factor in factors)
            steep = "  steep" if any(factor > 12 for factor in factors) else ""
            worst = max(worst, *factors)
            print(f"{name:20}{verb:18}{small[0]:9.3f}{large[0]:9.3f}{small[1]:8.1f}{large[1]:8.1f}  {shown}{steep}")
    return 1 if worst > 12 else 0


if __name__ == "__main__":
    sys.exit(main())
