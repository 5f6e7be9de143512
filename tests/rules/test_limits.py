"""Limiting cases, bounds and monotone responses of the rules."""

import itertools
import math

import pytest
from formulas import rules, theory
from hypothesis import given
from hypothesis import strategies as st

share = st.floats(0.0, 1.0)
amount = st.one_of(st.sampled_from((0.0, 1e-12, 1.0)), st.floats(1e-9, 20.0))
positive = st.floats(0.01, 100.0)
count = st.integers(1, 60).map(float)


# Royalties and negotiation


@given(positive, positive, count)
def test_stacking_raises_the_stack_and_lowers_income(potential, slope, makers):
    assert rules.royalties.nash_stack(potential, slope, makers + 1) > rules.royalties.nash_stack(
        potential, slope, makers
    )
    assert rules.royalties.nash_stack(potential, slope, makers) < potential / slope
    assert (makers + 1) * theory.royalties.nash_profit(
        potential, slope, makers + 1
    ) < makers * theory.royalties.nash_profit(potential, slope, makers)


@given(positive, count)
def test_nash_stack_is_a_fixed_point_of_best_responses(choke, makers):
    each = rules.royalties.nash_stack(choke, 1.0, makers) / makers
    assert rules.royalties.best_response_royalty(choke, (makers - 1) * each) == pytest.approx(each)


def test_degenerate_royalties():
    assert (
        rules.royalties.nash_stack(90.0, 0.0, 3.0)
        == rules.royalties.nash_stack(90.0, 1.0, 0.0)
        == 0.0
    )
    assert rules.royalties.best_response_royalty(10.0, 12.0) == 0.0
    assert rules.royalties.decision_makers(5.0, 0.0) == 5.0
    assert theory.royalties.bargained_stack(0.5, 30.0, 0.0) == 0.0


def test_hold_up_is_the_benchmark_when_redesign_is_free():
    assert rules.royalties.hold_up_royalty(0.5, 0.4, 1.0, 40.0, 0.0, 0.25) == 0.5 * 0.4 * 1.0


@given(share, amount, share, count)
def test_coalition_stack_lies_between_full_coalition_and_whole_surplus(
    bargaining, surplus, coalition, holders
):
    stack = theory.royalties.collective_stack(holders, bargaining, surplus, coalition)
    full = theory.royalties.collective_stack(holders, bargaining, surplus, 1.0)
    assert full - 1e-9 <= stack <= surplus + 1e-9 or bargaining == coalition == 0.0
    if bargaining > 0.0:
        assert full == pytest.approx(theory.royalties.bargained_stack(bargaining, surplus, holders))


@given(amount, amount, share)
def test_bargained_royalty_stays_below_the_ceiling(ceiling, floor, bargaining):
    royalty = theory.royalties.bargained_royalty(ceiling, floor, bargaining)
    assert min(ceiling, floor) - 1e-9 <= royalty <= ceiling


def test_no_volume_no_suit():
    assert rules.royalties.licensing_ceiling(23.0, 0.5, 30.0, 12.0, 0.0) == 23.0
    assert rules.royalties.litigation_floor(0.5, 30.0, 8.0, 0.0) == 0.0


# Litigation and disputes


@given(share, share, positive, amount, amount, st.sampled_from((0.0, 1.0)))
def test_settlement_lies_in_the_range(plaintiff, defendant, stake, cost_1, cost_2, english):
    low, high = (
        theory.disputes.range_if_loser_pays(plaintiff, defendant, stake, cost_1 + cost_2)
        if english
        else rules.disputes.settlement_range(plaintiff, defendant, stake, stake, cost_1, cost_2)
    )
    gap = theory.disputes.critical_gap(stake, cost_1, cost_2, english)
    if abs(plaintiff - defendant - gap) > 1e-9:
        assert rules.disputes.settles(low, high) == float(plaintiff - defendant < gap)
    if low <= high:
        assert low - 1e-9 <= rules.disputes.settlement_amount(low, high, 0.3) <= high + 1e-9


def test_trial_without_noise():
    assert rules.disputes.trial_probability(0.3, 0.0, 0.2) == 1.0
    assert rules.disputes.trial_probability(0.1, 0.0, 0.2) == 0.0
    assert rules.disputes.trial_probability(0.2, 0.1, 0.2) == 0.5


@given(st.floats(-0.5, 0.5), st.floats(0.01, 1.0), st.floats(0.01, 1.0), share)
def test_trial_falls_with_cost(optimism, noise, cost, more):
    chance = rules.disputes.trial_probability
    assert chance(optimism, noise, cost + more) <= chance(optimism, noise, cost) + 1e-12


def test_undeterred_without_sales():
    assert theory.disputes.deterring_portfolio(0.6, 0.05, 0.0, 50.0, 0.5, 0.01) == 1e9
    assert theory.disputes.deterring_portfolio(0.6, 0.05, 200.0, 50.0, 5.0, 0.01) == 0.0
    assert theory.disputes.deterring_portfolio(0.6, 0.05, 200.0, 50.0, 0.5, 0.0) == 1e9


def test_nothing_to_win():
    assert theory.disputes.smallest_target(3.0, 0.0, 2.0) == 1e9
    assert theory.disputes.smallest_joint_response(6.0, 1.0, 1.0) == 1e9
    assert theory.disputes.assertion_hazard(0.1, 1.0, 0.5, 0.0) == pytest.approx(0.1)
    assert theory.disputes.assertion_hazard(0.1, 0.0, 0.5, 0.0) == 0.0


# Innovation, standards and licensing


def test_innovation_limits():
    assert theory.innovation.steady_stock(1.5, 0.0, 80.0) == 120.0
    assert theory.innovation.steady_stock(1.5, 1e-8, 80.0) == pytest.approx(120.0, rel=1e-5)
    assert theory.innovation.top_value_share(0.0, 0.1) == pytest.approx(0.1)
    assert theory.innovation.pareto_top_share(1.0, 0.1) == 1.0
    assert theory.innovation.perpetual_inventory(2.0, 1.0) == (1.0, 2.0)
    assert theory.innovation.perpetual_inventory(2.0, 0.0)[1] == 1e9
    assert theory.innovation.filing_variance(2.0, 0.0) == 1e9


@given(share, share, share)
def test_adoption_grows_up_to_one(adoption, innovative, imitative):
    after = rules.market.adoption_step(adoption, innovative, imitative)
    assert adoption - 1e-12 <= after <= 1.0


@given(amount, share, amount, amount)
def test_compliance_is_a_share(royalty, audit, penalty, norm):
    assert 0.0 <= rules.licensing.compliance_ceiling(royalty, audit, penalty, norm) <= 1.0


def test_licensing_limits():
    assert rules.licensing.compliance_ceiling(2.5, 0.5, 1.0, 5.0) == 1.0
    assert rules.licensing.compliance_ceiling(2.5, 0.1, 1.0, 0.0) == 0.0
    assert theory.licensing.revenue_maximising_royalty(0.5, 1.0, 5.0) == 1e9
    assert theory.licensing.certified_precision(0.9, 0.0, 0.3) == 1.0
    assert theory.licensing.certified_precision(0.0, 0.0, 0.3) == 0.0
    assert (
        rules.market.licence_potential(400.0, 25.0, 20.0)
        == rules.market.licence_potential(400.0, 5.0, 0.0)
        == 0.0
    )


# Membership and governance


def test_nothing_sunk_no_hysteresis():
    assert rules.membership.entry_exit_thresholds(0.0, 0.2, 0.08, 1.0, 0.0, 0.0) == pytest.approx(
        (1.0, 1.0)
    )
    assert rules.membership.entry_exit_thresholds(0.01, 0.2, 0.08, 2.0, 0.0, 0.0) == pytest.approx(
        (2.0, 2.0)
    )
    assert rules.membership.entry_exit_thresholds(0.0, 0.2, 0.08, 1.0, 1e-9, 0.0) == pytest.approx(
        (1.0, 1.0), abs=1e-3
    )


@pytest.mark.parametrize("volatility", (0.05, 0.1, 0.3, 0.6))
@pytest.mark.parametrize("discount", (0.02, 0.05, 0.2))
def test_thresholds_enclose_marshall_bands(volatility, discount):
    costs = (0.0, 1e-4, 0.1, 0.5, 4.0, 4.9999, 20.0, 50.0)
    for entry, leave in itertools.product(costs, costs):
        high, low = rules.membership.entry_exit_thresholds(
            0.0, volatility, discount, 1.0, entry, leave
        )
        assert high >= 1.0 + discount * entry - 1e-9 and math.isfinite(high)
        assert 0.0 <= low <= max(0.0, 1.0 - discount * leave) + 1e-9
        assert (low > 0.0) == (leave < 1.0 / discount)


@given(
    st.floats(0.05, 0.6),
    st.floats(0.02, 0.2),
    st.floats(0.01, 50),
    st.floats(0, 4),
    st.floats(0.001, 1000),
)
def test_thresholds_are_scale_free(volatility, discount, entry, leave, scale):
    plain = rules.membership.entry_exit_thresholds(0.0, volatility, discount, 1.0, entry, leave)
    scaled = rules.membership.entry_exit_thresholds(
        0.0, volatility, discount, scale, scale * entry, scale * leave
    )
    assert scaled == pytest.approx((scale * plain[0], scale * plain[1]), rel=1e-9)


def test_thresholds_meet_value_matching_and_smooth_pasting():
    drift, volatility, discount, entry, leave = 0.01, 0.25, 0.08, 3.0, 1.0
    high, low = rules.membership.entry_exit_thresholds(
        drift, volatility, discount, 1.0, entry, leave
    )
    b1, b2 = rules.membership.characteristic_roots(drift, volatility, discount)
    net = discount - drift
    # Smooth pasting at both ends fixes A and B; value matching must then hold.
    determinant = (
        b1 * b2 * (high ** (b1 - 1) * low ** (b2 - 1) - high ** (b2 - 1) * low ** (b1 - 1))
    )
    a = b2 * (low ** (b2 - 1) - high ** (b2 - 1)) / net / determinant
    b = b1 * (low ** (b1 - 1) - high ** (b1 - 1)) / net / determinant
    for flow, sunk in ((high, entry), (low, -leave)):
        assert a * flow**b1 - b * flow**b2 == pytest.approx(
            flow / net - 1 / discount - sunk, abs=1e-7
        )


def test_thresholds_outside_the_domain():
    assert rules.membership.entry_exit_thresholds(0.08, 0.2, 0.08, 1.0, 2.0, 0.5) == (1e9, 0.0)
    assert rules.membership.entry_exit_thresholds(0.0, 0.2, 0.0, 1.0, 2.0, 0.5) == (1e9, 0.0)


@given(share, st.integers(1, 200), st.integers(-2, 202))
def test_binomial_tail(probability, members, needed):
    exact = sum(
        math.comb(members, j) * probability**j * (1 - probability) ** (members - j)
        for j in range(max(0, needed), members + 1)
    )
    assert rules.membership.at_least(probability, float(members), float(needed)) == pytest.approx(
        exact, abs=1e-12
    )


def test_patient_founders():
    assert theory.membership.founding_value(2.0, 1.0, 1.0, 5.0) == 1e9
    assert theory.membership.founding_value(1.0, 2.0, 1.0, 5.0) == -1e9
    assert theory.membership.largest_capital(1.0, 2.0, 0.98) == 0.0


# Finance and the market


def test_finance_limits():
    assert rules.finance.self_sufficiency(0.0, 0.0) == 0.0
    assert rules.finance.runway(1.0, 0.5, 0.5) == 1e9
    assert rules.finance.concentration(0.2, 0.2, 0.2, 0.2, 0.2) == pytest.approx(0.2)
    assert rules.finance.concentration(0.0, 0.0, 0.0, 0.0, 0.0) == 0.0
    assert theory.finance.quarters_to_insolvency(1.0, 0.5, 0.0) == 3.0
    assert theory.finance.quarters_to_insolvency(0.1, 0.5, 0.0) == 1.0
    assert theory.finance.quarters_to_insolvency(1.0, 0.5, 0.6) == 1e9
    assert theory.finance.grant_life(0.05, 0.0, 6.0) == pytest.approx(26.0)
    assert (
        theory.finance.grant_life(0.0, 0.25, 4.0) == theory.finance.grant_life(0.1, 1.0, 4.0) == 1e9
    )


@given(
    st.lists(st.floats(9.0, 11.0), min_size=1, max_size=8), st.floats(0.5, 1.0), st.floats(0.1, 5.0)
)
def test_cournot_quantities_clear_the_market_and_return_the_slope(costs, conduct, slope):
    intercept, number = 200.0, float(len(costs))
    price = rules.market.cournot_price(intercept, sum(costs), number, conduct)
    quantities = [
        theory.market.cournot_quantity(intercept, slope, c, sum(costs), number, conduct)
        for c in costs
    ]
    assert price == pytest.approx(intercept - slope * sum(quantities))
    margin = sum((price - c) * q for c, q in zip(costs, quantities, strict=True)) / sum(quantities)
    squares = sum(q * q for q in quantities)
    assert rules.market.price_slope(margin, sum(quantities), squares, conduct) == pytest.approx(
        slope
    )


def test_market_limits():
    assert theory.market.cournot_quantity(100.0, 1.0, 10.0, 10.0, 1.0, 1.0) == 45.0
    assert rules.market.cournot_price(100.0, 40.0, 4.0, 1e-12) == pytest.approx(10.0)
    assert theory.market.cournot_quantity(100.0, 1.0, 99.0, 139.0, 5.0, 1.0) == 0.0
    assert rules.market.competitive_quantity(100.0, 2.0, 10.0) == 45.0
    assert (
        rules.market.competitive_quantity(100.0, 0.0, 10.0)
        == theory.market.pass_through(0.0, 1.0)
        == 0.0
    )
