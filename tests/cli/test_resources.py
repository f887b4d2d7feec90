"""``empowerkit resources``: what a directory has for a need, with reasons."""

from __future__ import annotations

import json

import pytest

from empowerkit import Need, Plan, Voice
from empowerkit.codecs import dump
from empowerkit.model import Domain


CANARY = "canary-Fadumo"
SERVICES = """\
id,organization_id,name,status,description,fees,eligibility
7,o1,Tenants' clinic,active,Help against eviction,Free,County residents
8,o1,Night shelter,,A bed for the night,,18 and over
,,,active,Who knows,,
9,o1,Rent fund\x1b[31m,defunct,Money for rent,,
"""


@pytest.fixture
def directory(tmp_path):
    """Return the path of a small directory."""
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "services.csv").write_text(SERVICES)
    (folder / "organizations.csv").write_text("id,name\no1,Neighbours\n")
    (folder / "phones.csv").write_text("service_id,number\n7,555 0101\n")
    (folder / "languages.csv").write_text(
        "service_id,language,code\n7,Somali,so\n"
    )
    return folder


@pytest.fixture
def needing(told, tmp_path):
    """Return the path of a plan of somebody who speaks Somali."""
    needs = tuple(
        Need(id=name, words=CANARY, voice=Voice(), domain=domain)
        for name, domain in (
            ("n1", Domain.HOUSING_INSTABILITY),
            ("n2", None),
        )
    )
    path = tmp_path / "needing.json"
    dump(Plan(client=told.client, needs=needs), path)
    return path


def named(done):
    """Return the names of what was found."""
    return [one["name"] for one in json.loads(done.out)["matches"]]


class TestText:
    """For people."""

    def test_each_service_comes_with_its_reasons(self, cli, directory):
        """By name, with what speaks for it, against it, and what to ask."""
        done = cli(
            "resources",
            directory,
            *("--domain", "housing-instability", "--language", "so"),
        )

        text = done.out.partition("Tenants' clinic")[2]
        assert 0 == done.code
        assert done.out.startswith("housing-instability: 2 of 3 services\n===")
        assert "The order is by name, and means nothing else." in done.out
        assert done.out.index("Rent fund") < done.out.index("Tenants' clinic")
        assert "Contact: 555 0101" in text
        assert "- For: the word 'eviction' stands in its description" in text
        assert "- For: it lists a language of the client's: so" in text
        assert "- To ask: it says County residents: ask there" in text
        assert "- Against: its status is 'defunct'" in done.out

    def test_what_a_directory_says_steers_no_terminal(self, cli, directory):
        """Anybody may have written it."""
        assert "\x1b" not in cli("resources", directory).out

    def test_without_a_domain_nothing_is_left_out(self, cli, directory):
        """Every service is there."""
        out = cli("resources", directory).out

        assert out.startswith("everything: 3 of 3 services\n")

    def test_what_could_not_be_used_is_told(self, cli, directory):
        """In one line, which says where to see more."""
        done = cli("resources", directory)

        assert 1 == len(done.err.splitlines())
        assert f"{directory}: not all of it could be used" in done.err

    def test_all_used_is_nothing_to_tell(self, cli, tmp_path):
        """Standard error stays empty."""
        path = tmp_path / "town.json"
        path.write_text('[{"id": "7", "name": "Clinic", "status": "active"}]')

        assert "" == cli("resources", path).err

    def test_it_becomes_a_page(self, cli, directory, tmp_path):
        """By the name of the file."""
        for name in ("a.html", "a.md"):
            cli("resources", directory, "-o", tmp_path / name)

        page = (tmp_path / "a.html").read_text("utf-8")
        assert 3 == page.count("<section ")
        assert "<bdi>Night shelter</bdi></h2>" in page
        assert "## Night shelter" in (tmp_path / "a.md").read_text("utf-8")


class TestData:
    """For programs."""

    def test_a_match_is_data(self, cli, directory):
        """With the directory's own id, and where it stood."""
        done = cli(
            "resources", directory, "--domain", "legal", "--format=json"
        )
        said = json.loads(cli("resources", directory, "--format=json").out)

        (match,) = (one for one in said["matches"] if one["id"] == "7")
        assert 0 == done.code
        assert ["so"] == match["languages"]
        assert "active" == match["status"]
        assert "services.csv line 2" in match["where"]
        assert {"side", "code", "words"} == match["reasons"][0].keys()

    def test_losses_are_data(self, cli, directory):
        """Each with its line; nothing more is said."""
        done = cli("resources", directory, "--format", "json")

        (loss,) = json.loads(done.out)["losses"]
        assert "" == done.err
        assert "required" == loss["rule"]
        assert "services.csv line 4" == loss["where"]


class TestNeed:
    """What a plan says is needed."""

    def test_a_need_has_its_domain_and_the_client_s_languages(
        self, cli, directory, needing
    ):
        """And none of its words go anywhere."""
        args = ("resources", directory, "--plan", needing, "--need", "n1")

        done = cli(*args, "--format", "json")

        assert ["Rent fund [31m", "Tenants' clinic"] == named(done)
        assert CANARY not in done.out
        assert "it lists a language of the client's: so" in done.out

    def test_a_need_without_a_domain_leaves_nothing_out(
        self, cli, directory, needing
    ):
        """Nobody guesses what it is about."""
        args = ("resources", directory, "--plan", needing, "--need", "n2")

        assert cli(*args).out.startswith("everything: 3 of 3")

    def test_a_domain_can_be_looked_for_with_a_plan(
        self, cli, directory, needing
    ):
        """Only the languages are taken from it then."""
        args = ("--plan", needing, "--domain", "housing-instability")

        done = cli("resources", directory, *args, "--format", "json")

        assert 2 == len(named(done))

    def test_the_only_need_needs_no_name(self, cli, directory, plan_file):
        """It is the one."""
        assert 0 == cli("resources", directory, "--plan", plan_file).code


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--domain", CANARY[:6]), "--domain must be one of: food-insecurity"),
        (("--domain", "legal", "--need", "n1"), "take one"),
        (("--need", "n1"), "name the plan with --plan"),
        (("--language", "so mali"), "a tag of BCP 47"),
        (("--plan", "{plan}"), "--need must name one of the needs: n1, n2"),
        (("--plan", "{plan}", "--need", "x"), "one of the needs: n1, n2"),
    ],
)
def test_what_is_asked_wrongly_is_told(args, cli, directory, needing, said):
    """With what there is."""
    given = [arg.format(plan=needing) for arg in args]

    done = cli("resources", directory, *given)

    assert (2, "") == (done.code, done.out)
    assert said in done.err
    assert CANARY not in done.err


def test_a_plan_without_needs_is_told(cli, directory, told, tmp_path):
    """There is none to name."""
    path = tmp_path / "none.json"
    dump(Plan(client=told.client), path)

    done = cli("resources", directory, "--plan", path)

    assert "one of the needs: none" in done.err


def test_a_directory_that_is_not_there_is_told(cli):
    """In one line."""
    assert (2, "", "gone: no such file or directory\n") == (
        cli("resources", "gone")
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[" * 100, "a file must be nested no deeper than 32 [depth-cap]"),
        (b"PK\x03\x04\xff", "unpack it, and name the folder [json-syntax]"),
        (b"{", "it stops being at character 1 [json-syntax]"),
    ],
)
def test_a_file_that_cannot_be_read(cli, data, said, tmp_path):
    """It is named once, with what is wrong and what to do."""
    path = tmp_path / "directory.json"
    path.write_bytes(data)

    done = cli("resources", path, "--domain", "legal")

    assert (2, "") == (done.code, done.out)
    assert done.err.startswith(f"{path}: a file must be ")
    assert done.err.endswith(f"{said}\n")


def test_a_file_of_a_folder_that_is_too_large(cli, tmp_path):
    """The folder is named, the file in it, and what lets larger ones in."""
    (tmp_path / "services.csv").write_bytes(b"id,name\n1,Clinic\n")
    args = ("resources", tmp_path, "--domain", "legal", "--max-bytes")

    done = cli(*args, 16)

    assert (
        f"{tmp_path}: services.csv: a file must be no larger than 16 bytes: "
        "split it, or raise --max-bytes [size-cap]\n"
    ) == done.err
    assert (2, 0) == (done.code, cli(*args, 17).code)


def test_a_plan_that_is_too_large(cli, plan_file, tmp_path):
    """One option is for both; each has its own default."""
    (tmp_path / "services.csv").write_text("id,name\n1,Clinic\n")
    args = ("resources", tmp_path, "--plan", plan_file, "--need", "quiet")

    done = cli(*args, "--max-bytes", 18)

    assert 2 == done.code
    assert done.err.startswith(f"{plan_file}: $: a document must be no larger")
    assert "raise --max-bytes" in done.err
