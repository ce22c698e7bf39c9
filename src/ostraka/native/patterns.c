/* Ways in which names differ that say more than the bits of their words:
 * screen/patterns.py says what each means. */
#include "kernel.h"

/* Tell whether a word is a father's name in the Slavic way: viktorvc, viktorvn. */
static int is_patronymic(Text word)
{
    const char *end = word.at + word.size;
    return word.size > 4 && end[-2] == 'v' && (end[-1] == 'c' || end[-1] == 'n');
}

/* Return the place of the one listed word that has no partner. */
static int place_left(const Known *known, const Pairing *pairs)
{
    int left = known->count * (known->count - 1) / 2;
    for (int pair = 0; pair < pairs->count; pair++)
        left -= pairs->place[pair];
    return left;
}

/* Tell whether the listed name has one more word, in the middle, and else the same. */
static int middle_left_out(const Columns *columns, const Asked *asked, const Rules *rules,
                           const Known *known, const Pairing *pairs, int first, int last)
{
    int most = NONE;
    if (known->count != asked->count + 1 || pairs->count != asked->count ||
        asked->count < 2 || !first || !last)
        return 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        if (pairs->level[pair] == SOUND && pairs->likeness[pair] < rules->middle_like)
            return 0;
        most = pairs->level[pair] > most ? pairs->level[pair] : most;
    }
    return most <= SAME ||
           (most <= SOUND &&
            is_patronymic(word_text(columns, known->word[place_left(known, pairs)])));
}

/* Tell whether few or none bear a word. */
static int is_odd(const Rules *rules, const AskedWord *word)
{
    double own = least_of(word->key_bits + rules->spelling_bits, rules->rare_bits);
    return word->bits >= least_of(own, rules->odd_bits);
}

/* Tell whether a letter may be wrong in a word beside others. */
static int slip_of_several(const Rules *rules, const AskedWord *word, Text other)
{
    return is_odd(rules, word) && (int)other.size >= rules->least_slip &&
           word->text[0] == other.at[0];
}

/* Tell whether a letter may be wrong in the only word of a name. */
static int slip_of_one(const Rules *rules, const AskedWord *word, Text other,
                       double listed, int same_form)
{
    int shorter = word->length < (int)other.size ? word->length : (int)other.size;
    int longer = word->length > (int)other.size ? word->length : (int)other.size;
    if (same_form)
        return longer >= rules->least_slip;
    return is_odd(rules, word) && listed >= rules->odd_bits &&
           shorter >= rules->least_alone && word->text[0] == other.at[0];
}

/* Tell whether the words are the same but for a wrong letter in one or two. */
static int slipped(const Columns *columns, const Asked *asked, const Rules *rules,
                   const Known *known, const Pairing *pairs)
{
    int slips = 0;
    if (known->count != asked->count || pairs->count != asked->count)
        return 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        if (pairs->level[pair] == INITIAL || pairs->level[pair] == VARIANT)
            return 0;
        slips += pairs->level[pair] >= SOUND;
    }
    if (!slips || slips > rules->most_slips)
        return 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        const AskedWord *word = asked->words + pairs->asked[pair];
        Text other = word_text(columns, known->word[pairs->place[pair]]);
        if (pairs->level[pair] >= SOUND &&
            (osa(word->text_bits, word->length, other.at, (int)other.size) != 1 ||
             !(asked->count == 1
                   ? slip_of_one(rules, word, other, known->bits[pairs->place[pair]],
                                 asked->legal > 0 && asked->legal == known->legal)
                   : slip_of_several(rules, word, other))))
            return 0;
    }
    return 1;
}

/* Return how many words agree in a way. */
static int count_of(const Pairing *pairs, int level)
{
    int count = 0;
    for (int pair = 0; pair < pairs->count; pair++)
        count += pairs->level[pair] == level;
    return count;
}

/* Tell whether the only word of a name tells enough without a generic one, the legal form
 * being the same. */
static int tells_alone(const Asked *asked, const Rules *rules, const Known *known,
                       const Pairing *pairs)
{
    return asked->legal > 0 && asked->legal == known->legal &&
           is_odd(rules, asked->words) &&
           known->bits[place_left(known, pairs)] < rules->generic_bits;
}

/* Tell whether the listed name has one more word, no place, and else the same in order. */
static int one_left_out(const Columns *columns, const Asked *asked, const Rules *rules,
                        const Known *known, const Pairing *pairs)
{
    return known->count == asked->count + 1 && count_of(pairs, SAME) == asked->count &&
           is_ascending(pairs) &&
           columns->words[known->word[place_left(known, pairs)]].sort != A_PLACE &&
           (asked->count > 1 || tells_alone(asked, rules, known, pairs));
}

/* Tell whether the words asked are those listed in order, some cut to initials. */
static int initialled(const Asked *asked, const Known *known, const Pairing *pairs)
{
    int initials = count_of(pairs, INITIAL), same = count_of(pairs, SAME);
    return known->count == asked->count && pairs->count == asked->count && initials && same &&
           initials + same == pairs->count && is_ascending(pairs);
}

/* Tell whether there is a place on both sides that has no partner. */
static int other_places(const Columns *columns, const Asked *asked, const Known *known,
                        const Pairing *pairs)
{
    uint32_t mine = 0, theirs = 0;
    for (int row = 0; row < asked->count; row++)
        mine |= (uint32_t)(asked->words[row].sort == A_PLACE) << row;
    if (!mine)
        return 0;
    for (int place = 0; place < known->count; place++)
        theirs |= (uint32_t)(columns->words[known->word[place]].sort == A_PLACE) << place;
    for (int pair = 0; pair < pairs->count; pair++) {
        mine &= ~((uint32_t)1 << pairs->asked[pair]);
        theirs &= ~((uint32_t)1 << pairs->place[pair]);
    }
    return mine && theirs;
}

Patterns patterns(const Columns *columns, const Asked *asked, const Rules *rules,
                  const Known *known, const Pairing *pairs)
{
    int first = 0, last = 0, crossed = 0, crossed_asked = 0, second = 0, second_asked = 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        int row = pairs->asked[pair], place = pairs->place[pair];
        int our_last = row == asked->count - 1, their_last = place == known->count - 1;
        first |= !row && !place;
        last |= our_last && their_last;
        crossed |= our_last && !place;
        crossed_asked |= !row && their_last;
        second |= !row && (place == 1 || their_last);
        second_asked |= !place && (row == 1 || our_last);
    }
    int turned = (crossed && second) || (crossed_asked && second_asked);
    return (Patterns){
        .given = first || turned,
        .middle = middle_left_out(columns, asked, rules, known, pairs, first, last),
        .slip = slipped(columns, asked, rules, known, pairs),
        .places = other_places(columns, asked, known, pairs),
        .dropped = one_left_out(columns, asked, rules, known, pairs),
        .added = known->count > 1 && known->count + 1 == asked->count &&
                 count_of(pairs, SAME) == known->count && is_ascending(pairs) && first &&
                 last,
        .initialled = initialled(asked, known, pairs),
    };
}
