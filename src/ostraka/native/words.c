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

/* Return the likeness of words of which so many letters differ. */
INLINE double likeness(int distance, int length, int other)
{
    int longer = length > other ? length : other;
    return longer ? 1.0 - (double)distance / (double)longer : 1.0;
}

/* Return the likeness of two words, spelled loosely, that there can be at most. */
INLINE double most_spelled(const AskedWord *asked, const WordRow *word)
{
    int changes = least_changes(asked->spelled_letters, asked->spelled_length,
                                word->spelled_letters, word->spelled_length);
    return 1.0 - (double)changes / longer_of(asked->spelled_length, word->spelled_length);
}

INLINE int shares_sound(const AskedWord *asked, const WordRow *word)
{
    return (asked->sound == word->sound && asked->sound >= 0) ||
           (asked->slavic == word->slavic && asked->slavic >= 0);
}

/* Tell whether a word asked and one met are a form or an initial of one another. */
INLINE int is_told(const AskedWord *mine, const Met *met, const WordRow *word, int row)
{
    return (met->variants >> row & 1) | ((mine->length == 1) != (word->length == 1));
}

/* Tell whether two words are to be compared: mostly what letters they have keeps them
 * apart. */
INLINE int is_near(const Asked *asked, const Met *met, const WordRow *word, int row)
{
    const AskedWord *mine = asked->words + row;
    double least = shares_sound(mine, word) ? asked->sound_least : asked->least;
    return is_told(mine, met, word, row) | may_reach(mine, word, least);
}

/* Return how two words agree that are so alike. */
static int level_of(const Columns *columns, const Asked *asked, const Rules *rules,
                    const Met *met, int row, double like)
{
    const AskedWord *mine = asked->words + row;
    const WordRow *word = columns->words + met->word;
    int single = (mine->length == 1) != (word->length == 1), level = NONE;
    Text text = part(columns->text, word->at, word->length);
    if (like >= rules->weak_like)
        level = WEAK;
    if (like >= rules->near_like)
        level = NEAR;
    if (like >= rules->sound_like && shares_sound(mine, word))
        level = SOUND;
    if (met->variants >> row & 1)
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

#define EMPTY UINT32_MAX /* the seat of a word not met */

/* What a name has beyond its words, and a word the index has not, are met first: nothing. */
enum { NOTHING = -1, NO_WORD = 0 };

static int make_room(WordTable *table, size_t most)
{
    Met *met = realloc(table->met, most * sizeof *met);
    if (met)
        table->met = met;
    uint32_t *near = realloc(table->near, MOST_WORDS * most * sizeof *near);
    if (near)
        table->near = near;
    if (!met || !near)
        return -1;
    table->met_room = most;
    return 0;
}

static int make_seats(WordTable *table, size_t count)
{
    uint32_t *seats = realloc(table->seats, (count + 1) * sizeof *seats);
    if (!seats)
        return -1;
    table->seats = seats;
    for (size_t at = 0; at < count; at++)
        seats[at] = EMPTY;
    seats[count] = NO_WORD;
    table->seat_count = count;
    return 0;
}

/* Make a table ready to note that many words at most. */
int word_table_open(WordTable *table, const Columns *columns, size_t most)
{
    const Met nothing = {.word = (uint32_t)columns->word_count, .agreement = NOTHING};
    table->count = table->agreeing = 0;
    if ((!table->seats || table->seat_count != columns->word_count) &&
        make_seats(table, columns->word_count))
        return -1;
    /* one more: a word is written down before it is known whether it is new */
    if (table->met_room < most + 2 && make_room(table, most + most / 2 + 64))
        return -1;
    table->met[table->count++] = nothing;
    return 0;
}

/* Forget the words met. */
void word_table_clear(WordTable *table)
{
    for (size_t at = 1; at < table->count; at++)
        table->seats[table->met[at].word] = EMPTY;
    table->count = 0;
}

void word_table_close(WordTable *table)
{
    free(table->seats);
    free(table->met);
    free(table->near);
    free(table->agreements);
    memset(table, 0, sizeof *table);
}

/* Note a word, and ask for what is known of it; return where it is met.  Whether a word is
 * new no processor guesses: there is no branch. */
INLINE uint32_t note(const Columns *columns, WordTable *table, uint32_t word)
{
    uint32_t next = (uint32_t)table->count, seat = table->seats[word];
    int is_new = seat == EMPTY;
    uint32_t place = is_new ? next : seat;
    FETCH(columns->words + word);
    table->met[next] = (Met){.word = word, .agreement = NOTHING};
    table->seats[word] = place;
    table->count += (size_t)is_new;
    return place;
}

/* Note the words of a name; where each is met takes the place of its number.  A name has
 * USUAL_WORDS at least, of which those it has not are NO_WORD. */
void words_note(const Columns *columns, WordTable *table, uint32_t *words, int count)
{
    for (int at = 0; at < USUAL_WORDS; at++)
        words[at] = note(columns, table, words[at]);
    for (int at = USUAL_WORDS; at < count; at++)
        words[at] = note(columns, table, words[at]);
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

/* Words met that are compared with one asked at once, and how like they are. */
typedef struct {
    Met *met[LANES];
    double letters[LANES];
    int count;
} Batch;

INLINE const WordRow *word_of(const Columns *columns, const Batch *batch, int at)
{
    return columns->words + batch->met[at]->word;
}

/* Write down how a word agrees with one asked, if it does. */
static int put_word(const Columns *columns, const Asked *asked, const Rules *rules,
                    WordTable *table, Met *met, int row, double like)
{
    int level = level_of(columns, asked, rules, met, row, like);
    if (level == NONE)
        return 0;
    if (met->agreement == NOTHING) {
        if (!add_agreement(table))
            return -1;
        met->agreement = (int32_t)table->agreeing - 1;
    }
    put_agreement(asked, rules, met, row, level, like, table->agreements + met->agreement);
    return 0;
}

/* Compare words spelled loosely; their likeness is the mean of both spellings. */
static int compare_spelled(const Columns *columns, const Asked *asked, const Rules *rules,
                           WordTable *table, int row, Batch *batch)
{
    const AskedWord *mine = asked->words + row;
    Text whole = columns->spelled, texts[LANES];
    int distances[LANES];
    for (int at = 0; at < LANES; at++)
        texts[at] = (Text){whole.at, 0};
    for (int at = 0; at < batch->count; at++) {
        const WordRow *word = word_of(columns, batch, at);
        texts[at] = part(whole, word->spelled_at, word->spelled_length);
    }
    osa_lanes(mine->spelled_bits, mine->spelled_length, texts, whole.at + whole.size,
              distances);
    for (int at = 0; at < batch->count; at++) {
        double spelled = likeness(distances[at], mine->spelled_length, (int)texts[at].size);
        if (put_word(columns, asked, rules, table, batch->met[at], row,
                     (batch->letters[at] + spelled) / 2))
            return -1;
    }
    batch->count = 0;
    return 0;
}

/* Compare words as they are written, and go on with those whose likeness, the mean of that
 * of both spellings, can come to `least`; of a variant or an initial it is told, however
 * small. */
static int compare_written(const Columns *columns, const Asked *asked, const Rules *rules,
                           WordTable *table, int row, const Batch *batch, Batch *spelled)
{
    const AskedWord *mine = asked->words + row;
    Text whole = columns->text, texts[LANES];
    int distances[LANES];
    for (int at = 0; at < LANES; at++)
        texts[at] = (Text){whole.at, 0};
    for (int at = 0; at < batch->count; at++) {
        const WordRow *word = word_of(columns, batch, at);
        texts[at] = part(whole, word->at, word->length);
    }
    osa_lanes(mine->text_bits, mine->length, texts, whole.at + whole.size, distances);
    for (int at = 0; at < batch->count; at++) {
        const WordRow *word = word_of(columns, batch, at);
        double letters = likeness(distances[at], mine->length, (int)texts[at].size);
        double most = (letters + most_spelled(mine, word)) / 2;
        double least = shares_sound(mine, word) ? asked->sound_least : asked->least;
        spelled->letters[spelled->count] = letters;
        spelled->met[spelled->count] = batch->met[at];
        spelled->count += is_told(mine, batch->met[at], word, row) | (most >= least - 1e-9);
        if (spelled->count == LANES &&
            compare_spelled(columns, asked, rules, table, row, spelled))
            return -1;
    }
    return 0;
}

/* Compare a word asked with those that are near it. */
static int compare(const Columns *columns, const Asked *asked, const Rules *rules,
                   WordTable *table, int row, const uint32_t *near, size_t count)
{
    Batch written = {.count = 0}, spelled = {.count = 0};
    for (size_t at = 0; at < count; at++) {
        written.met[written.count++] = table->met + near[at];
        if (written.count < LANES && at + 1 < count)
            continue;
        if (compare_written(columns, asked, rules, table, row, &written, &spelled))
            return -1;
        written.count = 0;
    }
    return spelled.count
               ? compare_spelled(columns, asked, rules, table, row, &spelled) : 0;
}

/* Find the words that are near each of those asked, and ask for their letters.  The lists
 * of near words lie one behind the other. */
CLONED("arch=x86-64-v3")
static void find_near(const Columns *columns, const Asked *asked, WordTable *table,
                      size_t *counts)
{
    for (size_t at = 1; at < table->count; at++) {
        Met *met = table->met + at;
        const WordRow *word = columns->words + met->word;
        met->bits = asked->person ? word->person : word->body;
        met->letters = word->letters;
        met->length = word->length;
        for (int row = 0; row < asked->count; row++) {
            int near = is_near(asked, met, word, row);
            table->near[(size_t)row * table->met_room + counts[row]] = (uint32_t)at;
            counts[row] += (size_t)near;
        }
        FETCH(columns->text.at + word->at);
        FETCH(columns->spelled.at + word->spelled_at);
    }
}

/* Compare all the words noted with those asked. */
int words_compare(const Columns *columns, const Asked *asked, const Rules *rules,
                  WordTable *table)
{
    size_t counts[MOST_WORDS] = {0};
    for (int at = 0; at < asked->variant_count; at++) {
        const Variant *variant = asked->variants + at;
        uint32_t place = variant->word < table->seat_count ? table->seats[variant->word]
                                                           : EMPTY;
        if (place != EMPTY)
            table->met[place].variants |= (uint32_t)1 << variant->row;
    }
    find_near(columns, asked, table, counts);
    for (int row = 0; row < asked->count; row++)
        if (compare(columns, asked, rules, table, row,
                    table->near + (size_t)row * table->met_room, counts[row]))
            return -1;
    return 0;
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
