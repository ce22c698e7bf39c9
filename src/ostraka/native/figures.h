/* The figures of two names, by their names: screen/features.py says what each means. */
#ifndef OSTRAKA_FIGURES_H
#define OSTRAKA_FIGURES_H
#include "kernel.h"

#define FIGURES(X)                                                                       \
    X(same_bits) X(variant_bits) X(sound_bits) X(near_bits) X(weak_bits) X(initials)     \
    X(near_unlike) X(agreeing_low) X(left_asked) X(left_known) X(left_both)              \
    X(left_most) X(left_most_known) X(contradicting) X(contradicted)                     \
    X(contradicted_told) X(contradicted_rare) X(weakly) X(missing) X(agreeing)           \
    X(least_told) X(rarest) X(rarest_sound) X(whole) X(covered_asked) X(covered_known)   \
    X(covered_least) X(one_word) X(one_word_same) X(two_words) X(letters)                \
    X(letters_high) X(joined) X(joined_high) X(joined_bits) X(sorted_start) X(sounds)    \
    X(spelled) X(order) X(turned) X(legal_same) X(legal_other) X(numbers) X(worst_pair)  \
    X(told_low) X(letters_told) X(joined_told) X(covered_told) X(sounds_high)            \
    X(nearest_rare) X(nearly_two) X(missing_rare) X(acronym) X(first_differs)         \
    X(last_differs) X(initial_rare) X(near_novel) X(cut) X(given) X(middle) X(slip)     \
    X(places) X(dropped) X(added) X(initialled) X(ways) X(known_sound) X(known_near)     \
    X(woman) X(initial_inside)

#define PLACE(name) F_##name,
/* The figures from the first pattern on are for rules and have no weight. */
enum { FIGURES(PLACE) FIGURE_COUNT, WEIGHED = F_given };
#define F(name) figures[F_##name]

double weigh(const double *weights, const double *figures);
double weigh_roughly(const double *weights, const double *figures);
int word_agrees(const Pairing *);
double told_enough(const Rules *, const double *figures);
double most_worth(const Rules *, const double *figures, double reach, double told,
                  double joined);

#endif
