"""Does a journal lose nothing, double nothing, and leave alone what is not its own?"""

import gc
import json
import os
import pickle
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

import stretchplan as sp
from stretchplan.programme import journal_file, lines
from tests.programme.drawn_records import HOSTILE, persons, plain, records

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs fork, signals and modes of POSIX")
LONG = settings.default.max_examples > 1000
PERSON = sp.Person(injured_on="2026-03-01", minutes=10, profile={"conditions": {"knee_pain"}})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


def refused(path, trouble, **options):
    """Return the message with which a file is refused; it stays as it is, and nothing appears beside it."""
    before, around = path.read_bytes(), sorted(path.parent.iterdir())
    changed = path.stat().st_mtime_ns
    with pytest.raises(sp.JournalError) as caught:
        sp.Journal(path, **options)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, changed)
    assert sorted(path.parent.iterdir()) == around
    assert caught.value.trouble == trouble
    assert "\n" not in str(caught.value)
    return str(caught.value)


# What it keeps


def test_what_is_added_is_there_by_date_and_number(path):
    with sp.Journal(path) as journal:
        numbers = [journal.add(plain(day, f"on {day}")) for day in (5, 2, 5)]
        assert numbers == [1, 2, 3]
        assert [(entry.id, entry.record.note) for entry in journal.entries()] == [(2, "on 2"), (1, "on 5"), (3, "on 5")]
        assert [entry.id for entry in journal.entries("2026-03-05")] == [1, 3]
        assert [entry.id for entry in journal.entries(date(2026, 3, 2))] == [2]
        assert journal.entries("2026-03-03") == ()
    with sp.Journal(path) as journal:
        assert [record.note for record in journal.records()] == ["on 2", "on 5", "on 5"]


def test_a_session_is_replaced_and_removed_by_its_number(path):
    with sp.Journal(path) as journal:
        first, second = journal.add(plain(1)), journal.add(plain(2, "secret words"))
        journal.replace(first, plain(3, pain_next_day=1))
        assert journal.entries() == ((second, plain(2, "secret words")), (first, plain(3, pain_next_day=1)))
        assert journal.remove(second) == plain(2, "secret words")
        assert journal.entries() == ((first, plain(3, pain_next_day=1)),)
        assert journal.add(plain(4)) == second + 1  # a number is not given twice
        for attempt in (
            lambda: journal.remove(second),
            lambda: journal.replace(99, plain()),
            lambda: journal.remove("1"),
        ):
            with pytest.raises(
                sp.JournalError, match=r"there is no session of number .*; entries\(\) has the"
            ) as caught:
                attempt()
            assert caught.value.trouble == "missing"


def test_what_is_removed_is_overwritten(path):
    with sp.Journal(path) as journal:
        journal.add(plain(1))
        number = journal.add(plain(2, "secret words " * 20))
        assert b"secret" in path.read_bytes()
        journal.remove(number)
        assert b"secret" not in path.read_bytes()


def test_what_is_stated_about_the_person_is_kept(path):
    with sp.Journal(path) as journal:
        assert journal.person is None
        journal.set_person(PERSON)
        assert journal.person == PERSON
    with sp.Journal(path) as journal:
        assert journal.person == PERSON
        journal.set_person(sp.Person(injured_on=None))
        assert journal.person == sp.Person(injured_on=None)
        journal.set_person(None)
        assert journal.person is None


def test_a_person_without_an_injury_must_say_so():
    with pytest.raises(sp.InvalidRequest, match=r"^person.injured_on: this field is required and is missing; give a"):
        sp.Person()
    with pytest.raises(sp.InvalidRequest, match=r"person\.screened_on: it is stated, and screening is not"):
        sp.Person(injured_on=None, screened_on="2026-03-01")


def test_the_history_of_a_request_says_what_was_before_the_injury(path):
    with sp.Journal(path) as journal:
        for day in (1, 3, 4, 6):
            journal.add(plain(day, before_injury=day == 4))
        assert [one.before_injury for one in journal.history("2026-03-06")] == [False, False, True, False]
        journal.set_person(sp.Person(injured_on="2026-03-03"))
        history = journal.history("2026-03-04")
        assert [(one.on.day, one.before_injury) for one in history] == [(1, True), (3, False), (4, False)]
        request = sp.PlanRequest(minutes=5, days_since_injury=1, on="2026-03-04", history=history)
        assert request.history == history


@given(st.lists(records(), max_size=5), st.none() | persons())
def test_everything_drawn_comes_back(drawn, person):
    with tempfile.TemporaryDirectory() as folder:
        with sp.Journal(Path(folder) / "a" / "j") as journal:
            for record in drawn:
                journal.add(record)
            journal.set_person(person)
            assert journal.export_jsonl(Path(folder) / "out.jsonl") == len(drawn)
            text = StringIO()
            journal.export_jsonl(text)
        with sp.Journal(Path(folder) / "a" / "j") as journal:
            assert journal.records() == tuple(sorted(drawn, key=lambda record: record.on))
            assert journal.person == person
            with sp.Journal(Path(folder) / "b") as other:
                assert other.import_jsonl(Path(folder) / "out.jsonl") == (len(drawn), 0, person is not None)
                assert (other.records(), other.person) == (journal.records(), person)
                assert other.import_jsonl(BytesIO(text.getvalue().encode())) == (0, len(drawn), False)
                assert other.records() == journal.records()
        content = (Path(folder) / "out.jsonl").read_text(encoding="utf-8")
        assert content == text.getvalue()
        assert len(content.splitlines()) == len(drawn) + (person is not None)  # splits at U+2028 too
        assert [json.loads(line) for line in content.split("\n")[:-1]] == [json.loads(x) for x in content.splitlines()]


@pytest.mark.parametrize("note", HOSTILE)
def test_hostile_words_are_words(path, note):
    with sp.Journal(path) as journal:
        journal.add(plain(1, note))
        assert journal.records() == (plain(1, note),)
        journal.export_jsonl(path.parent / "out.jsonl")
    with sp.Journal(path.parent / "other") as journal:
        journal.import_jsonl(path.parent / "out.jsonl")
        assert journal.records() == (plain(1, note),)


class Days(RuleBasedStateMachine):
    """A journal and a plain table, through reopening, export and import."""

    numbers = Bundle("numbers")

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp())
        self.journal = sp.Journal(self.folder / "journal")
        self.table = {}
        self.person = None

    def teardown(self):
        if hasattr(self, "journal"):
            self.journal.close()
            shutil.rmtree(self.folder)

    @rule(target=numbers, record=records())
    def add(self, record):
        number = self.journal.add(record)
        assert number not in self.table
        self.table[number] = record
        return number

    @rule(number=numbers, record=records())
    def replace(self, number, record):
        self.journal.replace(number, record)
        self.table[number] = record

    @rule(number=consumes(numbers))
    def remove(self, number):
        assert self.journal.remove(number) == self.table.pop(number)

    @rule(person=st.none() | persons())
    def state(self, person):
        self.journal.set_person(person)
        self.person = person

    @rule()
    def reopen(self):
        self.journal.close()
        self.journal = sp.Journal(self.folder / "journal")

    @rule(target=numbers, drawn=st.lists(records(), max_size=3), twice=st.booleans())
    def join(self, drawn, twice):
        file = self.folder / "in.jsonl"
        file.write_text("".join(lines.record_text(one) + "\n" for one in drawn), encoding="utf-8")
        before = list(self.table.values())
        expected = [one for i, one in enumerate(drawn) if drawn[: i + 1].count(one) > before.count(one)]
        assert self.journal.import_jsonl(file)[:2] == (len(expected), len(drawn) - len(expected))
        if twice:
            assert self.journal.import_jsonl(file).added == 0
        new = [entry for entry in self.journal.entries() if entry.id not in self.table]
        assert sorted(map(repr, (entry.record for entry in new))) == sorted(map(repr, expected))
        self.table |= dict(new)
        return multiple(*(entry.id for entry in new))

    @invariant()
    def the_two_agree(self):
        if hasattr(self, "journal"):
            expected = sorted(self.table.items(), key=lambda item: (item[1].on, item[0]))
            assert list(self.journal.entries()) == expected
            assert self.journal.person == self.person


Days.TestCase.settings = settings(max_examples=500 if LONG else 15, stateful_step_count=12)
test_days = Days.TestCase


# Its file


def test_the_folder_is_made_and_the_file_is_its_owners(tmp_path):
    path = tmp_path / "a" / "b" / "journal.sqlite"
    with sp.Journal(path) as journal:
        journal.add(plain())
        assert journal.path == path
        assert repr(journal) == f"Journal({str(path)!r})"
        journal.export_jsonl(tmp_path / "out.jsonl")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["journal.sqlite"]  # one file
    header = path.read_bytes()[:100]
    assert header[68:72] == b"StPe"
    assert int.from_bytes(header[60:64], "big") == len(journal_file.MIGRATIONS) == 1


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "a%20b#c?d.sqlite", "ü ö", "'; --"])
def test_any_name_is_a_name_of_a_file(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with sp.Journal(name) as journal:
        monkeypatch.chdir("/")
        journal.add(plain())
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("platform", "xdg", "local", "expected"),
    [
        ("linux", None, None, "/home/ann/.local/share/stretchplan/journal.sqlite"),
        ("linux", "", None, "/home/ann/.local/share/stretchplan/journal.sqlite"),
        ("linux", "relative", None, "/home/ann/.local/share/stretchplan/journal.sqlite"),
        ("linux", "/data", None, "/data/stretchplan/journal.sqlite"),
        ("freebsd14", "/data", None, "/data/stretchplan/journal.sqlite"),
        ("darwin", "/data", None, "/home/ann/Library/Application Support/stretchplan/journal.sqlite"),
        ("win32", "/data", None, "/home/ann/AppData/Local/stretchplan/journal.sqlite"),
        ("win32", None, "/local", "/local/stretchplan/journal.sqlite"),
    ],
)
def test_the_usual_file_is_where_the_platform_keeps_data(platform, xdg, local, expected):
    assert journal_file.default_path(platform, xdg, local, lambda: Path("/home/ann")) == Path(expected)


@POSIX
def test_the_usual_file_is_found_when_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with sp.Journal() as journal:
        assert journal.path == sp.Journal.default_path() == tmp_path / "stretchplan/journal.sqlite"

    def nobody():
        raise RuntimeError

    monkeypatch.setenv("XDG_DATA_HOME", "")
    monkeypatch.setattr(Path, "home", nobody)
    with pytest.raises(sp.JournalError, match="does not say where your home folder is; give the file of the journal"):
        sp.Journal()


def test_a_closed_journal_says_so(path):
    journal = sp.Journal(path)
    journal.close()
    journal.close()
    for attempt in (journal.records, lambda: journal.add(plain()), lambda: journal.person):
        with pytest.raises(sp.JournalError, match="this journal is closed") as caught:
            attempt()
        assert caught.value.trouble == "closed"


def test_a_file_that_loses_its_name_is_noticed(path):
    with sp.Journal(path) as journal:
        journal.add(plain())
        path.rename(path.parent / "moved")
        with pytest.raises(sp.JournalError, match="the file cannot be opened: No such file"):
            journal.add(plain())
        shutil.copy(path.parent / "moved", path)
        with pytest.raises(sp.JournalError, match="another file has taken the place of this journal"):
            journal.add(plain())
        (path.parent / "moved").replace(path)
        journal.add(plain())


@POSIX
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_can_be_read(path):
    with sp.Journal(path) as journal:
        journal.add(plain())
    path.chmod(0o400)
    with sp.Journal(path) as journal:
        assert len(journal.records()) == 1
        with pytest.raises(sp.JournalError, match="cannot be read or written"):
            journal.add(plain())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"path": 3}, "3 is not the name of a file; give a text or a Path"),
        ({"path": ""}, "'' is not the name of a file"),
        ({"path": "a\0b"}, "is not the name of a file"),
        ({"path": b"bytes"}, "is not the name of a file"),
        ({"wait_seconds": -1}, "wait_seconds: -1 is not allowed; give a whole number from 0 to 600"),
        ({"wait_seconds": 0.5}, "wait_seconds: 0.5 is not allowed; give a whole number from 0 to 600"),
    ],
)
def test_wrong_arguments_are_one_clear_sentence(tmp_path, fields, sentence):
    with pytest.raises(sp.StretchPlanError) as caught:
        sp.Journal(**{"path": tmp_path / "x", **fields})
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (lambda journal: journal.add({"on": "2026-03-01"}), "give a SessionRecord"),
        (lambda journal: journal.replace(1, None), "give a SessionRecord"),
        (lambda journal: journal.set_person({"injured_on": None}), "give a Person, or None"),
        (lambda journal: journal.entries("yesterday"), "give a date such as 2026-01-31"),
        (lambda journal: journal.history(None), "give a date such as 2026-01-31"),
        (lambda journal: journal.import_jsonl("x", person="yes"), "it must be 'refuse', 'keep' or 'replace'"),
    ],
)
def test_wrong_values_are_one_clear_sentence(path, use, sentence):
    with sp.Journal(path) as journal, pytest.raises(sp.InvalidRequest) as caught:
        use(journal)
    assert sentence in str(caught.value)


def test_its_error_is_one_of_the_library(path):
    path.write_text("hello")
    with pytest.raises(sp.StretchPlanError) as caught:
        sp.Journal(path)
    found = caught.value.to_dict()
    assert found["type"] == "urn:stretchplan:problem:journal-error"
    assert (found["trouble"], found["line"], found["status"]) == ("foreign", None, 500)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (str(again), again.trouble, again.source) == (str(caught.value), "foreign", str(path))


# Files that are refused


def sqlite_of_another_program(path, *, version=0, application=0, wal=False):
    connection = sqlite3.connect(path, isolation_level=None)
    if wal:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE session (id INTEGER PRIMARY KEY)")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {application}")
    return connection


@pytest.mark.parametrize(
    "content",
    [
        b"hello",
        b"\0",
        b"\0" * 5000,
        b"SQLite format 3\0",
        b"SQLite format 3\0" + b"\0" * 5000,
        b"{}" * 3000,
        b"\xff" * 100,
    ],
    ids=["text", "a byte", "zeros", "half a header", "a header of zeros", "json", "bytes"],
)
def test_a_file_that_is_no_database_is_refused(path, content):
    path.write_bytes(content)
    assert refused(path, "foreign") == f"{path}: this file is not a journal of stretchplan"


@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize("application", [0, 7])
def test_a_database_of_another_program_is_refused(path, application, wal):
    connection = sqlite_of_another_program(path, version=1, application=application, wal=wal)
    refused(path, "foreign")
    connection.close()
    refused(path, "foreign")


@POSIX
def test_a_database_that_another_program_did_not_close_is_not_repaired(path):
    code = """if True:
        import os, sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        connection.execute("CREATE TABLE t (x)")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN")
        for _ in range(100):
            connection.execute("INSERT INTO t VALUES (randomblob(2000))")
        os._exit(0)
    """
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    left = Path(f"{path}-journal")
    before = left.read_bytes()
    assert before
    refused(path, "foreign")
    assert left.read_bytes() == before


def test_a_table_of_another_program_in_a_journal_is_refused(path):
    connection = sqlite_of_another_program(path, version=1, application=journal_file.APPLICATION_ID)
    connection.close()
    refused(path, "damaged")


def test_a_trigger_in_a_journal_is_refused(path):
    with sp.Journal(path) as journal:
        journal.add(plain())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON session BEGIN DELETE FROM session; END")
    connection.close()
    refused(path, "damaged")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE session SET record = replace(record, 'cat_cow', 'cat_bow')",
        "UPDATE session SET day = '2026-03-09'",
        "UPDATE session SET id = 7",
        "UPDATE session SET record = x'ff'",
        "UPDATE session SET record = CAST(x'ff' AS TEXT)",
        "UPDATE session SET checksum = 'x'",
        "UPDATE person SET facts = '{}'",
    ],
)
def test_a_row_that_was_changed_is_refused(path, change):
    with sp.Journal(path) as journal:
        journal.add(plain())
        journal.set_person(PERSON)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(change)
    connection.close()
    message = refused(path, "damaged")
    assert message == (
        f"{path}: this journal is damaged, or another program has changed it; use a copy, or an export of it"
    )


@pytest.mark.parametrize("text", ["[" * 5000, "{}", '{"on": "2026-03-01", "later": 1}'])
def test_a_row_that_is_no_record_is_refused_when_it_is_read(path, text):
    with sp.Journal(path) as journal:
        journal.add(plain())
    connection = sqlite3.connect(path, isolation_level=None)
    mark = journal_file.checksum(1, "2026-03-01", text)
    connection.execute("UPDATE session SET record = ?, checksum = ?", (text, mark))
    connection.close()
    before = path.read_bytes()
    with sp.Journal(path) as journal, pytest.raises(sp.JournalError) as caught:
        journal.records()
    assert caught.value.trouble == "damaged"
    assert path.read_bytes() == before


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Give the bytes of a journal, and what is in it."""
    path = tmp_path_factory.mktemp("whole") / "journal"
    with sp.Journal(path) as journal:
        for day in range(1, 13):
            journal.add(plain(day, "x" * 100 * day))
        journal.remove(3)
        journal.set_person(PERSON)
        content = journal.entries(), journal.person
    return path.read_bytes(), content


@settings(max_examples=5000 if LONG else 150)
@given(place=st.integers(0, 99) | st.integers(0, 2**20), bits=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing(whole, place, bits):
    data, content = whole
    damaged = bytearray(data)
    damaged[place % len(data)] ^= bits
    damaged_or_whole(bytes(damaged), content)


@given(length=st.integers(1, 2**20))
def test_a_cut_file_is_refused(whole, length):
    data, _ = whole
    damaged_or_whole(data[: length % (len(data) - 1) + 1] if length % len(data) else data[:1], None)


@given(start=st.integers(0, 2**20), zeros=st.integers(1, 5000))
def test_a_file_with_a_hole_is_refused_or_whole(whole, start, zeros):
    data, content = whole
    start %= len(data)
    damaged_or_whole((data[:start] + bytes(zeros) + data[start + zeros :])[: len(data)], content)


def damaged_or_whole(data, content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        path.write_bytes(data)
        try:
            with sp.Journal(path, wait_seconds=0) as journal:
                found = journal.entries(), journal.person
        except sp.JournalError as error:
            trouble = error.trouble
        else:
            assert found == content
            return
        assert trouble in {"damaged", "foreign", "newer", "unreachable"}
        assert path.read_bytes() == data
        assert [one.name for one in Path(folder).iterdir()] == ["journal"]


@POSIX
def test_what_is_no_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(sp.JournalError, match="this is not a regular file; give the name of one") as caught:
            sp.Journal(tmp_path / name)
        assert caught.value.trouble == "unreachable"
    with pytest.raises(sp.JournalError, match="this is not a regular file"):
        sp.Journal("/dev/null")
    (tmp_path / "file").write_text("")
    with pytest.raises(sp.JournalError, match="the file cannot be opened: Not a directory"):
        sp.Journal(tmp_path / "file" / "journal")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    with pytest.raises(sp.JournalError, match="the file cannot be opened: No such file"):
        sp.Journal(tmp_path / "nowhere")


def test_a_file_without_content_becomes_a_journal(path):
    path.touch()
    with sp.Journal(path) as journal:
        journal.add(plain())
    with sp.Journal(path) as journal:
        assert journal.records() == (plain(),)


def test_a_journal_in_the_other_mode_of_sqlite_works(path):
    with sp.Journal(path) as journal:
        journal.add(plain())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with sp.Journal(path) as journal:
        journal.add(plain(2))
    with sp.Journal(path) as journal:
        assert journal.records() == (plain(1), plain(2))


# Versions


def _second(connection):
    connection.execute("ALTER TABLE person ADD COLUMN changed_on TEXT")
    for number, day, text in connection.execute("SELECT id, day, record FROM session").fetchall():
        text = text.replace('"note":"', '"note":"migrated ')
        mark = journal_file.checksum(number, day, text)
        connection.execute("UPDATE session SET record = ?, checksum = ? WHERE id = ?", (text, mark, number))


def _fails(connection):
    _second(connection)
    raise ZeroDivisionError


def test_the_first_journal_can_be_read_for_ever(tmp_path):
    """The file was written by the first version of the schema; it is never written again."""
    shutil.copy(Path(__file__).parent / "golden/journal-1.sqlite", tmp_path / "journal")
    with sp.Journal(tmp_path / "journal") as journal:
        assert journal.entries() == (
            (1, plain(1, "The first.")),
            (3, plain(3, "The third: ü😀\u2028\0", pain_before=4)),
        )
        assert journal.person == PERSON
        assert journal.add(plain(4)) == 4


def test_an_older_journal_is_migrated(path, monkeypatch):
    with sp.Journal(path) as journal:
        journal.add(plain(1, "one"))
        journal.set_person(PERSON)
    monkeypatch.setattr(journal_file, "MIGRATIONS", (*journal_file.MIGRATIONS, _second))
    with sp.Journal(path) as journal:
        assert journal.entries() == ((1, plain(1, "migrated one")),)
        assert journal.person == PERSON
        assert journal.add(plain(2)) == 2
    with sp.Journal(path) as journal:  # once
        assert journal.records()[0].note == "migrated one"
    assert path.read_bytes()[60:64] == b"\0\0\0\2"
    with sp.Journal(path.parent / "new") as journal:
        journal.add(plain(1, "new"))
        assert journal.records()[0].note == "new"


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    with sp.Journal(path) as journal:
        journal.add(plain(1, "one"))
    before = path.read_bytes()
    monkeypatch.setattr(journal_file, "MIGRATIONS", (*journal_file.MIGRATIONS, _fails))
    with pytest.raises(ZeroDivisionError):
        sp.Journal(path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    with sp.Journal(path) as journal:
        assert journal.records() == (plain(1, "one"),)


def test_a_damaged_older_journal_is_not_migrated(path, monkeypatch):
    with sp.Journal(path) as journal:
        journal.add(plain(1, "one"))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    monkeypatch.setattr(journal_file, "MIGRATIONS", (*journal_file.MIGRATIONS, _second))
    refused(path, "damaged")


def test_a_newer_journal_is_refused(path, monkeypatch):
    monkeypatch.setattr(journal_file, "MIGRATIONS", (*journal_file.MIGRATIONS, _second))
    with sp.Journal(path) as journal:
        journal.add(plain())
    monkeypatch.undo()
    assert refused(path, "newer") == (
        f"{path}: this journal has version 2, and this stretchplan knows up to 1; use a newer one"
    )


def test_a_journal_that_a_newer_version_migrates_while_it_is_open(path, monkeypatch):
    with sp.Journal(path) as old:
        monkeypatch.setattr(journal_file, "MIGRATIONS", (*journal_file.MIGRATIONS, _second))
        sp.Journal(path).close()
        monkeypatch.undo()
        for attempt in (lambda: old.add(plain()), old.records):
            with pytest.raises(sp.JournalError) as caught:
                attempt()
            assert caught.value.trouble == "newer"


# Lines


def jsonl(tmp_path, *texts):
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\n".join(text if isinstance(text, bytes) else text.encode() for text in texts))
    return file


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: the text is not JSON: "),
        ("[]", "line 2: [] is not allowed; a line is a session record, or a table with 'person'"),
        ('"text"', "line 2: 'text' is not allowed; a line is a session record"),
        (b"\xff", "line 2: the text is not UTF-8: byte 1 cannot be read"),
        ('{"on": "2026-02-30"}', "line 2: record.on: '2026-02-30' is not allowed; give a date"),
        ('{"on": "2026-03-01", "on": "2026-03-02"}', "line 2: the name 'on' stands twice in one object"),
        ('{"on": "2026-03-01", "pain": 3}', "line 2: record.pain: this field is not known"),
        ('{"person": {}}', "line 2: person.injured_on: this field is required and is missing"),
        ('{"person": {"injured_on": null}, "on": 1}', "line 2: record.person: this field is not known"),
        ('{"on": "2026-03-01", "note": "\\ud800"}', "line 2: record.note: "),
        ("[" * 100_000, "line 2: the text is nested too deeply to be read"),
        (" " * 2**20 + "{}", "line 2: the text is longer than 1,048,576 bytes"),
        ("\0", "line 2: the text is not JSON"),
    ],
    ids=range(13),
)
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path, line, sentence):
    file = jsonl(tmp_path, plain(1).model_dump_json(), line, plain(2).model_dump_json())
    with sp.Journal(tmp_path / "journal") as journal:
        journal.add(plain(3))
        before = journal.path.read_bytes()
        with pytest.raises(sp.JournalError) as caught:
            journal.import_jsonl(file)
        assert str(caught.value).startswith(f"{file}: {sentence}")
        assert (caught.value.trouble, caught.value.line) == ("import", 2)
        assert len(str(caught.value)) < 500
        assert journal.path.read_bytes() == before
        with pytest.raises(sp.JournalError, match=r"^<stream>: line 2: "):
            journal.import_jsonl(BytesIO(file.read_bytes()))


def test_what_editors_leave_in_a_file_is_read(tmp_path):
    text = plain(1).model_dump_json()
    file = jsonl(tmp_path, b"\xef\xbb\xbf" + text.encode() + b"\r", "", "  ", '{"on": "2026-03-02"}')
    with sp.Journal(tmp_path / "journal") as journal:
        assert journal.import_jsonl(file) == (2, 0, False)
        assert journal.records() == (plain(1), sp.SessionRecord(on="2026-03-02"))
        assert journal.import_jsonl(StringIO("\ufeff" + text)) == (0, 1, False)


def test_equal_sessions_of_a_file_are_all_kept(tmp_path):
    text = plain(1).model_dump_json()
    with sp.Journal(tmp_path / "journal") as journal:
        assert journal.import_jsonl(jsonl(tmp_path, text, text)) == (2, 0, False)
        assert journal.import_jsonl(jsonl(tmp_path, text, text, text)) == (1, 2, False)
        assert journal.records() == (plain(1),) * 3


def test_another_person_is_refused_kept_or_replaced(tmp_path):
    other = sp.Person(injured_on=None)
    file = jsonl(tmp_path, f'{{"person": {other.model_dump_json()}}}', plain(1).model_dump_json())
    with sp.Journal(tmp_path / "journal") as journal:
        journal.set_person(PERSON)
        with pytest.raises(
            sp.JournalError, match="state different things about the person; choose to keep or"
        ) as caught:
            journal.import_jsonl(file)
        assert caught.value.trouble == "conflict"
        assert (journal.records(), journal.person) == ((), PERSON)
        assert journal.import_jsonl(file, person="keep") == (1, 0, False)
        assert journal.person == PERSON
        assert journal.import_jsonl(file, person="replace") == (0, 1, True)
        assert journal.person == other
        two = jsonl(tmp_path, *(f'{{"person": {person.model_dump_json()}}}' for person in (other, other, PERSON)))
        with pytest.raises(
            sp.JournalError, match="line 3: the file states two different persons, and a journal is for"
        ):
            journal.import_jsonl(two)


def test_too_many_lines_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "MOST_LINES", 3)
    file = jsonl(tmp_path, *[plain(1).model_dump_json()] * 4)
    with sp.Journal(tmp_path / "journal") as journal:
        with pytest.raises(sp.JournalError, match="line 4: the file has more than 3 lines, the most that are read"):
            journal.import_jsonl(file)
        assert journal.records() == ()


def test_files_that_cannot_be_read_or_written_are_refused(tmp_path):
    with sp.Journal(tmp_path / "journal") as journal:
        journal.add(plain())
        before = journal.path.read_bytes()
        (tmp_path / "link").symlink_to(tmp_path / "journal")
        for name in ("journal", "link", "journal-journal"):
            with pytest.raises(sp.JournalError, match="this is the journal itself; give another file"):
                journal.export_jsonl(tmp_path / name)
        with pytest.raises(sp.JournalError, match="this is not a regular file; give one, or an open stream"):
            journal.export_jsonl(tmp_path)
        with pytest.raises(sp.JournalError, match="the file cannot be written: No such file"):
            journal.export_jsonl(tmp_path / "a" / "b")
        with pytest.raises(sp.JournalError, match="the file cannot be read: No such file"):
            journal.import_jsonl(tmp_path / "none")
        with pytest.raises(sp.JournalError, match="this is not a regular file; give one, or an open stream"):
            journal.import_jsonl(tmp_path)
        for use in (journal.import_jsonl, journal.export_jsonl):
            with pytest.raises(sp.JournalError, match="3 is not the name of a file"):
                use(3)
        with pytest.raises(sp.JournalError, match="line 1: "):
            journal.import_jsonl(journal.path)
        assert journal.path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["journal", "link"]


def test_an_export_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    file = tmp_path / "out.jsonl"
    file.write_text("before")

    def full(*_):
        raise OSError(28, "No space left on device")

    with sp.Journal(tmp_path / "journal") as journal:
        journal.add(plain())
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(sp.JournalError, match="the file cannot be written: No space left on device"):
            journal.export_jsonl(file)
        monkeypatch.undo()
        assert file.read_text() == "before"
        journal.export_jsonl(file)
        assert file.read_text() == plain().model_dump_json() + "\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["journal", "out.jsonl"]


# Several at once


def test_while_another_process_writes_it_waits_and_then_says_so(path):
    with sp.Journal(path, wait_seconds=0) as journal:
        journal.add(plain(1))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            sp.JournalError, match="another process has kept this journal for 0 s; nothing was"
        ) as caught:
            journal.add(plain(2))
        assert caught.value.trouble == "busy"
        assert journal.records() == (plain(1),)  # it can be read meanwhile
        with sp.Journal(path, wait_seconds=0) as second:
            assert second.records() == (plain(1),)
        other.execute("COMMIT")
        other.close()
        journal.add(plain(2))
        assert journal.records() == (plain(1), plain(2))


def test_threads_share_a_journal_or_open_their_own(path):
    errors = []

    def write(name, shared):
        try:
            for i in range(5):
                if shared is None:
                    with sp.Journal(path) as journal:
                        journal.add(plain(1, f"{name}-{i}"))
                else:
                    shared.add(plain(1, f"{name}-{i}"))
        except BaseException as error:  # noqa: BLE001 - it is what the test shows
            errors.append(error)

    with sp.Journal(path) as journal:
        threads = [threading.Thread(target=write, args=(name, journal if name < 2 else None)) for name in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        notes = [record.note for record in journal.records()]
    assert sorted(notes) == sorted(f"{name}-{i}" for name in range(4) for i in range(5))
    assert journal_file._OPEN == {}


def test_a_journal_that_is_not_closed_keeps_what_was_written(path):
    journal = sp.Journal(path)
    journal.add(plain())
    del journal
    gc.collect()
    assert journal_file._OPEN == {}
    with sp.Journal(path) as journal:
        assert journal.records() == (plain(),)


def writers(command, folder, *numbers, before=()):
    """Return what tests/programme/writers.py saw."""
    words = [*before, sys.executable, "-m", "tests.programme.writers", command, str(folder), *map(str, numbers)]
    found = subprocess.run(words, capture_output=True, text=True, timeout=600, cwd=Path(__file__).parents[2])
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


@POSIX
def test_a_writer_that_is_killed_loses_and_doubles_nothing():
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a kill leaves what the system has
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        seen = writers("killed", folder, 3000 if LONG else 220, 1)
    assert seen["kills"] >= 200
    assert seen["reported"] > seen["kills"]
    assert seen["hot"] > 10  # killed in the middle of a transaction
    assert seen["unreported_kept"] > 0  # killed between the end of a transaction and the report
    assert seen["before_any_write"] > 5


@POSIX
def test_writers_in_several_processes_mix_nothing_up(tmp_path):
    seen = writers("together", tmp_path, 4, 10)
    assert seen["statuses"] == [0, 0, 0, 0]
    for name in range(4):
        assert [note for note in seen["notes"] if note.startswith(f"{name}-")] == [f"{name}-{i}" for i in range(10)]
    assert len(seen["notes"]) == 40


def nothing_lost(seen, folder):
    sentence = f"{folder / 'journal.sqlite'}: there is no room to write; nothing was changed"
    assert seen["reported"] > 20
    assert seen["errors"] == [["full", sentence]] * 3
    assert seen["while_full"]
    assert seen["kept"]


@POSIX
def test_at_the_largest_size_of_a_file_nothing_that_was_written_is_lost(tmp_path):
    nothing_lost(writers("no_room", tmp_path, 200_000), tmp_path)


MOUNTED = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=250k none "$0" && exec "$@"']


def can_mount():
    """Return whether a small disk can be mounted here."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return subprocess.run([*MOUNTED, folder, "true"], capture_output=True).returncode == 0
        except OSError:
            return False


@pytest.mark.skipif(not can_mount(), reason="no small disk can be mounted here")
def test_on_a_full_disk_nothing_that_was_written_is_lost(tmp_path):
    nothing_lost(writers("no_room", tmp_path, 0, before=[*MOUNTED, str(tmp_path)]), tmp_path)


@POSIX
def test_a_child_that_was_forked_opens_its_own(tmp_path):
    code = """if True:
        import os, sys
        import stretchplan as sp
        from tests.programme.drawn_records import plain
        with sp.Journal(sys.argv[1]) as journal:
            journal.add(plain(1))
            child = os.fork()
            if child == 0:
                try:
                    journal.add(plain(2))
                except sp.JournalError as error:
                    print(error.trouble, flush=True)
                journal.close()
                with sp.Journal(sys.argv[1]) as own:
                    own.add(plain(3))
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
            journal.add(plain(4))
            print(len(journal.records()))
    """
    words = [sys.executable, "-c", code, str(tmp_path / "journal")]
    found = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert found.stdout.split() == ["closed", "3"]
