/* From figures to evidence: the fitted weights, and the rules over them: screen/model.py
 * says what each is for, screen/rules.py does the same in numpy. */
#include "figures.h"

#include <math.h>

double weigh(const double *weights, const double *figures)
{
    double bits = 0;
    for (int at = 0; at < WEIGHED; at++)
        bits += figures[at] * weights[at];
    return bits + weights[FIGURE_COUNT];
}

/* The same to within a hair, added up in four parts: what no figure stops is not judged
 * by it. */
double weigh_roughly(const double *weights, const double *figures)
{
    double bits[4] = {weights[FIGURE_COUNT], 0, 0, 0};
    int at = 0;
    for (; at + 4 <= WEIGHED; at += 4)
        for (int part = 0; part < 4; part++)
            bits[part] += figures[at + part] * weights[at + part];
    for (; at < WEIGHED; at++)
        bits[0] += figures[at] * weights[at];
    return (bits[0] + bits[1]) + (bits[2] + bits[3]);
}

int word_agrees(const Pairing *pairs)
{
    for (int pair = 0; pair < pairs->count; pair++)
        if (pairs->level[pair] >= SAME && pairs->level[pair] <= NEAR)
            return 1;
    return 0;
}

/* Tell whether the words that agree tell enough, whatever else the names lack. */
static int agree_enough(const Rules *rules, const double *figures)
{
    double wanted = F(contradicted) > 0 ? rules->told_contradicted : rules->told_alike;
    return F(same_bits) + F(variant_bits) >= wanted &&
           F(same_bits) >= rules->told_rarest && F(rarest) >= rules->told_rarest &&
           F(agreeing) >= 2 && F(given) >= rules->told_given;
}

/* Tell whether a name lacks one word or has initials, and tells enough without. */
static int nearly_whole(const Rules *rules, const double *figures)
{
    double wanted = rules->told_initials - rules->told_initial * F(initials);
    return (F(dropped) > 0 && F(least_told) >= rules->told_dropped && F(legal_other) == 0) ||
           (F(added) > 0 && F(least_told) >= rules->told_added) ||
           (F(initialled) > 0 && F(same_bits) >= wanted);
}

/* Return the least that names are worth that are always shown. */
double told_enough(const Rules *rules, const double *figures)
{
    int shown = agree_enough(rules, figures) ||
                (F(middle) > 0 && F(least_told) >= rules->told_middle) ||
                (F(slip) > 0 && F(legal_other) == 0) ||
                (F(joined_bits) > 0 && F(whole) == 0 && F(legal_other) == 0) ||
                nearly_whole(rules, figures);
    return shown && F(numbers) == 0 ? rules->told_bits : rules->nothing_agrees;
}

/* Hold evidence down to the most it may be, and a part of what goes beyond. */
static double held(double bits, double most, double beyond)
{
    return bits > most ? most + beyond * (bits - most) : bits;
}

/* Return the evidence of a name, spread out where it falls short of a match. */
static double fallen_short(const Rules *rules, const double *figures, double bits)
{
    if (!(bits < rules->chance_short))
        return bits;
    double lacking = most_of(rules->chance_few_told - F(least_told), 0);
    double times = rules->chance_spread * (1 + rules->chance_common * lacking);
    return most_of(rules->chance_short + (bits - rules->chance_short) * times,
                   rules->nothing_agrees);
}

/* Return the evidence of a name less what is chance; more never gives less. */
static double less_chance(const Rules *rules, const double *figures, double bits)
{
    double taken = rules->chance_ways * F(ways);
    taken += rules->chance_sound * F(known_sound);
    taken += rules->chance_near * F(known_near);
    taken += rules->chance_woman * F(woman);
    taken += rules->chance_inside * F(initial_inside);
    if (F(one_word) > 0 && F(missing) > 0)
        taken += rules->chance_alone;
    if (F(one_word) == 0)
        taken += rules->chance_few * most_of(rules->chance_few_told - F(least_told), 0);
    bits = bits - taken + rules->chance_level;
    double most = F(least_told) - rules->chance_most;
    most += most_of(F(least_told) - rules->chance_rare, 0);
    bits = held(bits, most, rules->chance_beyond);
    if (F(weakly) > 0 && F(two_words) > 0)
        bits = held(bits, rules->chance_weak, rules->most_order);
    return fallen_short(rules, figures, bits);
}

/* Tell whether few words agree, by what they mean alone, and not all asked do. */
static int by_meaning(const Rules *rules, const double *figures)
{
    return F(variant_bits) > 0 && F(same_bits) == 0 && F(sound_bits) == 0 &&
           F(agreeing) <= rules->meant_words && F(left_asked) > 0;
}

/* Tell whether names agree in generic words alone, and have a telling one each. */
static int by_generic_words(const Rules *rules, const double *figures)
{
    return F(contradicted) > 0 && F(rarest_sound) < rules->generic_bits &&
           F(left_most) >= rules->generic_bits && F(left_most_known) >= rules->generic_bits;
}

/* Return the most that names are worth that contradict, or contain, another, joined being
 * as like as that. */
static double most_for(const Rules *rules, const double *figures, double joined)
{
    double most = F(places) > 0 ? rules->most_places : INFINITY;
    if (F(contradicted) > 0 && joined < rules->least_same)
        most = least_of(most, F(last_differs) > 0 ? least_of(rules->most_contradicted,
                                                             rules->most_last_differs)
                                                  : rules->most_contradicted);
    if (F(left_known) == 0 && F(missing) > 0 && F(contradicted) == 0)
        most = least_of(most, rules->most_contained);
    if (by_meaning(rules, figures) || by_generic_words(rules, figures))
        most = least_of(most, rules->most_generic);
    return most;
}

/* Return evidence raised to what a name is always shown at, and held down. */
static double in_bounds(const Rules *rules, const double *figures, double bits, double told,
                        double joined)
{
    if (told > rules->nothing_agrees)
        bits = most_of(bits, told + rules->told_order * (bits - rules->nothing_agrees));
    return held(bits, most_for(rules, figures, joined), rules->most_order);
}

/* Return the most a name can be worth, where its figures come to `reach` at most, it is
 * shown at `told` at most, and joined names are as like as that at most. */
double most_worth(const Rules *rules, const double *figures, double reach, double told,
                  double joined)
{
    double bits = most_of(less_chance(rules, figures, reach), rules->nothing_agrees);
    return in_bounds(rules, figures, bits, told, joined + 1e-9);
}

/* Return the evidence of a name's figures; of names of which nothing agrees a fixed one. */
double name_bits(const Model *model, const Pairing *pairs, const double *figures)
{
    int agrees = F(joined) >= model->rules.least_joined || word_agrees(pairs);
    double bits = model->rules.nothing_agrees;
    if (agrees)
        bits = less_chance(&model->rules, figures, weigh(model->weights, figures));
    double told = told_enough(&model->rules, figures);
    return in_bounds(&model->rules, figures, bits, told, F(joined));
}
