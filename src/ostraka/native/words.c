/* Words against words: each word of the candidates once. */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE Text part(Text whole, size_t at, size_t length)
{
    Text found = {whole.at, 0};
    if (at <= whole.size && length <= whole.size - at && length <= MOST_LETTERS) {
        found.at = whole.at + at;
        found.size = length;
    }
    return found;
}

Text word_text(const Columns *columns, uint32_t word)
{
    const WordRow *row = columns->words + word;
    return part(columns->text, row->at, row->length);
}

/* Return the number of a word, or the count of words if it is not there. */
size_t word_find(const Columns *columns, const char *text, int length)
{
    size_t low = 0, high = columns->word_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        Text word = word_text(columns, (uint32_t)middle);
        size_t shorter = word.size < (size_t)length ? word.size : (size_t)length;
        int order = memcmp(word.at, text, shorter);
        if (order == 0 && word.size == (size_t)length)
            return middle;
        if (order < 0 || (order == 0 && word.size < (size_t)length))
            low = middle + 1;
        else
            high = middle;
    }
    return columns->word_count;
}

/* ------------------------------------------------------------ word against word */

/* Least letters to be changed in words that have other letters, or other lengths. */
INLINE int least_changes(uint64_t letters, int length, uint64_t others, int other)
{
    int apart = length > other ? length - other : other - length;
    int mine = __builtin_popcountll(letters & ~others);
    int theirs = __builtin_popcountll(others & ~letters);
    apart = mine > apart ? mine : apart;
    return theirs > apart ? theirs : apart;
}

INLINE int longer_of(int length, int other)
{
    int longer = length > other ? length : other;
    return longer ? longer : 1;
}

/* Tell whether two words can be as like as `least`, by what letters they have. */
INLINE int may_reach(const AskedWord *asked, const WordRow *word, double least)
{
    int longer = longer_of(asked->length, word->length);
    int spelled = longer_of(asked->spelled_length, word->spelled_length);
    int changes = least_changes(asked->letters, asked->length, word->letters, word->length);
    int others = least_changes(asked->spelled_letters, asked->spelled_length,
                               word->spelled_letters, word->spelled_length);
    return changes * spelled + others * longer <= (2 - 2 * least + 1e-9) * longer * spelled;
}

static double likeness_of(const uint64_t bits[128], int length, Text other)
{
    int size = (int)other.size, longer = length > size ? length : size;
    if (!length)
        return size ? 0.0 : 1.0;
    return 1.0 - (double)osa(bits, length, other.at, size) / (double)longer;
}

/* Return the likeness of two words: the mean of that as written and as spelled loosely.
 * Where that cannot come to `least` the second is not counted, and what it could be at
 * most stands for it. */
static double likeness(const Columns *columns, const AskedWord *asked, const WordRow *word,
                       double least)
{
    int longer = longer_of(asked->spelled_length, word->spelled_length);
    int changes = least_changes(asked->spelled_letters, asked->spelled_length,
                                word->spelled_letters, word->spelled_length);
    double letters = likeness_of(asked->text_bits, asked->length,
                                 part(columns->text, word->at, word->length));
    double most = 1.0 - (double)changes / longer;
    if ((letters + most) / 2 < least - 1e-9)
        return (letters + most) / 2;
    double spelled = likeness_of(asked->spelled_bits, asked->spelled_length,
                                 part(columns->spelled, word->spelled_at,
                                      word->spelled_length));
    return (letters + spelled) / 2;
}

INLINE int shares_sound(const AskedWord *asked, const WordRow *word)
{
    return (asked->sound == word->sound && asked->sound >= 0) ||
           (asked->slavic == word->slavic && asked->slavic >= 0);
}

/* Tell whether two words need no comparing: what letters they have keeps them apart. */
INLINE int is_apart(const Asked *asked, const Met *met, const WordRow *word, int row)
{
    const AskedWord *mine = asked->words + row;
    if (met->variants >> row & 1 || (mine->length == 1) != (word->length == 1))
        return 0;
    return !may_reach(mine, word, shares_sound(mine, word) ? asked->sound_least
                                                           : asked->least);
}

/* Return how two words agree, and their likeness where they do. */
static int level_of(const Columns *columns, const Asked *asked, const Rules *rules,
                    const Met *met, int row, double *like)
{
    const AskedWord *mine = asked->words + row;
    const WordRow *word = columns->words + met->word;
    int sounds = shares_sound(mine, word), level = NONE;
    int variant = met->variants >> row & 1;
    int single = (mine->length == 1) != (word->length == 1);
    double least = sounds ? asked->sound_least : asked->least;
    Text text = part(columns->text, word->at, word->length);
    /* of a variant or an initial the likeness is told, however small */
    *like = likeness(columns, mine, word, variant || single ? 0 : least);
    if (*like >= rules->weak_like)
        level = WEAK;
    if (*like >= rules->near_like)
        level = NEAR;
    if (sounds && *like >= rules->sound_like)
        level = SOUND;
    if (variant)
        level = VARIANT;
    if (text.size == (size_t)mine->length && !memcmp(text.at, mine->text, text.size))
        level = SAME;
    return single && text.size && mine->length && text.at[0] == mine->text[0] ? INITIAL
                                                                              : level;
}

/* Write down how a word of the index agrees with a word asked. */
static void put_agreement(const Asked *asked, const Rules *rules, const Met *met, int row,
                          int level, double like, Agreement *found)
{
    double worth = least_of(asked->words[row].bits, met->bits);
    if (level == SOUND)
        worth = least_of(worth, asked->words[row].key_bits + 1.0);
    found->level[row] = (uint8_t)level;
    found->worth[row] = worth;
    found->gain[row] = most_of(worth - rules->penalty[level], 0.1);
    found->likeness[row] = like;
}

/* ------------------------------------------------------------ each word once */

#define NO_WORD UINT32_MAX /* a name has a word the index has not */

enum { NOTHING = -1, EMPTY = -1 };

/* Return the seat of a word: that in which it is, or the free one where it belongs. */
INLINE Seat *seat_of(const WordTable *table, uint32_t word)
{
    size_t at = word * (size_t)2654435761u & (table->seat_count - 1);
    while (table->seats[at].met != EMPTY && table->seats[at].word != word)
        at = (at + 1) & (table->seat_count - 1);
    return table->seats + at;
}

static int make_room(WordTable *table, size_t count)
{
    Seat *seats = malloc(count * sizeof *seats);
    Met *met = realloc(table->met, count / 2 * sizeof *met);
    if (met)
        table->met = met;
    if (!seats || !met) {
        free(seats);
        return -1;
    }
    free(table->seats);
    table->seats = seats;
    table->seat_count = count;
    for (size_t at = 0; at < count; at++)
        seats[at].met = EMPTY;
    for (size_t at = 0; at < table->count; at++) {
        Seat *seat = seat_of(table, met[at].word);
        seat->word = met[at].word;
        seat->met = (int32_t)at;
    }
    return 0;
}

int word_table_open(WordTable *table)
{
    memset(table, 0, sizeof *table);
    return make_room(table, 1024);
}

void word_table_close(WordTable *table)
{
    free(table->seats);
    free(table->met);
    free(table->agreements);
    memset(table, 0, sizeof *table);
}

/* Note the words of a name, and ask for what is known of those not met before.  Where a
 * word is noted takes the place of its number. */
int words_note(const Columns *columns, WordTable *table, uint32_t *words, int count)
{
    for (int at = 0; at < count; at++) {
        if (words[at] >= columns->word_count) {
            words[at] = NO_WORD;
            continue;
        }
        Seat *seat = seat_of(table, words[at]);
        if (seat->met != EMPTY) {
            words[at] = (uint32_t)seat->met;
            continue;
        }
        if (2 * (table->count + 1) >= table->seat_count) {
            if (make_room(table, 2 * table->seat_count))
                return -1;
            seat = seat_of(table, words[at]);
        }
        FETCH(columns->words + words[at]);
        seat->word = words[at];
        seat->met = (int32_t)table->count;
        Met *met = table->met + table->count++;
        met->word = words[at];
        met->variants = 0;
        met->agreement = NOTHING;
        words[at] = (uint32_t)seat->met;
    }
    return 0;
}

/* Return an agreement for one more word, with nothing in it; NULL: no memory. */
static Agreement *add_agreement(WordTable *table)
{
    if (table->agreeing == table->room) {
        size_t room = table->room ? 2 * table->room : 64;
        Agreement *more = realloc(table->agreements, room * sizeof *more);
        if (!more)
            return NULL;
        table->agreements = more;
        table->room = room;
    }
    Agreement *found = table->agreements + table->agreeing++;
    memset(found, 0, sizeof *found);
    return found;
}

/* Compare one word with the words asked that are not apart from it. */
static int compare(const Columns *columns, const Asked *asked, const Rules *rules,
                   WordTable *table, Met *met, uint32_t rows)
{
    Agreement *found = NULL;
    for (; rows; rows &= rows - 1) {
        int row = __builtin_ctz(rows);
        double like;
        int level = level_of(columns, asked, rules, met, row, &like);
        if (level == NONE)
            continue;
        if (!found) {
            found = add_agreement(table);
            if (!found)
                return -1;
            met->agreement = (int32_t)table->agreeing - 1;
        }
        put_agreement(asked, rules, met, row, level, like, found);
    }
    return 0;
}

/* Find the words that are not apart from those asked, and ask for their letters. */
CLONED("arch=x86-64-v3")
static void find_near(const Columns *columns, const Asked *asked, WordTable *table,
                      uint32_t *near)
{
    for (size_t at = 0; at < table->count; at++) {
        Met *met = table->met + at;
        const WordRow *word = columns->words + met->word;
        met->bits = asked->person ? word->person : word->body;
        met->letters = word->letters;
        met->length = word->length;
        near[at] = 0;
        for (int row = 0; row < asked->count; row++)
            if (!is_apart(asked, met, word, row))
                near[at] |= (uint32_t)1 << row;
        if (near[at] && word->at < columns->text.size)
            FETCH(columns->text.at + word->at);
        if (near[at] && word->spelled_at < columns->spelled.size)
            FETCH(columns->spelled.at + word->spelled_at);
    }
}

/* Compare all the words noted with those asked. */
int words_compare(const Columns *columns, const Asked *asked, const Rules *rules,
                  WordTable *table)
{
    uint32_t *near = malloc((table->count + 1) * sizeof *near);
    int failed = !near;
    for (int at = 0; at < asked->variant_count; at++) {
        const Seat *seat = seat_of(table, asked->variants[at].word);
        if (seat->met != EMPTY)
            table->met[seat->met].variants |= (uint32_t)1 << asked->variants[at].row;
    }
    if (!failed)
        find_near(columns, asked, table, near);
    for (size_t at = 0; at < table->count && !failed; at++)
        failed = near[at] && compare(columns, asked, rules, table, table->met + at, near[at]);
    free(near);
    return failed ? -1 : 0;
}

/* Read a name whose words were noted and compared: `noted` is where each stands. */
void known_read(const WordTable *table, const NameRow *name, const uint32_t *noted,
                Known *known)
{
    known->count = known->size = 0;
    known->letters = 0;
    known->legal = name->legal;
    for (int at = 0; at < name->length && at < MOST_WORDS; at++) {
        if (noted[at] == NO_WORD)
            continue;
        const Met *met = table->met + noted[at];
        known->word[known->count] = met->word;
        known->agreement[known->count] = met->agreement;
        known->letters |= met->letters;
        known->size += (int)met->length;
        known->bits[known->count++] = met->bits;
    }
}
