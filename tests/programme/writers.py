"""Processes that write journals and are killed, meet, or find no room: ``python -m tests.programme.writers``.

They are forked from a process with one thread, which has imported the library once: a new process takes half a second.
Each command prints what it saw as JSON.
"""

import json
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

import stretchplan as sp
from tests.programme.drawn_records import plain


def record(note):
    return plain(1 + int(note.split("-")[1]) % 28, note)


def operations(rng, state):
    """Yield what a writer does, for ever, and the state that each leaves: the notes by their numbers, and the next."""
    notes, following = dict(state[0]), state[1]
    turn = 0
    while True:
        turn += 1
        kind = rng.choice(["add", "add", "add", "replace", "remove", "import"])
        note = f"{rng.randrange(10**9)}-{turn}-" + "x" * rng.choice([0, 10, 1500])
        if kind == "add" or not notes:
            what = ("add", note)
            notes = {**notes, following: note}
            following += 1
        elif kind == "import":
            new = [f"{note}-{i}" for i in range(20)]
            what = ("import", new)
            notes = {**notes, **{following + i: one for i, one in enumerate(new)}}
            following += len(new)
        else:
            number = rng.choice(sorted(notes))
            what = (kind, number, note)
            notes = {**notes, number: note}
            if kind == "remove":
                del notes[number]
        yield what, (notes, following)


def carry_out(journal, what, folder):
    if what[0] == "add":
        journal.add(record(what[1]))
    elif what[0] == "replace":
        journal.replace(what[1], record(what[2]))
    elif what[0] == "remove":
        journal.remove(what[1])
    else:
        file = folder / "import.jsonl"
        file.write_text("".join(record(note).model_dump_json() + "\n" for note in what[1]))
        journal.import_jsonl(file)


def forked(work):
    """Return the process that does some work and ends."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def drawn(seed):
    return random.Random(seed)  # noqa: S311


def killed(folder, rounds, seed):
    """Kill a writer at random points; what it had reported before is there afterwards, once, and no half of a write."""
    rng = drawn(seed)
    seen = {"kills": 0, "reported": 0, "unreported_kept": 0, "hot": 0, "before_any_write": 0, "journals": 0}
    path, state, usual = None, ({}, 1), 0.005  # the seconds that a write takes
    for turn in range(rounds):
        if turn % 10 == 0:  # every tenth is killed around the making of the file
            path, state = folder / f"journal-{turn}.sqlite", ({}, 1)
            seen["journals"] += 1
        draws = rng.randrange(2**32)
        read_end, write_end = os.pipe()

        def write(path=path, draws=draws, state=state, write_end=write_end):
            with sp.Journal(path) as journal:
                for what, _ in operations(drawn(draws), state):
                    carry_out(journal, what, folder)
                    os.write(write_end, b".")

        began = time.perf_counter()
        child = forked(write)
        os.close(write_end)
        first = sum(len(os.read(read_end, 1)) for _ in range(0 if turn % 10 == 0 else rng.randrange(4)))
        if first:
            usual = (time.perf_counter() - began) / first
        time.sleep(rng.uniform(0, 1.5 * usual))
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        seen["kills"] += 1
        with os.fdopen(read_end, "rb") as reports:
            reported = first + len(reports.read())
        seen["reported"] += reported
        seen["before_any_write"] += reported == 0
        hot = Path(f"{path}-journal")
        seen["hot"] += hot.exists() and hot.stat().st_size > 0
        expected = [state]
        for _, after in operations(drawn(draws), state):
            expected.append(after)
            if len(expected) == reported + 2:
                break
        with sp.Journal(path) as journal:
            found = {entry.id: entry.record.note for entry in journal.entries()}
        assert found in (expected[reported][0], expected[reported + 1][0]), (turn, reported)
        kept = found != expected[reported][0]
        seen["unreported_kept"] += kept
        state = expected[reported + kept]
    return seen


def together(folder, writers, each):
    """Let writers start at once on a file that is not there."""
    path = folder / "journal.sqlite"
    wait_for, go = os.pipe()

    def write(name):
        os.close(go)
        os.read(wait_for, 1)
        with sp.Journal(path) as journal:
            for i in range(each):
                journal.add(record(f"{name}-{i}"))
                assert any(one.note == f"{name}-{i}" for one in journal.records())

    children = [forked(lambda name=name: write(name)) for name in range(writers)]
    os.close(go)  # it ends the wait of all
    statuses = [os.waitpid(child, 0)[1] for child in children]
    with sp.Journal(path) as journal:
        return {"statuses": statuses, "notes": [entry.record.note for entry in journal.entries()]}


def no_room(folder, room):
    """Write until there is no more room, and then with room again.

    ``room`` is how large a file may be; 0 fills the disk that the folder is on, which must be a small one.
    """
    path, filler = folder / "journal.sqlite", folder / "filler"
    filler.write_bytes(bytes(50_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    reported, errors = [], []
    with sp.Journal(path) as journal:
        if room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        for i in range(2_000):
            note = f"0-{i}-" + "x" * 1900
            try:
                journal.add(record(note))
                reported.append(note)
            except sp.JournalError as error:
                errors.append([error.trouble, str(error)])
                if len(errors) == 3:
                    break
        while_full = [one.note for one in journal.records()]
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        filler.unlink()
        journal.add(record("0-1-after"))
    with sp.Journal(path) as journal:
        kept = [entry.record.note for entry in sorted(journal.entries())]
    return {
        "reported": len(reported),
        "errors": errors,
        "while_full": sorted(while_full) == sorted(reported),
        "kept": kept == [*reported, "0-1-after"],
    }


def main():
    """Run one command in a folder."""
    command, folder, *numbers = sys.argv[1:]
    todo = {"killed": killed, "together": together, "no_room": no_room}[command]
    print(json.dumps(todo(Path(folder), *map(int, numbers))))


if __name__ == "__main__":
    main()
