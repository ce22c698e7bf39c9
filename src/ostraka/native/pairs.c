/* The best pairing of the words of two names. */
#include "kernel.h"

/* Pair words greedily, best pair first, each word once. */
void pair_words(const Asked *asked, const WordTable *table, const Known *known,
                Pairing *pairs)
{
    uint32_t taken = 0;
    int places[MOST_WORDS + 1], open = 0;
    pairs->count = 0;
    for (int place = 0; place < known->count; place++) {
        places[open] = place;
        open += known->agreement[place] >= 0;
    }
    while (open) {
        double best = 0;
        int row = 0, at = 0;
        for (int asking = 0; asking < asked->count; asking++) {
            if (taken >> asking & 1)
                continue;
            for (int other = 0; other < open; other++) {
                int32_t found = known->agreement[places[other]];
                double gain = table->agreements[found].gain[asking];
                if (gain > best) {
                    best = gain;
                    row = asking;
                    at = other;
                }
            }
        }
        if (best <= 0)
            break;
        const Agreement *found = table->agreements + known->agreement[places[at]];
        int pair = pairs->count++;
        pairs->asked[pair] = row;
        pairs->place[pair] = places[at];
        pairs->level[pair] = found->level[row];
        pairs->worth[pair] = found->worth[row];
        pairs->likeness[pair] = found->likeness[row];
        pairs->gain[pair] = best;
        taken |= (uint32_t)1 << row;
        open--;
        for (; at < open; at++)
            places[at] = places[at + 1];
    }
}

/* Return a rough judgement: bits that agree less bits that do not. */
double first_count(const Asked *asked, const Rules *rules, const Known *known,
                   const Pairing *pairs)
{
    double agreeing = 0, mine = 0, theirs = 0, total = 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        agreeing += pairs->gain[pair];
        mine += asked->words[pairs->asked[pair]].bits;
        theirs += known->bits[pairs->place[pair]];
    }
    for (int place = 0; place < known->count; place++)
        total += known->bits[place];
    double left = asked->total - mine, other = total - theirs;
    return agreeing - rules->left * (left + other) - rules->left_both * least_of(left, other);
}
