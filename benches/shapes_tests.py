#!/usr/bin/env python3
"""Write a pack of many rules with the scenarios that hold it, to see what `ustav test` costs with size.

    shapes_tests.py write FOLDER [--rules 500] [--scenarios 300] [--loose]
    shapes_tests.py measure [--program target/release/ustav] [--rules 50] [--loose]

Each action has ten rules: two permits, six prohibitions, a limit and a never. Its first six scenarios hold nearly all
that its rules say; further ones play the same at other times. With `--loose` every fifth action is tried once only, so
that many changes of its rules survive. `measure` runs verbs on a pack and on one ten times as large, and prints seconds
of processor and the factor; one over twelve is marked.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

OF_AN_ACTION = 10

# What is run on each pack.
VERBS = ["test", "test --coverage", "test --mutate", "test --boundaries", "fmt --check rules", "compile --emit plan",
         "audit state.yaml", "audit --rules pack.ustav state.yaml"]

STATE = """enum Plan {{ free, basic, professional }}
enum Kind {{ plain, special, other }}
enum Status {{ active, blocked }}
enum Mark {{ {marks} }}

state {{
  plan: Plan = basic
  open {{
{open}
  }}
  users: each user by id {{
    id:     String
    role:   Role
    status: Status = active
    level:  Int = 1
    mark:   Mark?
  }}
}}

role member
role admin
"""

RULES = """
action act{k}(amount: Int, kind: Kind, user)
  effect user.mark becomes m{k}

permit members{k}
  member may act{k}
  when open.o{k}

permit admins{k}
  admin may act{k}

forbid too-much{k}
  nobody may act{k}
  when amount is more than {most}

forbid too-little{k}
  nobody may act{k}
  unless amount is at least 1

forbid blocked{k}
  nobody may act{k}
  when user.status is blocked

forbid kinds{k}
  nobody may act{k}
  unless kind is one of plain, special

forbid level{k}
  nobody may act{k}
  when amount is more than 50 and user.level is less than 3

forbid free{k}
  nobody may act{k}
  when plan is free and amount is more than 10

limit marked{k}
  at most 3 users where mark is m{k}

never marked-and-high{k}
  users where mark is m{k} and level is more than 8
"""

USERS = """plan: basic
users:
  - {id: ann, role: member}
  - {id: root, role: admin}
  - {id: u1, role: member}
  - {id: u2, role: member}
  - {id: u3, role: member}
  - {id: u4, role: member}
  - {id: off, role: member, status: blocked}
  - {id: high, role: member, level: 9}
  - {id: eight, role: member, level: 8}
  - {id: three, role: member, level: 3}
  - {id: two, role: member, level: 2}
"""


def step(k, expect, because, actor="ann", amount=10, kind="plain", user="u1"):
    done = f"actor: {actor}, action: act{k}, amount: {amount}, kind: {kind}, user: {user}"
    return f"      - {{do: {{{done}}}, expect: {expect}, because: {because}}}\n"


def scenario(name, day, steps, other="", audit=None):
    text = f"  - name: {name}\n    at: 2024-{1 + day // 28 % 12:02}-{1 + day % 28:02}\n"
    text += f"    with: {other}\n" if other else ""
    text += "    steps:\n" + "".join(steps) if steps else ""
    return text + (f"    audit: {{expect: {audit}}}\n" if audit else "")


def scenarios(k, most):
    """The scenarios of an action: their names, steps, what is other in the state, and the audit."""
    yes, no = "allowed", "denied"
    mine = f"members{k}"
    marks = ", ".join(f"u{n}: {{mark: m{k}}}" for n in range(1, 4))
    return [
        ("amounts", [
            step(k, no, f"too-little{k}", amount=0), step(k, yes, mine, amount=1),
            step(k, yes, mine, amount=most, user="three"), step(k, no, f"too-much{k}", amount=most + 1, user="three"),
            step(k, no, f"kinds{k}", kind="other"), step(k, yes, mine, kind="special")], "", None),
        ("open and closed", [
            step(k, no, "default"), step(k, yes, f"admins{k}", actor="root"),
            step(k, no, f"blocked{k}", actor="root", user="off")], f"{{open: {{o{k}: false}}}}", None),
        ("levels", [
            step(k, yes, mine, amount=50, user="two"), step(k, no, f"level{k}", amount=51, user="two"),
            step(k, yes, mine, user="eight"),
            step(k, no, f"marked-and-high{k}", user="high")], "", "[]"),
        ("how many", [
            step(k, yes, mine, user="u1"), step(k, no, f"marked{k}", user="u4")],
            f"{{users: {{{marks}}}}}", "[]"),
        ("the free plan", [
            step(k, yes, mine, amount=10), step(k, no, f"free{k}", amount=11)], "{plan: free}", None),
        ("what is wrong", [], f"{{users: {{{marks}, u4: {{mark: m{k}}}, high: {{mark: m{k}}}}}}}",
            f"[marked{k}, marked-and-high{k}]"),
    ]


def write(folder, wanted, most_scenarios, loose):
    actions = max(1, wanted // OF_AN_ACTION)
    rules = folder / "rules"
    (rules / "scenarios").mkdir(parents=True, exist_ok=True)
    most = [90 + k % 7 for k in range(actions)]
    marks = ", ".join(f"m{k}" for k in range(actions))
    opened = "\n".join(f"    o{k}: Bool = true" for k in range(actions))
    text = STATE.format(marks=marks, open=opened) + "".join(RULES.format(k=k, most=most[k]) for k in range(actions))
    (rules / "all.rules").write_text(text)
    (folder / "state.yaml").write_text(USERS)
    text, written, again = "state: ../../state.yaml\nscenarios:\n", 0, 0
    while written < most_scenarios:
        for k in range(actions):
            tried = scenarios(k, most[k])
            tried = tried[1:2] if loose and k % 5 == 0 else tried
            for name, steps, other, audit in tried[: max(0, most_scenarios - written)]:
                text += scenario(f"{name} of {k}, {again}", again, steps, other, audit)
                written += 1
        again += 1
    (rules / "scenarios" / "all.yaml").write_text(text)


def run(program, folder, verb):
    """The seconds of processor that a verb takes."""
    child = subprocess.Popen([program, "-q", *verb.split()], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{verb}: {child.returncode}: {said.strip()[:200]}")
    return used.ru_utime + used.ru_stime


def measure(given):
    program, steep = given.program.resolve(), False
    print(f"{'verb':24}{'s':>9}{'s':>9}  factor")
    with tempfile.TemporaryDirectory() as work:
        folders = []
        for rules in (given.rules, 10 * given.rules):
            folders.append(pathlib.Path(work) / str(rules))
            write(folders[-1], rules, rules * 3 // 5, given.loose)
            run(program, folders[-1], "compile --out pack.ustav")
        for verb in VERBS:
            small, large = (run(program, folder, verb) for folder in folders)
            factor = large / small
            steep |= factor > 12
            mark = "  steep" if factor > 12 else ""
            print(f"{verb:24}{small:9.3f}{large:9.3f}  {factor:.1f}{mark}", flush=True)
    return 1 if steep else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    one, every = verbs.add_parser("write"), verbs.add_parser("measure")
    one.add_argument("folder", type=pathlib.Path)
    one.add_argument("--rules", type=int, default=500)
    one.add_argument("--scenarios", type=int, default=300)
    every.add_argument("--program", type=pathlib.Path, default=pathlib.Path("target/release/ustav"))
    every.add_argument("--rules", type=int, default=50, help="the smaller size")
    one.add_argument("--loose", action="store_true")
    every.add_argument("--loose", action="store_true")
    given = parser.parse_args()
    if given.verb == "measure":
        return measure(given)
    return write(given.folder, given.rules, given.scenarios, given.loose)


if __name__ == "__main__":
    sys.exit(main())
