"""Limiting cases, bounds and monotone responses of the theory."""

import itertools
import math

import numpy as np
import pytest
from formulas import rules, theory
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

share = st.floats(0.0, 1.0)
amount = st.one_of(st.sampled_from((0.0, 1e-12, 1.0)), st.floats(1e-9, 20.0))
positive = st.floats(0.01, 100.0)
count = st.integers(1, 40).map(float)


# Formation and membership


@given(share, st.integers(0, 60), st.integers(1, 61))
def test_pivotal_is_a_binomial_probability(willing, others, needed):
    exact = math.comb(others, needed - 1) * willing ** (needed - 1)
    exact = exact * (1 - willing) ** (others - needed + 1) if needed <= others + 1 else 0.0
    found = rules.membership.pivotal_probability(willing, float(others), float(needed))
    assert found == pytest.approx(exact, rel=1e-9, abs=1e-12)


@given(st.integers(2, 30).map(float), st.integers(1, 30).map(float), st.floats(0.01, 0.99))
def test_founders_are_indifferent_in_equilibrium(founders, needed, cost):
    low, high = theory.membership.threshold_equilibria(founders, needed, cost)
    assert low <= high
    if (low, high) == (0.0, 0.0):
        assert cost > theory.membership.largest_cost_ratio(founders, needed)
    elif needed > 1.0:
        assert rules.membership.pivotal_probability(low, founders - 1, needed) == pytest.approx(
            cost, abs=1e-9
        )
    if high < 1.0 - 1e-9 and high > 0.0:
        assert rules.membership.pivotal_probability(high, founders - 1, needed) == pytest.approx(
            cost, abs=1e-9
        )
    assert theory.membership.refund_equilibrium(founders, needed, cost) >= high - 1e-9


@given(st.floats(-5, 5), st.floats(0.1, 5), st.floats(0.01, 5))
def test_subsidy_adds_alliances_that_do_not_pay(mean, sd, subsidy):
    assert -subsidy <= theory.membership.mean_value_induced(mean, sd, subsidy) <= 0.0
    assert theory.membership.mean_value_market_formed(mean, sd) >= max(0.0, mean) - 1e-9
    assert 0.0 <= theory.membership.induced_fraction(mean, sd, subsidy) <= 1.0
    multiplier = theory.membership.formation_multiplier(mean, sd, subsidy)
    formed = multiplier * theory.membership.share_formed(mean, sd, 0.0)
    assert multiplier == 1e9 or formed == pytest.approx(
        theory.membership.share_formed(mean, sd, subsidy)
    )


@pytest.mark.parametrize(
    ("mean", "sd", "subsidy", "induced"),
    (
        (-8.0, 1.0, 2.0, -1.8415),
        (-10.0, 1.0, 0.5, -0.4006),
        (8.0, 1.0, 2.0, -0.1214),  # the mirror of (-10, 1, 2)
        (-50.0, 1.0, 0.1, 1.0 / 50.0 - 0.1 * 1.0 / (1.0 - math.exp(-5.0))),  # nearly exponential
        (-1e6, 1.0, 2.0, -2.0),
        (-0.5, 1e-9, 2.0, -0.5),
        (-0.5, 0.0, 2.0, -0.5),
        (-3.0, 0.0, 2.0, -2.0),
        (5.0, 1e9, 2.0, -1.0),
        (-1.0, 2.0, 0.0, 0.0),
    ),
)
def test_what_a_subsidy_adds_in_the_far_tail(mean, sd, subsidy, induced):
    found = theory.membership.mean_value_induced(mean, sd, subsidy)
    assert found == pytest.approx(induced, abs=1e-4)


@given(st.floats(-7, 7), st.floats(0.5, 5), st.floats(0.1, 5))
def test_what_a_subsidy_adds_is_a_truncated_normal(mean, sd, subsidy):
    exact = stats.truncnorm.mean(-(mean + subsidy) / sd, -mean / sd, loc=mean, scale=sd)
    found = theory.membership.mean_value_induced(mean, sd, subsidy)
    assert found == pytest.approx(exact, abs=1e-6)


def test_nobody_to_found():
    assert theory.membership.threshold_equilibria(10.0, 11.0, 0.1) == (0.0, 0.0)
    assert theory.membership.threshold_equilibria(10.0, 5.0, 0.27) == (0.0, 0.0)
    assert theory.membership.refund_equilibrium(10.0, 10.0, 0.5) == pytest.approx(1.0)
    assert theory.membership.share_formed(-1.0, 0.0, 2.0) == 1.0
    assert theory.membership.formation_multiplier(-100.0, 1.0, 200.0) == 1e9


@given(st.floats(-8, 8), st.floats(0, 30))
def test_equilibria_reproduce_themselves(level, slope):
    shares = theory.stability.logit_equilibria(level, slope)
    assert sorted(shares) == list(shares)
    for found in shares:
        assert theory.membership.join_probability(level + slope * found, 1.0) == pytest.approx(
            found, abs=1e-9
        )
    below = np.linspace(0.0, max(0.0, shares[0] - 1e-6), 50)
    assert all(theory.membership.join_probability(level + slope * x, 1.0) > x - 1e-9 for x in below)


@given(st.floats(0.05, 0.6), st.floats(0.01, 0.2), positive, positive, st.floats(0.05, 0.95))
def test_preemption_lies_between_marshall_and_waiting(volatility, discount, cost, alone, ratio):
    found = theory.membership.preemption_thresholds(
        0.0, volatility, discount, cost, alone, ratio * alone
    )
    assert list(found) == sorted(found)
    assert (
        theory.membership.preemption_thresholds(0.0, volatility, discount, cost, alone, alone)[1]
        == found[2]
    )


@given(amount, amount, amount)
def test_open_alliances_are_larger(benefit, congestion, cost):
    exclusive = theory.membership.exclusive_size(benefit, congestion, cost, 60.0)
    wide = theory.membership.open_size(benefit, congestion, cost, 60.0)
    assert (
        wide >= exclusive
        or theory.membership.member_payoff(exclusive, benefit, congestion, cost) < 1e-9
    )


# Stability and cooperation


@given(count)
def test_commitment_keeps_more_than_choice(licensors):
    pool = theory.stability.committed_pool(licensors)
    assert pool <= licensors and (pool == licensors) == (licensors <= 5.0)
    assert theory.stability.cartel_profit_ratio(licensors, pool) >= 1.0 - 1e-9
    assert theory.stability.is_internally_stable(licensors, licensors) == float(licensors <= 2.0)


@given(count, positive, positive)
def test_side_benefit_makes_the_full_pool_stable(licensors, potential, slope):
    inside = theory.royalties.nash_profit(potential, slope, 1.0) / licensors
    outside = theory.royalties.nash_profit(potential, slope, 2.0)
    benefit = theory.stability.stable_side_benefit(potential, slope, licensors)
    assert inside + benefit >= outside - 1e-9 * outside
    assert benefit == pytest.approx(max(0.0, outside - inside), rel=1e-9, abs=1e-9 * outside)


@given(amount, amount, amount, amount, amount)
def test_patience_is_a_discount_factor(reward, temptation, punishment, fine, expulsion):
    factor = rules.disputes.cooperation_discount
    found = factor(reward, temptation, punishment, fine, expulsion)
    assert 0.0 <= found <= 1.0
    if reward >= punishment:
        assert factor(reward, temptation, punishment, fine + 1.0, expulsion) <= found + 1e-12
    assert factor(reward, temptation, punishment, fine, expulsion + 1.0) <= found + 1e-12


def test_stability_limits():
    assert theory.stability.critical_mass(0.5, 4.0, 1.0) == 1e9
    assert theory.stability.critical_mass(0.5, 0.4, 1.0) == 0.0
    assert theory.stability.pool_incomes(90.0, 1.0, 0.0, 5.0) == (0.0, 0.0, 0.0, 0.0)
    assert theory.royalties.elastic_price(3.0, 3.0, 10.0) == 1e9
    assert theory.royalties.competition_margin(memoryview(np.array([0.0, 10.0])), 1.0) == 1e9
    assert theory.royalties.competition_margin(memoryview(np.array([0.0, 10.0, 10.0])), 2.0) == 0.0
    assert theory.royalties.royalty_welfare(90.0, 1.0, 100.0) == 0.0


# Litigation and negotiation


@given(share, share, positive, amount, amount, st.sampled_from((0.0, 1.0)))
def test_screening_offers_are_accepted_above_the_cutoff(low, width, stake, cost_1, cost_2, english):
    high = min(1.0, low + width)
    cutoff, offer, trial, wins = theory.disputes.screening(
        low, high, stake, cost_1, cost_2, english
    )
    assert low - 1e-12 <= wins <= cutoff <= high and 0.0 <= trial <= 1.0
    pays = cutoff * (stake + cost_1 + cost_2) if english else cutoff * stake + cost_2
    assert offer == pytest.approx(pays)


@given(positive, positive)
def test_attrition_dissipates_the_prize(prize, cost):
    chance = rules.disputes.concession_probability(prize, cost)
    joint = 2.0 * cost * theory.disputes.expected_rounds(chance)
    assert joint == pytest.approx(theory.disputes.attrition_prize(prize, chance))
    own, other = (
        theory.disputes.litigation_contest(prize, cost),
        theory.disputes.litigation_contest(cost, prize),
    )
    assert own[1] + other[1] == pytest.approx(1.0)
    assert own[0] + other[0] + own[2] + other[2] <= max(prize, cost) + 1e-9


@given(st.floats(0.05, 0.95), positive, positive, positive, positive)
def test_fighting_fund_minimises_cost(strength, opposition, court, volume, other):
    def cost(fund):
        return rules.royalties.strength_after(strength, opposition, fund) * court * volume + fund

    assert (
        cost(rules.royalties.fighting_fund(strength, opposition, court, volume))
        <= cost(other) + 1e-9
    )


def test_selection_limits():
    trials = theory.disputes.selected_trials
    assert trials(0.5, 0.3, 1e-6)[1] == pytest.approx(0.5, abs=1e-5)
    assert trials(0.5, 1e-3, 0.5)[1] == pytest.approx(stats.norm.cdf(-0.5), abs=0.03)
    assert trials(0.5, 1.0, 0.5) == trials(0.5, 0.3, 0.0) == (0.0, 0.5)
    assert trials(0.0, 0.3, 0.5)[1] == pytest.approx(0.5)


def test_litigation_limits():
    assert theory.disputes.attrition_outcome(0.0, 0.0) == (0.5, 1e9)
    assert theory.disputes.expected_rounds(0.0) == 1e9
    assert theory.disputes.concession_hazard(1.0, 0.0) == 1e9
    assert theory.royalties.shadow_royalty(0.5, 2.0, 0.0, 1.0, 1.0, 0.5, 3.0) == 0.0
    assert rules.royalties.strength_after(0.6, 0.0, 0.0) == 0.6
    assert theory.royalties.critical_coalition(20.0, 0.5, 23.0, 1.0, 7.0) == 0.0
    assert theory.royalties.invalidation_gain(100.0, 1.0, 10.0, 0.0, 4.0, 1.0) == 0.0


# Sharing


@given(st.lists(st.floats(0.0, 20.0), min_size=1, max_size=6), st.floats(0.1, 1.0))
def test_shares_exhaust_what_is_shared(amounts, elasticity):
    values, members = memoryview(np.array(amounts)), float(len(amounts))
    airport = [rules.licensing.airport_share(values, i, members) for i in range(len(amounts))]
    assert sum(airport) == pytest.approx(max(amounts))
    shapley = [
        theory.licensing.shapley_share(values, i, members, elasticity) for i in range(len(amounts))
    ]
    assert sum(shapley) == pytest.approx(sum(amounts) ** elasticity if sum(amounts) else 0.0)
    for first, second in itertools.combinations(range(len(amounts)), 2):
        if amounts[first] <= amounts[second]:
            assert (
                airport[first] <= airport[second] + 1e-9
                and shapley[first] <= shapley[second] + 1e-9
            )


@given(positive, positive, share, positive, count)
def test_priority_split_never_pays_out_more_than_it_takes(units, fee, fund, royalty, partners):
    kept, first, each = theory.licensing.priority_split(units, fee, fund, royalty, partners)
    assert min(kept, first, each) >= -1e-9 and kept + first + partners * each == pytest.approx(
        units * fee
    )


# Innovation, standards and value


@given(st.floats(0.001, 0.5), st.floats(0.001, 0.9), st.floats(0.01, 0.99))
def test_adoption_time_inverts_adoption(innovative, imitative, adopters):
    time = theory.market.adoption_time(adopters, innovative, imitative)
    assert theory.market.adoption_share(time, innovative, imitative) == pytest.approx(adopters)
    assert theory.market.adoption_peak(innovative, imitative)[2] >= innovative


@given(positive, positive, st.floats(0.01, 1.0), count)
def test_rivals_raise_effort(prize, cost, discount, firms):
    hazard = theory.innovation.race_effort(prize, cost, discount, firms)
    left = cost * (firms - 0.5) * hazard * hazard
    right = (prize * (firms - 1.0) - cost * discount) * hazard + prize * discount
    assert left == pytest.approx(right, rel=1e-6, abs=1e-9)
    assert theory.innovation.race_effort(prize, cost, discount, firms + 1.0) >= hazard


def test_innovation_limits():
    assert theory.innovation.renewed_share(10.0, 0.0, 0.0, 0.1, 0.1) == 1.0
    assert theory.innovation.renewed_share(30.0, 0.0, 0.0, 0.1, 0.1) == 0.0
    assert theory.innovation.renewed_share(30.0, 0.0, 1.0, 0.1, 0.0) == 1.0
    assert theory.innovation.joint_stock(100.0, 100.0, 1.0, 1.0) == 1e9
    assert theory.innovation.joint_growth_rates(0.1, 100.0, 100.0, 0.0, 0.0) == (-0.1, -0.1)
    assert theory.innovation.best_absorbing_size(15.0, 0.0) == 0.0
    assert rules.innovation.patent_present_value(1.0, 0.0, 0.0, 40.0) == 40.0
    assert theory.royalties.entry_share(30.0, 30.0) == 0.0


@given(share, positive, positive, share, share)
def test_information_never_costs(prior, loss, design_around, sensitivity, specificity):
    assert (
        rules.disputes.value_of_information(prior, loss, design_around, sensitivity, specificity)
        >= -1e-9
    )


# Finance


@given(st.floats(0.1, 10.0), st.floats(0.1, 20.0), st.floats(0.0, 40.0))
def test_dues_maximise_revenue(intensity, benefit, other):
    best = rules.finance.revenue_maximising_dues(intensity, benefit)
    revenue = best * theory.finance.members_at_dues(30.0, intensity, benefit, best)
    assert revenue >= other * theory.finance.members_at_dues(30.0, intensity, benefit, other) - 1e-9


@given(st.floats(0.1, 20.0), st.floats(-1.0, 1.0), st.floats(0.1, 5.0), st.floats(1.0, 200.0))
def test_ruin_rises_with_time_and_observation(reserve, drift, volatility, quarters):
    by = theory.finance.brownian_ruin_by(reserve, drift, volatility, quarters)
    assert (
        0.0 <= theory.finance.quarterly_ruin_by(reserve, drift, volatility, quarters) <= by + 1e-12
    )
    assert by <= theory.finance.brownian_ruin_by(reserve, drift, volatility, 2.0 * quarters) + 1e-9
    assert by <= theory.finance.brownian_ruin(reserve, drift, volatility) + 1e-9


@given(share, st.integers(0, 20).map(float), st.integers(1, 20).map(float))
def test_ruin_before_a_target_is_a_probability(gain, reserve, target):
    chance = theory.finance.step_ruin_before(gain, reserve, target)
    assert -1e-12 <= chance <= 1.0 + 1e-12
    assert chance >= theory.finance.step_ruin_before(min(1.0, gain + 0.1), reserve, target) - 1e-9
    assert chance <= theory.finance.step_ruin(gain, reserve) + 1e-9


def test_finance_limits():
    assert theory.finance.ruin_probability(5.0, 1.0, 0.5, 2.0) == 1.0
    assert theory.finance.ruin_probability(5.0, 1.0, 0.0, 0.0) == 0.0
    assert theory.finance.grant_survival(0.05, 6.0, 6.0) == 1.0
    assert theory.finance.grant_life_once(0.0, 6.0) == 1e9
    assert theory.finance.renewed_grant_survival(0.1, 0.25, 4.0, 4.0) == pytest.approx(1.0)
    assert theory.finance.renewed_grant_survival(0.0, 0.25, 4.0, 40.0) == 1.0
    once = theory.finance.grant_survival(0.1, 20.0, 4.0)
    assert theory.finance.renewed_grant_survival(0.1, 0.0, 4.0, 20.0) == pytest.approx(once)
    assert theory.finance.members_to_break_even(0.5, 0.005, 0.005) == 1e9
    assert theory.finance.time_to_self_sufficiency(2.0, 2.0, 0.03, 0.38) == 1e9
    assert theory.finance.least_average_revenue(0.5, 40.0, 40.0) == 0.0
    assert rules.finance.revenue_maximising_dues(0.0, 2.0) == 1e9


def test_majority_is_more_than_half():
    assert rules.votes.votes_needed(10.0, 0.5) == 6.0
    assert rules.votes.votes_needed(9.0, 0.5) == 5.0
    assert rules.votes.votes_needed(9.0, 2 / 3) == 6.0
    assert rules.votes.votes_needed(9.0, 1.0) == 9.0
    assert theory.membership.pass_probability(0.8, 0.0, 0.5) == 0.0


@given(share, count, share)
def test_approval_is_a_probability_that_rises_with_approval(approval, members, threshold):
    chance = theory.membership.pass_probability(approval, members, threshold)
    assert 0.0 <= chance <= 1.0
    assert (
        theory.membership.pass_probability(min(1.0, approval + 0.1), members, threshold)
        >= chance - 1e-12
    )
