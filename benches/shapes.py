#!/usr/bin/env python3
"""Write rules of a shape and a size, and measure what compiling them takes.

    shapes.py write SHAPE SIZE FOLDER     writes rules, a state and an action
    shapes.py measure [SHAPE …] [--ours PROGRAM] [--most SECONDS]

`measure` compiles each shape at its size and at ten times that, and prints seconds of processor, megabytes and the size of the
artefact, with the factors between the two. What is linear has factors of about ten; those over twelve are marked.
"""

import argparse
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

USERS = "state {{\n{fields}  users: each user by id {{\n    id:   String\n    role: Role\n{own}  }}\n}}\n\n"
STATE = "users: [{id: anna, role: member0}]\n"
ACTION = "{actor: anna, action: act0}\n"


def state(fields="", own=""):
    return USERS.format(fields=fields, own=own)


def roles(count=1):
    return "".join(f"role member{n}\n" for n in range(count)) + "\n"


def one_action(conditions, fields="", own="", parameters=""):
    """One action with a permit for each list of conditions."""
    text = state(fields, own) + roles() + f"action act0{parameters}\n\n"
    for n, lines in enumerate(conditions):
        text += f"permit p{n}\n  every user may act0\n" + "".join(f"  when {line}\n" for line in lines) + "\n"
    return text


def numbers(count, name="x"):
    return "".join(f"  {name}{n}: Int = 0\n" for n in range(count))


def lets_chain(size):
    """Named expressions, each using the one before once."""
    text = state(numbers(1)) + roles()
    text += "let l0 = x0 is 1\n" + "".join(f"let l{n} = l{n - 1}\n" for n in range(1, size))
    return text + f"\naction act0\n\npermit p\n  every user may act0\n  when l{size - 1}\n"


def lets_arguments(size):
    """Named expressions with parameters, each handing its own on."""
    text = state(numbers(1)) + roles() + "action act0\n\n"
    text += "let l0(a: Int, b: Int) = a + b is 1\n"
    text += "".join(f"let l{n}(a: Int, b: Int) = a is {n} and l0(b, a)\n" for n in range(1, size))
    text += "".join(f"\npermit p{n}\n  every user may act0\n  when l{n}(x0, {n})\n" for n in range(size))
    return text


def let_of_many_uses(size):
    """One named expression, used by every rule."""
    text = one_action([[f"busy and x0 is {n}"] for n in range(size)], numbers(1))
    return text + "let busy = (count of users where role is member0) is at least 1\n"


def impact(size, values=lambda n: "1", fields=lambda n: "mark", conditions=lambda n: f"mark is 1 and size is {n}"):
    """Actions that set what all invariants read: one action to two invariants and two permits."""
    names = sorted({"mark"} | {fields(n) for n in range(size)})
    text = state("", "".join(f"    {name}: Int = 0\n" for name in names) + "    size: Int = 0\n") + roles()
    for n in range(size):
        text += f"action act{n}(user)\n  effect user.mark becomes {values(n)}\n"
        text += f"  effect user.{fields(n)} becomes 1\n\n" if fields(n) != "mark" else "\n"
        text += f"permit p{n}\n  every user may act{n}\n\npermit q{n}\n  member0 may act{n}\n\n"
    for n in range(2 * size):
        text += f"never n{n}\n  users where {conditions(n)}\n\n"
    return text


def actions_by_invariants(size):
    """Every action sets the field that every invariant reads."""
    return impact(size)


def values_by_invariants(size):
    """The same with another value for each action."""
    return impact(size, values=str, conditions=lambda n: f"mark is more than {n} and size is {n}")


def fields_by_invariants(size):
    """The same, and each action writes a field of its own besides."""
    return impact(size, fields=lambda n: f"own{n}")


def exceptions_by_invariants(size):
    """The same, and each invariant spares one action."""
    text = impact(size)
    for n in range(size):
        text = text.replace(f"never n{n}\n  users where mark is 1 and size is {n}\n",
                            f"never n{n}\n  users where mark is 1 and size is {n}\n  does not stop act{n}\n")
    return text


def limits_of_one_set(size):
    """Limits that count the same elements, and actions that add to them."""
    text = state("", "    mark: Int = 0\n") + roles()
    for n in range(size):
        text += f"action act{n}(name: String)\n  effect add users {{ id: name, role: member0 }}\n\n"
        text += f"permit p{n}\n  every user may act{n}\n\n"
        text += f"limit m{n}\n  at most {n + 10} users where role is member0\n\n"
    return text


def limits_of_many_sets(size):
    """Limits that count other elements each, and actions that add to all of them."""
    text = limits_of_one_set(size)
    for n in range(size):
        text = text.replace(f"at most {n + 10} users where role is member0", f"at most 5 users where mark is {n}")
    return text


def nevers_on_one_field(size):
    """One action that sets the field that all invariants read."""
    text = state("", "    mark: Int = 0\n") + roles() + "action act0(user)\n  effect user.mark becomes 1\n\n"
    text += "permit p\n  every user may act0\n\n"
    return text + "".join(f"never n{n}\n  users where mark is {n}\n\n" for n in range(size))


def roles_by_actions(size, kinds=lambda size: size // 5):
    """Actions and a fifth as many roles, two rules for each action."""
    text, count = state() + roles(kinds(size)), kinds(size)
    for n in range(size):
        text += f"action act{n}\n\npermit p{n}\n  member{n % count} may act{n}\n\n"
        text += f"forbid f{n}\n  member{n * 7 % count} may not act{n}\n\n"
    return text


def few_roles_by_actions(size):
    """Actions and sixty roles, two rules for each action."""
    return roles_by_actions(size, lambda _: 60)


def deep_like(size):
    """Roles like the one before, and a rule for each."""
    text = state() + "role member0\n" + "".join(f"role member{n} like member{n - 1}\n" for n in range(1, size))
    for n in range(size):
        text += f"\naction act{n}\n\npermit p{n}\n  member{n // 2} may act{n}\n"
    return text + "\n"


MIXED = [
    lambda d: f"kind is k{d.randrange(60)}",
    lambda d: f"colour is not c{d.randrange(60)}",
    lambda d: f"amount is at least {d.randrange(1000)}",
    lambda d: f"amount is less than {d.randrange(1000)}",
    lambda d: f"x{d.randrange(200)} is {d.randrange(100)}",
    lambda d: f"note is \"t{d.randrange(1000)}\"",
    lambda d: f"now is within {d.randrange(1, 300)} days of day",
    lambda d: f"user.size * 2 is more than {d.randrange(1000)}",
    lambda d: f"(count of users where size is {d.randrange(200)}) is at most {d.randrange(5)}",
    lambda d: "user is not actor",
    lambda d: f"user.kind is one of k{d.randrange(30)}, k{d.randrange(30, 60)}",
    lambda d: "user.open and opened",
]


def mixed_conditions(size, each=10):
    """Rules of ten conditions of all kinds on one action."""
    dice = random.Random(1)
    enums = "".join(f"enum {name} {{ {', '.join(letter + str(n) for n in range(60))} }}\n\n"
                    for name, letter in (("Kind", "k"), ("Colour", "c")))
    rules = [[condition(dice) for condition in dice.sample(MIXED, each)] for _ in range(size)]
    return enums + one_action(
        rules, numbers(200) + "  opened: Bool = true\n  day: Date\n",
        "    size: Int = 0\n    kind: Kind = k0\n    open: Bool = true\n",
        "(kind: Kind, colour: Colour, amount: Int, note: String, user)")


def one_condition(size):
    """The same with one condition each."""
    return mixed_conditions(size, 1)


def wide_enum(size):
    """An enum of many values, and a rule for each."""
    text = f"enum Kind {{ {', '.join(f'k{n}' for n in range(size))} }}\n\n"
    return text + one_action([[f"kind is k{n}"] for n in range(size)], "", "", "(kind: Kind)")


def many_enums(size):
    """Many enums, each of a field, and a rule for each."""
    text = "".join(f"enum Kind{n} {{ a{n}, b{n} }}\n\n" for n in range(size))
    return text + one_action([[f"x{n} is a{n}"] for n in range(size)],
                             "".join(f"  x{n}: Kind{n} = a{n}\n" for n in range(size)))


def many_fields(size):
    """Many values of the state, and a rule for each."""
    return one_action([[f"x{n} is {n}"] for n in range(size)], numbers(size))


def many_fields_of_elements(size):
    """Many fields of elements, and a rule for each."""
    return one_action([[f"user.x{n} is {n}"] for n in range(size)], "",
                      "".join(f"    x{n}: Int = 0\n" for n in range(size)), "(user)")


def many_effects(size):
    """Actions with a hundred effects, and as many invariants as fields."""
    text = state("", "".join(f"    x{n}: Int = 0\n" for n in range(100))) + roles()
    for n in range(size):
        text += f"action act{n}(user)\n" + "".join(f"  effect user.x{m} becomes {m}\n" for m in range(100))
        text += f"\npermit p{n}\n  every user may act{n}\n\n"
    return text + "".join(f"never n{n}\n  users where x{n} is more than {n}\n\n" for n in range(100))


def many_parameters(size):
    """One action with many parameters, and a rule for each."""
    parameters = ", ".join(f"p{n}: Int" for n in range(size))
    return one_action([[f"p{n} is {n}"] for n in range(size)], "", "", f"({parameters})")


def actions_of_one_rule(size):
    """One rule for many actions, and a rule of all of them."""
    text = state(numbers(1)) + roles() + "".join(f"action act{n}\n" for n in range(size)) + "\n"
    names = ", ".join(f"act{n}" for n in range(size))
    return text + f"permit p\n  every user may {names}\n  when x0 is 0\n\nforbid f\n  member0 may not do anything\n"


def many_alternatives(size):
    """Rules of disjunctions of conjunctions."""
    line = " and ".join(f"(x{n} is 1 or y{n} is 2)" for n in range(8))
    return one_action([[line]] * size, numbers(8) + numbers(8, "y"))


def many_messages(size):
    """Rules that all say something with values."""
    text = state(numbers(1)) + roles() + "action act0(name: String)\n\npermit p\n  every user may act0\n\n"
    return text + "".join(
        f"forbid f{n}\n  nobody may act0\n  when x0 is {n}\n  say en \"{{name}} and {{x0}}\"\n\n" for n in range(size))


# Each shape with the size that it is measured at, and at ten times that.
SHAPES = {
    lets_chain: 35, lets_arguments: 1000, let_of_many_uses: 1000, actions_by_invariants: 200,
    values_by_invariants: 200, fields_by_invariants: 90, exceptions_by_invariants: 200, limits_of_one_set: 300,
    limits_of_many_sets: 300, nevers_on_one_field: 1000, roles_by_actions: 100, few_roles_by_actions: 300,
    deep_like: 3, mixed_conditions: 100, one_condition: 1000, wide_enum: 99, many_enums: 90, many_fields: 90,
    many_fields_of_elements: 90, many_effects: 100, many_parameters: 90, actions_of_one_rule: 900,
    many_alternatives: 200, many_messages: 1000,
}
NAMES = {shape.__name__: shape for shape in SHAPES}


def write(shape, size, folder):
    folder = pathlib.Path(folder)
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "rules" / "shape.rules").write_text(NAMES[shape](size))
    (folder / "state.yaml").write_text(STATE)
    (folder / "action.yaml").write_text(ACTION)


def measure(program, shape, size, most):
    """Seconds, megabytes and bytes of the artefact; or what it says instead."""
    with tempfile.TemporaryDirectory() as folder:
        write(shape, size, folder)
        out = os.path.join(folder, "out.ustav")
        command = [program, "--rules", os.path.join(folder, "rules"), "compile", "--out", out]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (most, most)))
        said = child.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            first = said.strip().splitlines()[:1]
            return None, f"{child.returncode}: {first[0] if first else 'stopped'} ({len(said)} bytes said)"
        return (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.path.getsize(out)), None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("write")
    one.add_argument("shape", choices=NAMES)
    one.add_argument("size", type=int)
    one.add_argument("folder")
    every = verbs.add_parser("measure")
    every.add_argument("shape", nargs="*")
    every.add_argument("--ours", default="target/release/ustav")
    every.add_argument("--most", type=int, default=120)
    given = parser.parse_args()
    if given.verb == "write":
        return write(given.shape, given.size, given.folder)
    print(f"{'shape':28}{'size':>6}{'s':>9}{'MB':>8}{'KB out':>9}  factors")
    for name in given.shape or NAMES:
        before = None
        for size in (SHAPES[NAMES[name]], 10 * SHAPES[NAMES[name]]):
            now, wrong = measure(given.ours, name, size, given.most)
            if wrong:
                print(f"{name:28}{size:>6}  {wrong}")
                break
            factors = [late / early for early, late in zip(before, now)] if before else []
            shown = " ".join(f"{factor:.1f}" for factor in factors)
            steep = "  steep" if any(factor > 12 for factor in factors) else ""
            print(f"{name:28}{size:>6}{now[0]:>9.3f}{now[1]:>8.1f}{now[2] / 1024:>9.1f}  {shown}{steep}", flush=True)
            before = now
    return None


if __name__ == "__main__":
    sys.exit(main())
