/* How easily the words of two names agree by chance: screen/chance.py says what each
 * figure means. */
#include "kernel.h"

#include <string.h>

/* Bits of the ways in which so many words can be put in order. */
static const double ORDERS[MOST_WORDS + 1] = {
    0.0, 0.0, 1.0, 2.584962500721156, 4.584962500721156, 6.906890595608519,
    9.491853096329674, 12.29920801838728, 15.29920801838728, 18.46913301982959,
    21.791061114716953, 25.25049273335425, 28.835455234075408, 32.5358949522165,
    36.3432498742741, 40.25014046988262, 44.25014046988262};

/* Tell whether the words come in the order asked. */
int is_ascending(const Pairing *pairs)
{
    for (int one = 0; one < pairs->count; one++)
        for (int other = 0; other < one; other++)
            if ((pairs->asked[one] < pairs->asked[other]) !=
                (pairs->place[one] < pairs->place[other]))
                return 0;
    return 1;
}

/* Return in how many ways as many words could be paired, in bits. */
static double ways_to_pair(const Asked *asked, const Known *known, const Pairing *pairs)
{
    int paired = pairs->count;
    double ours = ORDERS[asked->count] - ORDERS[paired] - ORDERS[asked->count - paired];
    double theirs = ORDERS[known->count] - ORDERS[paired] - ORDERS[known->count - paired];
    return ours + theirs + (is_ascending(pairs) ? 0 : ORDERS[paired]);
}

/* Tell whether many bear both words of a pair. */
static int is_borne(const Asked *asked, const Rules *rules, const Known *known,
                    const Pairing *pairs, int pair)
{
    const AskedWord *word = asked->words + pairs->asked[pair];
    double unknown = least_of(word->key_bits + rules->spelling_bits, rules->rare_bits);
    return word->bits < least_of(unknown, rules->borne_bits) &&
           known->bits[pairs->place[pair]] < rules->borne_bits;
}

static int ends_with(Text text, const char *end, size_t size)
{
    return text.size >= size && !memcmp(text.at + text.size - size, end, size);
}

/* Tell whether a word is the other with an a behind, as women's names are; surnames are
 * left aside. */
static int is_womans(Text longer, Text loosely, Text other)
{
    static const char *const surnames[] = {"ova", "eva", "ina", "aya"};
    for (size_t at = 0; at < sizeof surnames / sizeof *surnames; at++)
        if (ends_with(longer, surnames[at], 3))
            return 0;
    return ends_with(longer, "a", 1) && loosely.size == other.size + 1 &&
           ends_with(loosely, "a", 1) && !memcmp(loosely.at, other.at, other.size);
}

static int woman(const Columns *columns, const Asked *asked, const Known *known,
                 const Pairing *pairs, int pair)
{
    const AskedWord *word = asked->words + pairs->asked[pair];
    const WordRow *row = columns->words + known->word[pairs->place[pair]];
    Text text = {word->text, (size_t)word->length};
    Text spelled = {word->spelled, (size_t)word->spelled_length};
    Text other = word_text(columns, known->word[pairs->place[pair]]);
    Text loosely = {columns->spelled.at, 0};
    if (row->spelled_at <= columns->spelled.size &&
        row->spelled_length <= columns->spelled.size - row->spelled_at)
        loosely = (Text){columns->spelled.at + row->spelled_at, row->spelled_length};
    return text.size < other.size ? is_womans(other, loosely, spelled)
                                  : is_womans(text, spelled, loosely);
}

/* Tell whether a last word has an initial inside the other name for a partner. */
static int initial_inside(const Columns *columns, const Asked *asked, const Known *known,
                          const Pairing *pairs, int pair)
{
    int row = pairs->asked[pair], place = pairs->place[pair];
    int last = asked->count - 1, final = known->count - 1;
    int listed = row == last && last > 0 && place > 0 && place < final &&
                 columns->words[known->word[place]].length == 1;
    int ours = place == final && final > 0 && row > 0 && row < last &&
               asked->words[row].length == 1;
    return listed || ours;
}

Chances chances(const Columns *columns, const Asked *asked, const Rules *rules,
                const Known *known, const Pairing *pairs)
{
    Chances found = {0};
    double rarest = 0;
    for (int pair = 0; pair < pairs->count; pair++) {
        int level = pairs->level[pair];
        if (level >= SAME && level <= SOUND)
            rarest = most_of(rarest, pairs->worth[pair]);
        if (level == INITIAL)
            found.initial_inside += initial_inside(columns, asked, known, pairs, pair);
        if (level < SOUND || !is_borne(asked, rules, known, pairs, pair))
            continue;
        found.known_sound += level == SOUND && pairs->likeness[pair] < rules->one_name_like;
        found.known_near += level == NEAR || level == WEAK;
        found.woman |= woman(columns, asked, known, pairs, pair);
    }
    if (rarest < rules->odd_bits)
        found.ways = ways_to_pair(asked, known, pairs);
    return found;
}
