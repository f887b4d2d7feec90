"""Resource directories as folders of tables, of every version."""

from __future__ import annotations

import csv
import json

import pytest

from empowerkit.codecs import hsds
from empowerkit.errors import DocumentError
from empowerkit.model import ResourceStatus


SERVICES = "id,name,status\ns1,Clinic,active\n"


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes tables into a folder and reads it."""

    def read(**tables):
        for name, text in tables.items():
            data = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        return hsds.read(tmp_path, system="x")

    return read


@pytest.fixture
def listing(folder):
    """Return a function that reads tables with one service in them."""

    def read(**tables):
        (found,) = folder(**({"services": SERVICES} | tables)).listings
        return found

    return read


def noted(directory):
    """Return rule and path of everything that was noted."""
    return [(p.rule, p.path) for p in directory.losses]


class TestRows:
    def test_a_service_is_a_row(self, folder):
        """Each row of services is a service, with where it stands."""
        directory = folder(services=SERVICES + '"s2","Two\nlines",inactive\n')

        assert [r.name for r in directory.resources] == ["Clinic", "Two lines"]
        assert [one.where for one in directory.listings] == [
            "services.csv line 2",
            "services.csv line 3",
        ]

    def test_a_row_without_id_and_name_is_reported(self, folder):
        """It is told of with file and line, and the rest is read."""
        text = "id,name,status\n,,active\n\n7,,\n,Clinic,\n8,Clinic,\n"
        directory = folder(services=text)

        assert len(directory.listings) == 1
        assert noted(directory) == [
            ("required", "services.csv line 2"),
            ("required", "services.csv line 4"),
            ("required", "services.csv line 5"),
        ]
        assert str(directory.losses[0]).startswith(
            "must have id and name; it was not read: add id and name"
        )

    def test_an_empty_status_is_not_recorded(self, folder):
        """It is None, and not a loss."""
        directory = folder(services="id,name,status\ns1,Clinic,\n")

        assert directory.resources[0].status is None
        assert directory.losses == ()

    def test_an_id_that_stands_twice_is_reported(self, folder):
        """The first row stays; the other is told of."""
        directory = folder(services=SERVICES + "s1,Other,active\n")

        assert [r.name for r in directory.resources] == ["Clinic"]
        assert noted(directory) == [("duplicate-id", "services.csv line 3")]

    def test_an_unknown_column_stays(self, listing):
        """What no version knows is kept as it is."""
        found = listing(services="id,name,Colour of Door\ns1,Clinic,blue\n")

        assert found.service["colour_of_door"] == "blue"

    def test_columns_without_a_name_of_their_own(self, listing):
        """A column without a name, or with one that stands twice, stays."""
        found = listing(services="id,name,,name\ns1,Clinic,a,b\n")

        assert found.service["column_3"] == "a"
        assert found.service["column_4"] == "b"

    def test_a_row_longer_than_its_header(self, folder):
        """It is read, told of, and nothing of it is lost."""
        directory = folder(services=SERVICES + "s2,Two,active,a,,b\ns3,C,,,\n")

        assert directory.listings[1].service["column_4"] == "a"
        assert directory.listings[1].service["column_6"] == "b"
        assert noted(directory) == [("columns", "services.csv line 3")]

    def test_lines_above_the_header(self, listing):
        """Empty lines above it are passed over, and counted."""
        found = listing(services="\n\nid;name;fees\ns1;Clinic, town;Free\n")

        assert found.resource.name == "Clinic, town"
        assert found.where == "services.csv line 4"

    @pytest.mark.parametrize("text", ["", "\n", "id,name,status", "\ufeff"])
    def test_an_empty_table(self, folder, text):
        """A table without rows holds nothing."""
        assert noted(folder(services=text))[0][0] == "no-service"


class TestBytes:
    """Whatever somebody exported it with, it is read."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_unicode(self, listing, encoding):
        """UTF-8, with a mark or without, and UTF-16 are read."""
        text = "id,name\ns1,Café Hodan\n"

        assert (
            listing(services=text.encode(encoding)).resource.name
            == "Café Hodan"
        )

    def test_another_encoding_is_read_and_told_of(self, folder):
        """What is not UTF-8 is read as Windows-1252."""
        directory = folder(services="id,name\ns1,Café “1”\n".encode("cp1252"))

        assert directory.resources[0].name == "Café “1”"
        assert noted(directory) == [("encoding", "services.csv")]

    def test_bytes_of_no_encoding(self, folder):
        """Bytes that mean nothing are marked, and the rest is read."""
        directory = folder(services=b"id,name\ns1,Na\x81\n")

        assert directory.resources[0].name == "Na\ufffd"

    def test_nul(self, folder):
        """NUL is left out, and told of."""
        directory = folder(services="id,name\ns1,Cli\0nic\n")

        assert directory.resources[0].name == "Clinic"
        assert noted(directory) == [("text-storable", "services.csv")]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends(self, folder, end):
        """Any line end ends a line, and is counted once."""
        lines = ["id,name", 's1,"a', 'b"', "s2,B", ",C"]
        directory = folder(services=end.join(lines))

        assert [r.name for r in directory.resources] == ["a b", "B"]
        assert noted(directory) == [("required", "services.csv line 5")]

    @pytest.mark.parametrize("mark", [";", "\t", "|"])
    def test_other_delimiters(self, listing, mark):
        """The mark that the header has most of is the delimiter."""
        text = f"id{mark}name{mark}fees\ns1{mark}Clinic, town{mark}Free\n"

        assert listing(services=text).resource.name == "Clinic, town"

    def test_a_huge_field(self, listing):
        """A field may be as long as the file; csv's own limit stays."""
        limit = csv.field_size_limit()
        found = listing(
            services=f"id,name,description\ns1,A,{'x' * 200_000}\n"
        )

        assert len(found.resource.description) == 200_000
        assert csv.field_size_limit() == limit

    def test_a_file_too_large(self, tmp_path):
        """A file beyond the cap is refused by name."""
        (tmp_path / "services.csv").write_text(SERVICES)

        with pytest.raises(DocumentError, match=r"services\.csv") as error:
            hsds.read(tmp_path, system="x", max_bytes=10)

        assert error.value.rule == "size-cap"

    @pytest.mark.parametrize(
        ("cell", "held"),
        [
            ('"a ""b"" c"', 'a "b" c'),
            ('  "a, b" ', "a, b"),
            ('5" pipe', '5" pipe'),
            ('""', None),
        ],
    )
    def test_quotes(self, listing, cell, held):
        """Quotes are read as RFC 4180 has them."""
        found = listing(services=f"id,name,fees\ns1,A,{cell}\n")

        assert found.service.get("fees") == held

    def test_a_quote_that_nobody_closes(self, folder):
        """It is read as it stands, to the end of its line and no further."""
        text = 'id,name\ns1,"Clinic\ns2,"a"b\ns3,C\n'
        directory = folder(services=text)

        assert [r.name for r in directory.resources] == [
            '"Clinic',
            '"a"b',
            "C",
        ]
        assert noted(directory) == [
            ("csv-syntax", "services.csv line 2"),
            ("csv-syntax", "services.csv line 3"),
        ]


class TestLinks:
    def test_parts_belong_to_what_they_name(self, listing):
        """A row is put into each object that it names."""
        found = listing(
            phones="id,service_id,number\np1,s1,555\n",
            languages="id,service_id,phone_id,language\n1,,p1,so\n2,s1,,fr\n",
            contacts="id,service_id,name\nc1,s1,Ann\n",
            cost_options="id,service_id,option\n1,s1,Free\n",
            funding="id,service_id,source\n1,s1,Town\n",
            required_documents="id,service_id,document\n1,s1,ID\n",
            service_areas="id,service_id,name\n1,s1,County\n",
            eligibility="id,service_id,eligibility\n1,s1,Adults\n2,s1,All\n",
            payments_accepted="id,service_id,payment\n1,s1,Cash\n",
            urls="id,service_id,url\n1,s1,https://a.example\n",
        )

        assert found.phones == ("555: so",)
        assert found.languages == ("fr",)
        assert found.cost == ("Free", "Cash")
        assert found.documents == ("ID",)
        assert found.areas == ("County",)
        assert found.eligibility == ("Adults\nAll",)
        assert found.service["funding"][0]["source"] == "Town"
        assert (
            found.service["additional_urls"][0]["url"] == "https://a.example"
        )

    def test_places_and_organisation(self, listing):
        """A place is named by a row between; what it has is its own."""
        found = listing(
            services="id,organization_id,program_id,name\ns1,o1,g1,Clinic\n",
            organizations="id,name,url\no1,House,https://a.example\n",
            programs="id,organization_id,name\ng1,o1,Rent\n",
            locations="id,organization_id,name\nl1,o1,Hall\nl2,o1,Barn\n",
            services_at_location="id,service_id,location_id\na1,s1,l1\n",
            physical_addresses="id,location_id,address_1\n1,l1,1 Main Street\n",
            postal_addresses="id,organization_id,address_1\n2,o1,PO Box 7\n",
            accessibility_for_disabilities="id,location_id,accessibility\n1,l1,Ramp\n",
            regular_schedules="id,service_at_location_id,weekday,opens_at\n1,a1,Monday,9\n",
            organization_identifiers="id,organization_id,identifier\n1,o1,77\n",
        )
        whose = found.service["organization"]

        assert found.organisation == "House"
        assert found.places == ("Hall; 1 Main Street",)
        assert found.accessibility == ("Hall: Ramp",)
        assert found.schedules == ("Monday: 9",)
        assert found.service["program"]["name"] == "Rent"
        assert whose["website"] == "https://a.example"
        assert whose["addresses"][0]["address_type"] == "postal"
        assert [one["name"] for one in whose["locations"]] == ["Barn"]
        assert whose["organization_identifiers"][0]["identifier"] == "77"

    def test_version_1_0(self, listing):
        """There a service stands at one location, with terms in a list."""
        found = listing(
            services=(
                "id,location_id,name,eligibility,languages,taxonomy_ids\n"
                's1,l1,Clinic,Adults,"so, fr","101, 9"\n'
            ),
            locations="id,organization_id,name,virtual,website\nl1,o1,Hall,true,u\n",
            organizations="id,name\no1,House\n",
            taxonomy="taxonomy_id,name,parent_id\n101,Housing,1\n102,Food,\n",
        )

        assert found.organisation == "House"
        assert found.eligibility == ("Adults",)
        assert found.languages == ("so", "fr")
        assert found.terms == ("Housing",)
        place = found.service["service_at_locations"][0]["location"]
        assert (place["location_type"], place["url"]) == ("virtual", "u")
        assert found.service["attributes"][1]["taxonomy_term_id"] == "9"

    def test_terms_of_1_1(self, listing):
        """There a table between names service and term."""
        found = listing(
            taxonomy="id,name,vocabulary\n101,Housing,ours\n",
            services_taxonomy="id,service_id,taxonomy_id\n1,s1,101\n",
        )

        term = found.service["attributes"][0]["taxonomy_term"]
        assert (term["name"], term["taxonomy"]) == ("Housing", "ours")

    def test_terms_of_3_0(self, listing):
        """There an attribute names what it is about, and a term."""
        found = listing(
            taxonomies="id,name\nt1,Open\n",
            taxonomy_terms="id,name,taxonomy_id\n101,Housing,t1\n",
            attributes=(
                "id,link_id,link_entity,taxonomy_term_id\n"
                "1,s1,service,101\n2,s1,anything,101\n"
            ),
            metadata="id,resource_id,resource_type,field_name\n1,s1,service,name\n",
        )

        assert found.terms == ("Housing",)
        first, second = found.service["attributes"]
        assert first["taxonomy_term"]["taxonomy_detail"]["name"] == "Open"
        assert second["taxonomy_term"] == first["taxonomy_term"]
        assert found.service["metadata"][0]["field_name"] == "name"

    def test_capacities_of_3_1(self, listing):
        """Beds and other things that are counted, with their unit."""
        found = listing(
            units="id,name\nu1,Bed\n",
            service_capacity="id,service_id,unit_id,available\n1,s1,u1,4\n2,s1,u2,\n",
        )

        first, second = found.service["capacities"]
        assert first["unit"]["name"] == "Bed"
        assert second["unit_id"] == "u2"

    def test_what_names_nothing_is_reported(self, folder):
        """A link into nowhere is told of; so is a row that has no other."""
        directory = folder(
            services="id,organization_id,program_id,name\ns1,o9,g9,Clinic\n",
            locations="id,organization_id,name\nl1,o9,Hall\n",
            phones=(
                "id,service_id,location_id,number\n"
                "1,s1,l9,1\n2,s9,,2\n3,,,3\n4,s1,,\n"
            ),
            service_at_location="id,service_id,location_id\na,s9,l1\nb,s1,l9\n",
            taxonomy="id,name\n1,Food\n2,Rent\n",
            programs="id,organization_id,name\ng1,,Rent\n",
        )

        assert sorted(noted(directory)) == [
            ("not-carried", "taxonomy.csv"),
            ("orphan-row", "phones.csv line 2"),
            ("orphan-row", "phones.csv line 3"),
            ("orphan-row", "phones.csv line 4"),
            ("orphan-row", "programs.csv line 2"),
            ("orphan-row", "service_at_location.csv line 2"),
            ("orphan-row", "service_at_location.csv line 3"),
            ("orphan-row", "services.csv line 2"),
            ("orphan-row", "services.csv line 2"),
            ("required", "phones.csv line 5"),
        ]
        (found,) = directory.listings
        assert found.places == ("Hall",)
        assert found.service["program_id_as_given"] == "g9"
        again = hsds.loads(
            hsds.dumps(directory, without_status=ResourceStatus.ACTIVE),
            system=directory.system,
        )
        assert [found.service] == [one.service for one in again.listings]
        assert found.organisation is None

    def test_a_program_that_a_service_has_needs_no_organisation(self, folder):
        """It is used, so nothing is lost of it."""
        directory = folder(
            services="id,program_id,name\ns1,g1,Clinic\n",
            programs="id,name\ng1,Rent\n",
        )

        assert directory.losses == ()


class TestFolders:
    def test_tables_that_nobody_knows_are_reported(self, folder):
        """Nothing of them is read, and that is told."""
        directory = folder(services=SERVICES, volunteers="id\n1\n")

        assert noted(directory) == [("unknown-table", "volunteers.csv")]

    def test_a_package_names_its_files(self, tmp_path):
        """A datapackage.json says which file is which table."""
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "export-1.csv").write_text(SERVICES)
        (tmp_path / "phones.csv").write_text("id,service_id,number\n1,s1,5\n")
        resources = [
            {"name": "services", "path": "./data/export-1.csv"},
            {"name": "whatever", "path": "phones.csv"},
            {"name": "locations", "path": "../locations.csv"},
            {"name": "inline", "data": []},
        ]
        (tmp_path / "datapackage.json").write_text(
            json.dumps({"resources": resources})
        )
        directory = hsds.read(tmp_path, system="x")

        assert directory.listings[0].where == "data/export-1.csv line 2"
        assert directory.listings[0].phones == ("5",)
        assert noted(directory) == [("missing-file", "datapackage.json")]

    @pytest.mark.parametrize(
        ("text", "rules"),
        [
            ("{", ["json-syntax"]),
            ("[]", []),
            ('{"resources": "all"}', []),
        ],
    )
    def test_a_package_that_says_nothing(self, tmp_path, text, rules):
        """Without it, a file's own name says which table it is."""
        (tmp_path / "services.csv").write_text(SERVICES)
        (tmp_path / "datapackage.json").write_text(text)
        directory = hsds.read(tmp_path, system="x")

        assert len(directory.listings) == 1
        assert [p.rule for p in directory.losses] == rules

    def test_pages_of_an_api(self, tmp_path):
        """All pages of a folder make one directory; a broken one is told of."""
        for number in (1, 2):
            page = {
                "contents": [
                    {"id": f"s{number}", "name": "A", "status": "active"}
                ]
            }
            (tmp_path / f"page-{number}.json").write_text(json.dumps(page))
        (tmp_path / "page-3.json").write_text("{")
        (tmp_path / "LICENCE.txt").write_text("Whatever")
        directory = hsds.read(tmp_path, system="x")

        assert len(directory.listings) == 2
        assert noted(directory) == [("json-syntax", "page-3.json")]

    def test_one_table_alone(self, tmp_path):
        """A file of services can be read by itself."""
        (tmp_path / "services.csv").write_text(SERVICES)
        directory = hsds.read(tmp_path / "services.csv", system="x")

        assert [r.name for r in directory.resources] == ["Clinic"]
        assert directory.listings[0].where == "services.csv line 2"

    def test_a_page_too_large(self, tmp_path):
        """A page beyond the cap is refused too, and not passed over."""
        (tmp_path / "page.json").write_text('[{"id": "s1"}]')

        with pytest.raises(DocumentError) as error:
            hsds.read(tmp_path, system="x", max_bytes=10)

        assert error.value.rule == "size-cap"

    def test_a_folder_without_a_service(self, tmp_path):
        """An empty folder is told of."""
        assert [p.rule for p in hsds.read(tmp_path, system="x").losses] == [
            "no-service"
        ]

    def test_what_is_not_there(self, tmp_path):
        """A path that nobody can open is the system's own error."""
        with pytest.raises(FileNotFoundError):
            hsds.read(tmp_path / "missing", system="x")

    def test_tables_become_3_0(self, folder, tmp_path):
        """Old tables are written as 3.0, and read again the same."""
        directory = folder(
            services="id,name,website\ns1,Clinic,https://a.example\n",
            phones="id,service_id,number,extension\n,s1,555,ask for Ann\n",
        )
        data = hsds.dumps(directory, without_status=ResourceStatus.ACTIVE)
        again = hsds.loads(data, system="x")

        assert directory.listings == again.listings
        assert again.losses == ()
        assert again.listings[0].phones == ("555, extension ask for Ann",)
