"""Scenarios: reading, writing, changing, lowering."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poolsim.parameters.alliance import COOPERATIVE, ENTITY, Design, Structure
from poolsim.parameters.population import FirmGroup, HolderGroup
from poolsim.parameters.switches import PARTS, Mechanisms, Switches
from poolsim.parameters.terms import GROUPS, Terms
from poolsim.scenario.addresses import Declaration, declarations
from poolsim.scenario.scenario import Alliance, Firms, Holders, Scenario, ScenarioError, load
from poolsim.scenario.toml import shipped

Write = Callable[..., Path]


def refused(path: str | Path) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return caught.value.messages


def not_settable(scenario: Scenario, values: dict) -> str:
    with pytest.raises(ScenarioError) as caught:
        scenario.with_values(values)
    return str(caught.value)


def test_defaults_are_valid() -> None:
    scenario = Scenario(name="defaults", firms=[Firms(name="all")])
    assert (scenario.quarters, scenario.holders, scenario.alliances) == (80, [], [])
    assert scenario.with_values({}) == scenario


def test_whole_numbers_are_floats(small: Scenario) -> None:
    assert small.membership.intensity == 3.0
    assert isinstance(small.membership.intensity, float)


class TestRefusals:
    def test_all_errors_at_once_in_the_order_of_the_file(
        self, small_text: str, write: Write
    ) -> None:
        text = (
            small_text.replace("intensity = 3", "intensty = 3")
            .replace("dues = 0.01", "dues = 11")
            .replace('"cooperative"', '"coperative"')
        )
        path = write(text)
        assert refused(path) == (
            f"{path}:7: membership.intensty: unknown key; did you mean 'intensity'?",
            f"{path}:24: alliances.one.structure: unknown structure 'coperative'; "
            "did you mean 'cooperative'?",
            f"{path}:25: alliances.one.dues: 11 is too high; "
            "allowed range [0, 10] RMB m per member and quarter",
        )

    @pytest.mark.parametrize(
        ("old", "new", "line", "expected"),
        [
            ("quarters = 8", "quarter = 8", 3, "quarter: unknown key; did you mean 'quarters'?"),
            (
                "quarters = 8",
                "quarters = 0",
                3,
                "quarters: 0 is too low; allowed range [1, 400] quarters",
            ),
            (
                "quarters = 8",
                "quarters = 8.0",
                3,
                "quarters: 8.0 is not a whole number; allowed range [1, 400] quarters",
            ),
            (
                "seed = 3",
                "seed = -1",
                4,
                "seed: -1 is too low; allowed range [0, 9223372036854775807]",
            ),
            (
                "[membership]",
                "[membrship]",
                6,
                "membrship: unknown key; did you mean 'membership'?",
            ),
            ('name = "fringe"', 'name = "core"', 15, "firms.core: the name is used twice"),
            (
                'name = "fringe"',
                'name = "a.b"',
                15,
                "firms.a.b.name: 'a.b' must be letters, digits, _ and - only",
            ),
            ('name = "small"', "", 1, "name: missing"),
            (
                "dues = 0.01",
                "due = 0.01",
                25,
                "alliances.one.due: unknown key; did you mean 'dues'?",
            ),
            (
                'structure = "cooperative"',
                "structure = 3",
                24,
                "alliances.one.structure: 3 is not a text",
            ),
            (
                'structure = "cooperative"',
                "structure = { quorum = 2 }",
                24,
                "alliances.one.structure.quorum: 2 is too high; "
                "allowed range [0, 1] share of votes",
            ),
            (
                'structure = "cooperative"',
                "structure = { quorun = 1 }",
                24,
                "alliances.one.structure.quorun: unknown key; did you mean 'quorum'?",
            ),
            (
                '"membership.intensity" =',
                '"membership.intensify" =',
                28,
                "sources.membership.intensify: no such number; "
                "did you mean 'membership.intensity'?",
            ),
            ('= "calibrated"', "= 3", 28, "sources.membership.intensity: 3 is not a text"),
            ('= "calibrated"', '= ""', 28, "sources.membership.intensity: the source is empty"),
        ],
    )
    def test_message(
        self, old: str, new: str, line: int, expected: str, small_text: str, write: Write
    ) -> None:
        path = write(small_text.replace(old, new, 1))
        assert refused(path) == (f"{path}:{line}: {expected}",)

    def test_lines_are_right_after_values_that_span_lines(self, write: Write) -> None:
        path = write(
            'name = "a"\ntitle = """\n[membership]\nreview = 1\n"""\n[[firms]]\nname = "core"\n'
            "[membership]\nreview = 2\n"
        )
        title, review = refused(path)
        assert title.startswith(f"{path}:2: title: ") and "holds line ends" in title
        assert review.startswith(f"{path}:9: membership.review: 2 is too high")

    def test_no_firms(self, write: Write) -> None:
        path = write('name = "a"\n')
        assert refused(path) == (f"{path}:1: firms: missing",)

    def test_a_shipped_structure_cannot_be_redefined(self, small_text: str, write: Write) -> None:
        path = write(small_text + "[structures.entity]\nquorum = 0.1\n")
        assert refused(path) == (
            f"{path}:31: structures.entity: the name belongs to a shipped structure",
        )

    def test_a_source_is_given_once(self, small_text: str, write: Write) -> None:
        twice = '[sources]\n"market.home_price" = "paper"\nmarket.home_price = "paper"\n'
        path = write(small_text.replace("[sources]\n", twice))
        (message,) = refused(path)
        assert message.startswith(f"{path}:")
        assert message.endswith(" sources.market.home_price: is given twice")

    def test_an_empty_structure_is_refused(self, small_text: str, write: Write) -> None:
        path = write(small_text.replace('structure = "cooperative"', "structure = {}", 1))
        (message,) = refused(path)
        assert message.endswith("structure: a table: says nothing; give numbers, or a name")

    @pytest.mark.parametrize("name", ["a/b", "=1+1", "a.b", ".."])
    def test_the_name_of_a_structure_may_be_part_of_a_path(
        self, name: str, small_text: str, write: Write
    ) -> None:
        path = write(small_text + f'[structures."{name}"]\nquorum = 0.1\n')
        (message,) = refused(path)
        assert message == (
            f"{path}:31: structures.{name}: '{name}' must be letters, digits, _ and - only"
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "1: the file is empty"),
            ("# nothing\n", "1: the file is empty"),
            ("name = \n", "1: not valid TOML: Invalid value"),
            ('name = "a"\nname = "b"\n', "2: not valid TOML: Cannot overwrite a value"),
            ('title = "a', "1: not valid TOML: "),
        ],
    )
    def test_not_toml(self, text: str, expected: str, write: Write) -> None:
        path = write(text)
        assert refused(path)[0].startswith(f"{path}:{expected}")

    def test_not_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "gbk.toml"
        path.write_bytes(b'name = "a"\ntitle = "\xb5\xe7"\n')
        assert refused(path) == (f"{path}:2: not a text in UTF-8",)

    def test_directory_missing_file_and_unknown_name(self, tmp_path: Path) -> None:
        assert "directory" in refused(tmp_path)[0]
        assert "No such file" in refused(tmp_path / "none.toml")[0]
        assert refused("no_such_preset")[0].startswith(
            "no_such_preset: no such file, nor a name in configs"
        )

    def test_deep_nesting_and_huge_numbers(self, write: Write) -> None:
        assert "nested too deeply" in refused(write("a = " + "[" * 100000))[0]
        assert "a number has too many digits" in refused(write("quarters = " + "9" * 5000))[0]
        assert "thousands of digits" in refused(write('name = "a"\nquarters = 0x' + "f" * 5000))[-1]

    def test_a_byte_order_mark_is_no_error(
        self, small_text: str, write: Write, small: Scenario
    ) -> None:
        assert load(write("\ufeff" + small_text)) == small


class TestWriting:
    def test_round_trip(self, small: Scenario, write: Write) -> None:
        assert load(write(small.to_toml())) == small

    def test_round_trip_of_structures_and_odd_titles(self, small: Scenario, tmp_path: Path) -> None:
        data = small.with_values(
            {"structure.mandate": 0.1, "membership.participation_cost": 1e-6}
        ).model_dump()
        odd = Scenario.model_validate(
            data | {"title": '彩电 "\\', "structures": {"mine": {"quorum": 0.4}}}
        )
        odd.dump(tmp_path / "odd.toml")
        assert load(tmp_path / "odd.toml") == odd

    def test_every_number_has_unit_and_source(self, small: Scenario) -> None:
        lines = small.to_toml().splitlines()
        assert "intensity = 3.0  # per stake; calibrated" in lines
        assert "elasticity = 0.5  # 1; Hausman-Hall-Griliches-1984" in lines
        assert "count = 3  # firms; assumption" in lines

    def test_digest_hangs_on_numbers_only(
        self, small: Scenario, small_text: str, write: Write
    ) -> None:
        named = (
            small_text.replace('"small"', '"other"')
            .replace("A small sector", "x")
            .replace("= 3\n", "= 3.0\n", 1)
        )
        assert load(write(named.replace("seed = 3.0", "seed = 3"))).digest() == small.digest()
        assert load(write(small.to_toml())).digest() == small.digest()
        assert (
            small.with_values({"structure.mandate": COOPERATIVE.mandate}).digest() == small.digest()
        )
        assert small.with_values({"alliance.dues": 0.02}).digest() != small.digest()
        assert small.with_values({"seed": 4}).digest() != small.digest()

    def test_digest_does_not_see_the_sign_of_zero(self, small: Scenario) -> None:
        assert small.with_values({"alliance.grant": -0.0}).digest() == small.digest()


class TestWithValues:
    def test_grammar(self, small: Scenario) -> None:
        other = small.with_values(
            {
                "membership.intensity": 4.0,
                "quarters": 12.0,
                "seed": 9,
                "alliance.dues": 0.02,
                "alliances.one.pool": 1,
                "firms.rd_share": 0.1,
                "firms.core.rd_share": 0.2,
                "firms.fringe.count": 7.0,
                "holders.strength": 0.3,
                "holders.licensors.budget": 5.0,
                "alliance.structure": "entity",
                "structure.mandate": 0.5,
            }
        )
        assert (other.membership.intensity, other.quarters, other.seed) == (4.0, 12, 9)
        assert [group.rd_share for group in other.firms] == [0.2, 0.1]
        assert other.firms[1].count == 7
        assert (other.holders[0].strength, other.holders[0].budget) == (0.3, 5.0)
        assert (other.alliances[0].dues, other.alliances[0].pool) == (0.02, 1.0)
        assert other.structure_of(other.alliances[0]) == ENTITY.model_copy(update={"mandate": 0.5})
        assert small.alliances[0].structure == "cooperative"

    def test_order_of_the_values_does_not_matter(self, small: Scenario) -> None:
        values = {
            "structure.mandate": 0.5,
            "alliance.structure": "entity",
            "firms.core.rd_share": 0.2,
            "firms.rd_share": 0.1,
        }
        forth, back = small.with_values(values), small.with_values(dict(reversed(values.items())))
        assert forth.digest() == back.digest()

    @pytest.mark.parametrize(
        ("every", "one"),
        [
            ("alliance.dues", "alliances.one.dues"),
            ("alliance.structure", "alliances.one.structure"),
            ("structure.mandate", "alliances.one.structure.mandate"),
        ],
    )
    def test_a_number_has_one_value(self, every: str, one: str, small: Scenario) -> None:
        value = "entity" if every == "alliance.structure" else 1.0
        for first, second in ((every, one), (one, every)):
            told = not_settable(small, {first: value, second: value})
            assert told == f"{second}: stands for what {first} stands for; give one of them"

    def test_a_number_of_all_of_whom_each_has_its_own_is_refused(self, small: Scenario) -> None:
        given = {"firms.rd_share": 0.1, "firms.core.rd_share": 0.2, "firms.fringe.rd_share": 0.3}
        told = not_settable(small, given)
        assert told.startswith("firms.rd_share: stands for what firms.core.rd_share stands for")

    def test_a_changed_number_is_an_assumption(self, small: Scenario) -> None:
        other = small.with_values({"membership.intensity": 4.0, "alliance.dues": 0.01})
        assert other.sources["membership.intensity"] == "assumption"
        assert other.sources["alliances.one.dues"] == "paper"

    @pytest.mark.parametrize(
        ("address", "value", "expected"),
        [
            (
                "membership.intensty",
                1.0,
                "membership.intensty: unknown address; did you mean 'membership.intensity'?",
            ),
            (
                "firms.cor.rd_share",
                1.0,
                "firms.cor.rd_share: unknown address; did you mean 'firms.core.rd_share'?",
            ),
            (
                "alliance.dues",
                11.0,
                "alliance.dues: 11.0 is too high; "
                "allowed range [0, 10] RMB m per member and quarter",
            ),
            (
                "firms.rd_share",
                "x",
                "firms.rd_share: 'x' is not a number; allowed range [0, 1] share of sales",
            ),
            (
                "firms.count",
                2.5,
                "firms.count: 2.5 is not a whole number; allowed range [1, 5000] firms",
            ),
            (
                "alliance.structure",
                "entty",
                "alliance.structure: unknown structure 'entty'; did you mean 'entity'?",
            ),
            (
                "switches.research",
                0.5,
                "switches.research: 0.5 is not one of the values; allowed range [0, 1] 0 or 1",
            ),
            ("name", "x", "name: unknown address"),
        ],
    )
    def test_refusals(
        self, address: str, value: float | str, expected: str, small: Scenario
    ) -> None:
        assert not_settable(small, {address: value}) == expected

    def test_refusals_come_together(self, small: Scenario) -> None:
        message = not_settable(
            small,
            {
                "nothing.at_all": 1.0,
                "alliance.structure": "entty",
                "structure.mandate": 0.5,
                "membership.review": 2.0,
            },
        )
        assert len(message.splitlines()) == 3

    def test_a_changed_scenario_is_what_a_file_with_its_numbers_gives(
        self, small: Scenario
    ) -> None:
        def reset(scenario: Scenario, declared: Declaration) -> str:
            return scenario.with_values({declared.address: declared.value}).digest()

        changed = [
            (declared, small.with_values({declared.address: value}))
            for declared in declarations()
            for value in (declared.low, declared.high)
        ]
        assert [
            declared.address
            for declared, other in changed
            if Scenario.model_validate(other.model_dump()) != other
            or reset(other, declared) != reset(small, declared)
        ] == []

    def test_an_address_that_stands_for_nobody_is_refused(self) -> None:
        lonely = Scenario(name="lonely", firms=[Firms(name="all")])
        assert (
            not_settable(lonely, {"alliance.dues": 0.0})
            == "alliance.dues: the scenario 'lonely' has no alliances"
        )
        assert (
            not_settable(lonely, {"holders.budget": 0.0})
            == "holders.budget: the scenario 'lonely' has no holders"
        )


class TestLowering:
    def test_plain_numbers_in_declared_order(self, small: Scenario) -> None:
        cell = small.lower()
        assert isinstance(cell.terms, Terms)
        assert set(cell.terms._fields) == set(GROUPS) - {"mechanisms"}
        for name, terms in zip(cell.terms._fields, cell.terms, strict=True):
            assert terms._fields == tuple(GROUPS[name].model_fields)
            assert all(type(value) is float for value in terms)
        assert cell.terms.membership.intensity == 3.0
        assert cell.quarters == 8

    @pytest.mark.parametrize("mechanism", PARTS)
    def test_a_mechanism_that_is_off_turns_off_its_switches_and_no_others(
        self, small: Scenario, mechanism: str
    ) -> None:
        off = small.with_values({f"mechanisms.{mechanism}": 0.0})
        by_hand = small.with_values({f"switches.{switch}": 0.0 for switch in PARTS[mechanism]})
        assert off.lower().terms == by_hand.lower().terms != small.lower().terms
        assert off.digest() == by_hand.digest() != small.digest()

    def test_mechanisms_share_no_switch(self) -> None:
        parts = [switch for switches in PARTS.values() for switch in switches]
        assert list(PARTS) == list(Mechanisms.model_fields)
        assert len(set(parts)) == len(parts) and set(parts) <= set(Switches.model_fields)

    def test_agents(self, small: Scenario) -> None:
        cell = small.lower()
        assert set(cell.firms[0]) == set(FirmGroup.model_fields) - {"count"} | {"id"}
        assert set(cell.holders[0]) == set(HolderGroup.model_fields) - {"count"} | {"id"}
        assert cell.alliances[0] == {"id": 0.0}
        assert set(cell.alliances[1]) == set(Design.model_fields) | set(Structure.model_fields) | {
            "id"
        }
        assert all(
            type(value) is float
            for agent in cell.firms + cell.alliances + cell.holders
            for value in agent.values()
        )

    def test_ids_stay_when_a_firm_is_added(self, small: Scenario) -> None:
        before = [firm["id"] for firm in small.lower().firms]
        after = [firm["id"] for firm in small.with_values({"firms.core.count": 4}).lower().firms]
        assert before == [1.0, 2.0, 3.0, 10001.0, 10002.0]
        assert set(after) - set(before) == {4.0}

    def test_ids_are_unique_at_full_capacity(self) -> None:
        full = Scenario(
            name="full",
            firms=[Firms(name=f"f{i}", count=5000) for i in range(10)],
            holders=[Holders(name=f"h{i}", count=200) for i in range(100)],
        ).lower()
        ids = [agent["id"] for agent in full.firms + full.holders]
        assert len(set(ids)) == len(ids)
        assert max(ids) < 2.0**20

    def test_a_fourth_structure_is_a_table(self, small_text: str, write: Write) -> None:
        text = (
            small_text.replace('"cooperative"', '"mutual"')
            + "[structures.mutual]\nmandate = 0.7\nquorum = 0.9\n"
        )
        scenario = load(write(text))
        alliance = scenario.lower().alliances[1]
        assert (alliance["mandate"], alliance["quorum"]) == (0.7, 0.9)
        inline = small_text.replace('"cooperative"', "{ mandate = 0.7, quorum = 0.9 }")
        assert load(write(inline)).digest() == scenario.digest()
        assert (
            scenario.with_values({"alliance.structure": "entity"}).lower().alliances[1]["mandate"]
            == 0.9
        )

    def test_a_named_structure_equals_its_numbers(self, small: Scenario) -> None:
        inline = Scenario.model_validate(
            small.model_dump()
            | {"alliances": [Alliance(name="one", structure=COOPERATIVE, dues=0.01)]}
        )
        assert inline.digest() == small.digest()


@pytest.mark.parametrize("name", list(shipped("configs")))
def test_shipped_preset(name: str, write: Write) -> None:
    preset = load(name)
    assert preset.name == name
    assert load(write(preset.to_toml())) == preset
