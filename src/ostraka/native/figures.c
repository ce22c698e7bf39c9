/* The figures by which two names are judged: one function for one group, as in
 * screen/features.py, which says what each means. */
#include "figures.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

#define SPELLED_OUT(name) #name,
static const char *const NAMES[] = {FIGURES(SPELLED_OUT)};

int figure_count(void) { return FIGURE_COUNT; }

const char *figure_name(int place)
{
    return place >= 0 && place < FIGURE_COUNT ? NAMES[place] : NULL;
}

static double bits_by_sound(const double *figures)
{
    return F(same_bits) + F(variant_bits) + F(sound_bits);
}

/* Return how much rarer a word is than the listed one it nearly is. */
static double novel(const Asked *asked, const Known *known, const Pairing *pairs, int pair)
{
    return most_of(asked->words[pairs->asked[pair]].bits - known->bits[pairs->place[pair]], 0);
}

static void words_that_agree(const Asked *asked, const Known *known, const Pairing *pairs,
                             double *figures)
{
    F(worst_pair) = 1;
    for (int pair = 0; pair < pairs->count; pair++) {
        int level = pairs->level[pair];
        double worth = pairs->worth[pair], likeness = pairs->likeness[pair];
        switch (level) {
        case SAME: F(same_bits) += worth; break;
        case VARIANT: F(variant_bits) += worth; break;
        case SOUND: F(sound_bits) += worth; break;
        case NEAR: F(near_bits) += worth; break;
        case WEAK: F(weak_bits) += worth; break;
        default: F(initials) += 1; continue;
        }
        if (level == NEAR || level == WEAK)
            F(near_novel) += novel(asked, known, pairs, pair);
        if (level >= SOUND)
            F(near_unlike) += worth * (1 - likeness);
        if (level <= SOUND) {
            F(agreeing) += 1;
            F(rarest_sound) = most_of(F(rarest_sound), worth);
        }
        if (level <= VARIANT)
            F(rarest) = most_of(F(rarest), worth);
        F(worst_pair) = least_of(F(worst_pair), likeness);
    }
}

static void words_left(const Columns *columns, const Asked *asked, const Known *known,
                       const Pairing *pairs, double *figures)
{
    uint32_t paired = 0, places = 0;
    int left_asked = asked->count - pairs->count, left_known = known->count - pairs->count;
    double asked_total = 0, known_total = 0, asked_left = 0, known_left = 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        paired |= (uint32_t)1 << pairs->asked[pair];
        places |= (uint32_t)1 << pairs->place[pair];
        if (pairs->level[pair] == WEAK)
            F(weakly) = 1;
    }
    for (int row = 0; row < asked->count; row++) {
        asked_total += asked->words[row].bits;
        if (paired >> row & 1)
            continue;
        asked_left += asked->words[row].bits;
        F(left_most) = most_of(F(left_most), asked->words[row].bits);
        if (asked->words[row].sort == A_NUMBER)
            F(numbers) = 1;
    }
    for (int place = 0; place < known->count; place++) {
        known_total += known->bits[place];
        if (places >> place & 1)
            continue;
        known_left += known->bits[place];
        F(left_most_known) = most_of(F(left_most_known), known->bits[place]);
        if (columns->words[known->word[place]].sort == A_NUMBER)
            F(numbers) = 1;
    }
    int last_asked = asked->count - 1, last_known = known->count - 1;
    if (left_asked && left_known && !(paired & 1) && !(places & 1))
        F(first_differs) = least_of(asked->words[0].bits, known->bits[0]);
    if (left_asked && left_known && !(paired >> last_asked & 1) &&
        !(places >> last_known & 1))
        F(last_differs) = least_of(asked->words[last_asked].bits, known->bits[last_known]);
    int less = left_asked < left_known ? left_asked : left_known;
    int more = left_asked < left_known ? left_known : left_asked;
    F(least_told) = least_of(asked_total, known_total);
    F(left_asked) = least_of(asked_left, 40);
    F(left_known) = least_of(known_left, 40);
    F(left_both) = least_of(asked_left, known_left);
    F(contradicting) = less;
    F(contradicted) = less > 0;
    F(contradicted_told) = less > 0 ? F(least_told) : 0;
    F(contradicted_rare) = least_of(F(left_most), F(left_most_known));
    F(missing) = more - less;
    double by_sound = bits_by_sound(figures);
    F(agreeing_low) = least_of(by_sound, 18);
    F(covered_asked) = by_sound / most_of(asked_total, 1);
    F(covered_known) = by_sound / most_of(known_total, 1);
    F(covered_least) = by_sound / most_of(most_of(asked_total, known_total), 1);
}

static void shape(const Asked *asked, const Known *known, const Pairing *pairs,
                  double *figures)
{
    int shorter = known->count < asked->count ? known->count : asked->count;
    int longer = known->count < asked->count ? asked->count : known->count;
    int whole = F(contradicting) + F(missing) == 0 && F(agreeing) == longer;
    F(whole) = whole;
    F(one_word) = shorter == 1;
    F(one_word_same) = shorter == 1 && whole ? bits_by_sound(figures) : 0;
    F(two_words) = shorter == 2;
    for (int pair = 0; pair < pairs->count; pair++)
        if (pairs->asked[pair] == 0 && pairs->place[pair] == 0)
            F(order) = 1;
    F(turned) = whole && !is_ascending(pairs);
}

/* ------------------------------------------------------------ whole names */

typedef struct {
    const char *at[MOST_WORDS];
    size_t size[MOST_WORDS];
    uint32_t order[MOST_WORDS];
    int count;
} Parts;

static void take_part(Parts *parts, Text whole, uint32_t at, size_t length)
{
    int fits = at <= whole.size && length <= whole.size - at && length <= MOST_LETTERS;
    parts->at[parts->count] = whole.at + (fits ? at : 0);
    parts->size[parts->count] = fits ? length : 0;
    parts->order[parts->count++] = at;
}

/* Put parts in the order of their places in the texts, which is that of the alphabet. */
static void put_in_order(Parts *parts)
{
    for (int one = 1; one < parts->count; one++)
        for (int at = one; at > 0 && parts->order[at] < parts->order[at - 1]; at--) {
            const char *held = parts->at[at];
            size_t size = parts->size[at];
            uint32_t order = parts->order[at];
            parts->at[at] = parts->at[at - 1];
            parts->size[at] = parts->size[at - 1];
            parts->order[at] = parts->order[at - 1];
            parts->at[at - 1] = held;
            parts->size[at - 1] = size;
            parts->order[at - 1] = order;
        }
}

static int write_down(const Parts *parts, const char *between, char *text)
{
    size_t size = 0, gap = strlen(between);
    for (int at = 0; at < parts->count; at++) {
        if (at && gap) {
            memcpy(text + size, between, gap);
            size += gap;
        }
        memcpy(text + size, parts->at[at], parts->size[at]);
        size += parts->size[at];
    }
    return (int)size;
}

/* Return 4 for each letter of an acronym of three or more if one name is the other's. */
static double acronym(const Columns *columns, const Asked *asked, const Known *known)
{
    char letters[MOST_WORDS];
    int size = 0;
    if (asked->count == 1 && known->count >= 3) {
        for (int place = 0; place < known->count; place++) {
            Text word = word_text(columns, known->word[place]);
            letters[size++] = word.size ? word.at[0] : 0;
        }
        const AskedWord *only = asked->words;
        return only->length == size && !memcmp(only->text, letters, (size_t)size)
                   ? 4.0 * size : 0;
    }
    if (known->count == 1 && asked->count >= 3) {
        for (int row = 0; row < asked->count; row++)
            letters[size++] = asked->words[row].length ? asked->words[row].text[0] : 0;
        Text only = word_text(columns, known->word[0]);
        return only.size == (size_t)size && !memcmp(only.at, letters, (size_t)size)
                   ? 4.0 * size : 0;
    }
    return 0;
}

/* The whole names without their blanks: the cheapest to compare, and the most telling. */
static void whole_joined(const Columns *columns, const Asked *asked, const Known *known,
                         double *figures)
{
    char text[MOST_TEXT];
    Parts words = {.count = 0};
    for (int place = 0; place < known->count; place++) {
        const WordRow *word = columns->words + known->word[place];
        take_part(&words, columns->text, word->at, word->length);
    }
    const Pattern *together = asked->whole + JOINED;
    int size = write_down(&words, "", text);
    F(joined) = alike(together, text, size);
    F(joined_high) = most_of(F(joined) - 0.85, 0);
    F(joined_told) = F(joined_high) * F(least_told);
    if (size == together->size && !memcmp(text, together->at, (size_t)size))
        F(joined_bits) = F(least_told);
    if (size > together->size && !memcmp(text, together->at, (size_t)together->size) &&
        F(agreeing) < asked->count)
        F(cut) = F(least_told);
}

static void whole_strings(const Columns *columns, const Asked *asked, const Known *known,
                          double *figures)
{
    char text[MOST_TEXT] = "";
    Parts words = {.count = 0}, sounds = {.count = 0}, spelled = {.count = 0};
    for (int place = 0; place < known->count; place++) {
        const WordRow *word = columns->words + known->word[place];
        take_part(&words, columns->text, word->at, word->length);
        take_part(&sounds, columns->key, word->key_at, word->key_length);
        take_part(&spelled, columns->spelled, word->spelled_at, word->spelled_length);
    }
    put_in_order(&words);
    int size = write_down(&words, " ", text);
    F(letters) = alike(asked->whole + SORTED, text, size);
    F(letters_high) = most_of(F(letters) - 0.8, 0);
    F(sorted_start) = jaro_winkler(asked->whole + SORTED, text, size);
    put_in_order(&sounds);
    size = write_down(&sounds, " ", text);
    F(sounds) = alike(asked->whole + SOUNDS, text, size);
    put_in_order(&spelled);
    size = write_down(&spelled, " ", text);
    F(spelled) = alike(asked->whole + SPELLED, text, size);
    F(acronym) = acronym(columns, asked, known);
}

/* ------------------------------------------------------------ together */

/* What rests on words alone. */
static void together(const Pairing *pairs, double *figures)
{
    int unsure = F(weakly) > 0;
    F(told_low) = least_of(F(least_told), 12);
    F(covered_told) = F(covered_least) * F(least_told);
    F(initial_rare) = F(initials) > 0 ? F(rarest_sound) : 0;
    for (int pair = 0; pair < pairs->count; pair++)
        if (pairs->level[pair] == NEAR) {
            F(nearest_rare) = most_of(F(nearest_rare), pairs->worth[pair]);
            unsure = 1;
        }
    F(nearly_two) = unsure ? F(two_words) : 0;
    if (F(contradicted) == 0 && F(missing) > 0)
        F(missing_rare) = most_of(F(left_most), F(left_most_known));
}

/* What rests on whole names too. */
static void together_whole(double *figures)
{
    F(letters_told) = F(letters_high) * F(least_told);
    F(sounds_high) = most_of(F(sounds) - 0.8, 0);
}

static void forms(const Asked *asked, const Known *known, double *figures)
{
    int stated = known->legal > 0 && asked->legal > 0;
    F(legal_same) = stated && known->legal == asked->legal;
    F(legal_other) = stated && known->legal != asked->legal;
}

/* The most likeness whole names can have by the letters they have: joined, and with
 * their words in order and blanks between. */
typedef struct {
    double joined, letters;
    int equal, cut; /* whether the joined names can be equal, or one begin the other */
} Reach;

INLINE Reach reach_of(const Asked *asked, const Known *known)
{
    int size = asked->whole[JOINED].size, other = known->size;
    int common = letters_shared(asked, known->letters);
    Reach found = {.equal = common == size && size == other,
                   .cut = common == size && size < other};
    common = common < other ? common : other;
    int blanks = asked->count > 0 ? asked->count - 1 : 0;
    int others = known->count > 0 ? known->count - 1 : 0;
    int shared = common + (blanks < others ? blanks : others);
    int both = size + other, all = both + blanks + others;
    found.joined = 2.0 * common / (both ? both : 1);
    found.letters = 2.0 * shared / (all ? all : 1);
    return found;
}

/* Tell whether a word agrees, or the names could when joined. */
CLONED("arch=x86-64-v3")
int may_agree(const Asked *asked, const Rules *rules, const Known *known,
              const Pairing *pairs)
{
    return word_agrees(pairs) ||
           reach_of(asked, known).joined >= rules->least_joined - 1e-9;
}

/* Return the most that a likeness of at most `share`, and what is above `high` of it,
 * can add: it is most at nought, at `high` or at `share`. */
static double most_by(double weight, double above, double high, double share)
{
    double at_high = weight * least_of(high, share);
    double at_share = weight * share + above * most_of(share - high, 0);
    return most_of(most_of(at_high, at_share), 0);
}

#define W(name) weights[F_##name]

static double most_by_joined(const double *weights, const double *figures,
                             const Reach *reach)
{
    double told = F(least_told), same = 0;
    if (reach->equal)
        same = most_of(W(joined_bits), 0);
    if (reach->cut)
        same = most_of(W(cut), 0);
    return same * told + most_by(W(joined), W(joined_high) + W(joined_told) * told, 0.85,
                                 reach->joined);
}

static double most_by_strings(const double *weights, const double *figures,
                              const Reach *reach)
{
    double told = F(least_told);
    return most_by(W(letters), W(letters_high) + W(letters_told) * told, 0.8,
                   reach->letters) +
           most_by(W(sounds), W(sounds_high), 0.8, 1) + most_of(W(spelled), 0) +
           most_of(W(sorted_start), 0) +
           most_of(W(acronym), 0) * F(one_word) * 4 * MOST_WORDS;
}

/* Write the figures of one name; return 0, leaving out those of whole names, if no
 * likeness of these could bring it to `least`. */
CLONED("arch=x86-64-v3")
int name_figures(const Columns *columns, const Asked *asked, const Model *model,
                 const Known *known, const Pairing *pairs, double least, double *figures)
{
    memset(figures, 0, FIGURE_COUNT * sizeof *figures);
    words_that_agree(asked, known, pairs, figures);
    words_left(columns, asked, known, pairs, figures);
    shape(asked, known, pairs, figures);
    together(pairs, figures);
    forms(asked, known, figures);
    const Rules *rules = &model->rules;
    const double *weights = model->weights;
    Reach whole = reach_of(asked, known);
    double strings = most_by_strings(weights, figures, &whole);
    double reach = weigh_roughly(weights, figures) + strings;
    reach += most_by_joined(weights, figures, &whole);
    if (most_worth(rules, figures, reach, rules->told_bits, whole.joined) < least - 1e-6)
        return 0;
    Patterns found = patterns(columns, asked, &model->rules, known, pairs);
    F(given) = found.given;
    F(middle) = found.middle;
    F(slip) = found.slip;
    F(places) = found.places;
    F(dropped) = found.dropped;
    F(added) = found.added;
    F(initialled) = found.initialled;
    Chances chance = chances(columns, asked, &model->rules, known, pairs);
    F(ways) = chance.ways;
    F(known_sound) = chance.known_sound;
    F(known_near) = chance.known_near;
    F(woman) = chance.woman;
    F(initial_inside) = chance.initial_inside;
    double told = whole.equal ? rules->told_bits : told_enough(rules, figures);
    if (most_worth(rules, figures, reach, told, whole.joined) < least - 1e-6)
        return 0;
    whole_joined(columns, asked, known, figures);
    told = told_enough(rules, figures);
    reach = weigh_roughly(weights, figures) + strings;
    if (most_worth(rules, figures, reach, told, F(joined)) < least - 1e-6)
        return 0;
    whole_strings(columns, asked, known, figures);
    together_whole(figures);
    return 1;
}
