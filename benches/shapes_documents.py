#!/usr/bin/env python3
"""Write packs whose documents changed in many shapes, run what reads documents on them, and print how time grows.

    shapes_documents.py --work FOLDER [--program ustav] [--sizes 1000,10000] [--shapes all] [--verbs all] [--limit 300]

Each pack has as many citations as the size says. What was reviewed is recorded by the program itself; then the documents
are edited, and the verbs are run in turn. A line is a shape and a verb: the seconds of processor of each size, and how much more
the last takes than the first. Sizes that are ten times each other grow tenfold where the work is linear; a factor from
12 on is marked. A run that takes longer than `--limit` seconds is stopped.
"""

import argparse
import pathlib
import resource
import shutil
import subprocess
import sys

SYLLABLES = "ba de fi go ku la me ni po ru sa te vi zo bre dra fli glo kri plo".split()
# How many citations one action, and one heading, has.
GROUP = 20


def word(number):
    """A word of no language, another one for each number."""
    made = ""
    while True:
        number, rest = divmod(number, len(SYLLABLES))
        made = SYLLABLES[rest] + made
        if number == 0:
            return made + "x"


def sentence(at):
    """What a rule stands on: every other one states a number."""
    if at % 2:
        return f"Nobody may take more than {at} books from the {word(at)} shelf of the {word(7 * at + 3)} hall."
    return f"Members may use the {word(at)} room beside the {word(5 * at + 1)} stairs after their lesson."


def alike(at):
    """Sentences that begin alike, differ in a number alone, and have no rare word."""
    return f"A member of the library who has paid the fee of the year and signed the rules may take at most {at} books."


def under_headings(sentences):
    """Sentences as paragraphs, some under each heading."""
    lines = []
    for at, own in enumerate(sentences):
        if at % GROUP == 0:
            lines += [f"## Hall {word(at // GROUP)}", ""]
        lines += [own, ""]
    return "# Rules of the house\n\n" + "\n".join(lines)


def one_heading(sentences):
    return "# Rules of the house\n\n" + "\n\n".join(sentences) + "\n"


def paragraph(sentences):
    return "# Rules of the house\n\n" + " ".join(sentences) + "\n"


def items(sentences):
    return "# Rules of the house\n\nNobody may:\n\n" + "".join(f"- {own}\n" for own in sentences)


def table(sentences):
    rows = "".join(f"| {at} | {own} |\n" for at, own in enumerate(sentences))
    return "# Rules of the house\n\n| Number | Rule |\n|---|---|\n" + rows


def many_headings(sentences):
    return "# Rules of the house\n\n" + "".join(f"## Hall {at}\n\n{own}\n\n" for at, own in enumerate(sentences))


def renumbered(sentences):
    """A number becomes another, and what has none gets another word."""
    return [own.replace("more than ", "more than 1").replace("at most ", "at most 1").replace("lesson", "concert")
            for own in sentences]


def reworded(sentences):
    return [own.replace("Nobody may", "No person may").replace("Members may", "A member may") for own in sentences]


def gone(sentences):
    return [f"The {word(3 * at)} tower was built by {word(11 * at)} masons in spring." for at in range(len(sentences))]


def moved(sentences):
    """Each under another heading."""
    return sentences[1:] + sentences[:1] if len(sentences) < 2 * GROUP else sentences[GROUP:] + sentences[:GROUP]


def same(sentences):
    return sentences


# By name: the sentences, how they stand in a document, and how they are edited after the review.
SHAPES = {
    "unchanged": (sentence, under_headings, same),
    "changed": (sentence, under_headings, renumbered),
    "reworded": (sentence, under_headings, reworded),
    "missing": (sentence, under_headings, gone),
    "moved": (sentence, under_headings, moved),
    "moved, a heading each": (sentence, many_headings, moved),
    "one heading": (sentence, one_heading, renumbered),
    "one paragraph": (sentence, paragraph, renumbered),
    "items": (sentence, items, renumbered),
    "table": (sentence, table, renumbered),
    "alike": (alike, under_headings, same),
    "alike, changed": (alike, under_headings, renumbered),
    "alike, one paragraph": (alike, paragraph, renumbered),
}
# The same with a document for each citation.
DOCUMENTS = {
    "documents": (sentence, one_heading, same),
    "documents, changed": (sentence, one_heading, renumbered),
    "documents, missing": (sentence, one_heading, gone),
    "documents, moved": (sentence, one_heading, moved),
    "documents, alike": (alike, one_heading, renumbered),
}
ACCEPT = ["accept", "--by", "bench", "--reason", "read"]
# By name: the arguments, and whether the run is one of the edited documents.
VERBS = {
    "accept --new": ([*ACCEPT, "--new"], False),
    "verify": (["verify"], True),
    "verify --coverage": (["verify", "--coverage", "--quiet"], True),
    "verify, json": (["verify", "--format", "json"], True),
    "verify, junit": (["verify", "--format", "junit"], True),
    "verify --against": (["verify", "--against", "HEAD"], True),
    "report": (["report", "--out", "-"], True),
    "compile": (["compile", "--emit", "model"], True),
    "fmt": (["fmt", "--check"], True),
    "accept --moved": (["accept", "--by", "bench", "--moved"], True),
    "requote": ([*ACCEPT, "member"], True),
}


def rules(quotes, documents, half):
    """A rule for each quote, and one role that cites half of them (a declaration has its bounds) where it is asked for."""
    lines = [f'document {name} "{path}"' for name, path in documents]
    lines += ["", "state {", "  users: each user by id {", "    id: String", "    role: Role", "  }", "}", ""]
    lines += ["role member"]
    if half:
        lines += [f'  cites {own} "{text}"' for own, text in quotes[:len(quotes) // 2]]
    lines += [""]
    for at, (own, text) in enumerate(quotes):
        action = f"act_{at // GROUP}"
        if at % GROUP == 0:
            lines += [f"action {action}(amount: Int)", ""]
        lines += [f"forbid rule-{at}", f"  nobody may {action}", f"  when amount is more than {at}",
                  f'  say en "no more than {at}"'] if at % 2 else [f"permit rule-{at}", f"  member may {action}"]
        lines += [f'  cites {own} "{text}"', ""]
    return "\n".join(lines)


def write(folder, shape, size, edited, half=False):
    """The documents of a pack and, before they are edited, its rules."""
    (text, layout, edit) = (SHAPES | DOCUMENTS)[shape]
    before = [text(at) for at in range(size)]
    now = edit(before) if edited else before
    if shape in DOCUMENTS:
        documents = [(f"doc{at}", f"doc{at}.md") for at in range(size)]
        texts = [layout([own]) for own in now]
    else:
        documents = [("doc", "doc.md")]
        texts = [layout(now)]
    for (_, path), own in zip(documents, texts):
        (folder / path).write_text(own)
    if not edited:
        names = [documents[at % len(documents)][0] for at in range(size)]
        (folder / "pack.rules").write_text(rules(list(zip(names, before)), documents, half))


def processor():
    """The seconds that all commands so far took, of all processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command, folder, limit):
    """The seconds of processor of a command, its exit code, and the end of what it said."""
    start = processor()
    try:
        done = subprocess.run(command, cwd=folder, timeout=limit, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return processor() - start, done.returncode, done.stdout.decode(errors="replace")[-300:]
    except subprocess.TimeoutExpired:
        return None, None, ""


def measure(program, work, shape, size, verbs, limit):
    """The seconds of each verb on one pack."""
    folder = work / f"{shape.replace(', ', '-').replace(' ', '-')}-{size}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    half = "requote" in verbs
    write(folder, shape, size, edited=False, half=half)
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    run(["git", "init", "-q"], folder, None)
    taken = {}
    first, *_ = told = run([program, *VERBS["accept --new"][0], "--rules", "pack.rules"], folder, limit)
    if told[1] not in (0, None):
        print(f"{shape} {size}: {told}", file=sys.stderr)
    taken["accept --new"] = first
    run([*git, "add", "-A"], folder, None)
    run([*git, "commit", "-q", "-m", "as it was"], folder, None)
    write(folder, shape, size, edited=True)
    for verb in verbs:
        arguments, is_edited = VERBS[verb]
        if not is_edited:
            continue
        told = run([program, *arguments, *([] if verb == "fmt" else ["--rules"]), "pack.rules"], folder, limit)
        if told[1] == 2:
            print(f"{shape} {size} {verb}: {told}", file=sys.stderr)
        taken[verb] = told[0]
    shutil.rmtree(folder)
    return taken


def chosen(given, known):
    """The names that were asked for."""
    return list(known) if given == "all" else [name.strip() for name in given.split(";")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="where packs are written")
    parser.add_argument("--program", default="ustav")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--shapes", default="all", help="names with ; between them")
    parser.add_argument("--verbs", default="all", help="names with ; between them")
    parser.add_argument("--limit", type=float, default=300, help="seconds")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    program = shutil.which(given.program) or given.program
    program = str(pathlib.Path(program).resolve())
    verbs = chosen(given.verbs, VERBS)
    for shape in chosen(given.shapes, SHAPES | DOCUMENTS):
        rows = [measure(program, given.work, shape, size, verbs, given.limit) for size in sizes]
        for verb in verbs:
            times = [row.get(verb) for row in rows]
            shown = "".join(f"{'-' if own is None else f'{own:.2f}':>10}" for own in times)
            factor = times[-1] / times[0] if times[0] and times[-1] else None
            linear = 1.2 * sizes[-1] / sizes[0]
            mark = "" if factor is None else f"{factor:8.1f}{' !' if factor > linear else ''}"
            print(f"{shape:<24}{verb:<20}{shown}{mark}", flush=True)


if __name__ == "__main__":
    main()
