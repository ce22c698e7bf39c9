/* From candidates to evidence: every name counted roughly, the leading ones in full. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* Return what the facts of a party take off that has other years or countries alone. */
INLINE double facts_against(const Columns *columns, const Floor *floor, uint32_t party)
{
    double against = 0;
    if (floor->years_against > 0) {
        uint64_t years = columns->years[party];
        against += floor->years_against * ((years != 0) & !(years & floor->next_to));
    }
    if (floor->countries_against > 0) {
        uint64_t countries = columns->countries[party];
        against += floor->countries_against * ((countries != 0) & !(countries & floor->countries));
    }
    return against;
}

/* Six digits, so that the order in which a machine adds does not show. */
static double rounded(double bits) { return rint(bits * 1e6) / 1e6; }

/* What of the floor is left for a name once its party's other facts are allowed for.
 * Parties lie far apart, so none is read for facts that were not asked. */
static double floor_of(const Columns *columns, const Floor *floor, uint32_t party)
{
    double facts = 0;
    if (party < columns->party_count) {
        /* without a branch: which parties share a year no processor guesses */
        if (floor->years)
            facts += floor->years_add * ((columns->years[party] & floor->years) != 0);
        if (floor->countries)
            facts += floor->countries_add *
                     ((columns->countries[party] & floor->countries) != 0);
        facts -= facts_against(columns, floor, party);
    }
    double least = floor->least - facts;
    return facts >= floor->written_facts ? least_of(least, floor->written) : least;
}

static int judged_add(JudgedRows *judged, uint32_t row, double bits)
{
    if (judged->count == judged->room) {
        size_t room = judged->room ? 2 * judged->room : 64;
        Judged *more = realloc(judged->found, room * sizeof *more);
        if (!more)
            return -1;
        judged->found = more;
        judged->room = room;
    }
    judged->found[judged->count].row = row;
    judged->found[judged->count++].bits = bits;
    return 0;
}

/* What it takes to judge names. */
typedef struct {
    const Columns *columns;
    const Asked *asked;
    const Model *model;
    const Floor *floor;
    Bench *bench;
} Judging;

/* Make one of the arrays of a bench longer; where there is no memory it stays as it is. */
#define GROW(array, count, failed)                                                       \
    do {                                                                                 \
        void *longer = realloc(array, (count) * sizeof *(array));                        \
        if (longer)                                                                      \
            (array) = longer;                                                            \
        failed |= !longer;                                                               \
    } while (0)

static int make_room(Bench *bench, size_t count)
{
    size_t room = count + count / 2 + 64;
    int failed = 0;
    if (bench->room > count)
        return 0;
    GROW(bench->names, room, failed);
    GROW(bench->words, room * MOST_WORDS, failed);
    GROW(bench->counts, 2 * room, failed);
    GROW(bench->kept, room, failed);
    if (failed)
        return -1;
    bench->room = room;
    return 0;
}

/* Return the limits of names of persons or of bodies, to be kept; NULL: no memory, and they
 * are worked out each time. */
Limits *bench_limits(Bench *bench, int person)
{
    if (!bench->limits)
        bench->limits = calloc(4, sizeof *bench->limits);
    return bench->limits ? bench->limits + (person ? 0 : 2) : NULL;
}

void bench_clear(Bench *bench)
{
    free(bench->rows.rows);
    free(bench->rows.ranks);
    free(bench->part.rows);
    free(bench->part.ranks);
    free(bench->judged.found);
    free(bench->names);
    free(bench->words);
    free(bench->counts);
    free(bench->kept);
    free(bench->limits);
    word_table_close(&bench->table);
    memset(bench, 0, sizeof *bench);
}

/* Copy the names, and return how many words they have.  Each loop here and below only
 * fetches, so that many fetches are under way at once. */
static size_t gather(const Columns *columns, const Rows *rows, NameRow *names)
{
    size_t words = 0;
    for (size_t at = 0; at < rows->count; at++) {
        NameRow *name = names + at;
        *name = columns->names[rows->rows[at]];
        if (name->start > columns->name_word_count ||
            name->length > columns->name_word_count - name->start)
            name->start = name->length = 0;
        if (name->length > MOST_WORDS)
            name->length = MOST_WORDS;
        if (name->length)
            FETCH(columns->name_words + name->start);
        words += name->length;
    }
    return words;
}

/* Copy the words of a name, USUAL_WORDS at least: how many there are no processor
 * guesses.  What is no word of the index is the one after its last. */
static void take_words_of(const Columns *columns, const NameRow *name, const uint32_t *seats,
                          uint32_t *words)
{
    const uint32_t *from = columns->name_words + name->start;
    uint32_t none = (uint32_t)columns->word_count;
    size_t left = columns->name_word_count - name->start;
    for (size_t at = 0; at < USUAL_WORDS || at < name->length; at++) {
        uint32_t word = at < left ? from[at] : none;
        words[at] = word < none && at < name->length ? word : none;
        FETCH(seats + words[at]);
    }
}

/* Take the names found and compare their words with those asked. */
static int judging_open(const Judging *judging)
{
    const Columns *columns = judging->columns;
    Bench *bench = judging->bench;
    WordTable *table = &bench->table;
    size_t count = bench->rows.count;
    if (make_room(bench, count))
        return -1;
    size_t words = gather(columns, &bench->rows, bench->names);
    if (word_table_open(table, columns, words))
        return -1;
    for (size_t at = 0; at < count; at++)
        take_words_of(columns, bench->names + at, table->seats,
                      bench->words + at * MOST_WORDS);
    for (size_t at = 0; at < count; at++)
        words_note(columns, table, bench->words + at * MOST_WORDS, bench->names[at].length);
    return words_compare(columns, judging->asked, &judging->model->rules, table);
}

/* Read a name and pair its words. */
static void pair_name(const Judging *judging, size_t at, Known *known, Pairing *pairs)
{
    const Bench *bench = judging->bench;
    known_read(&bench->table, bench->names + at, bench->words + at * MOST_WORDS, known);
    pair_words(judging->asked, &bench->table, known, pairs);
}

/* What a name must reach: the one asked word for word is always kept. */
static double least_for(const Judging *judging, size_t at)
{
    const NameRow *name = judging->bench->names + at;
    return name->folded == judging->asked->folded
               ? -INFINITY
               : floor_of(judging->columns, judging->floor, name->party);
}

/* Ask for what is known of a name's party, if it is asked. */
static void fetch_party(const Judging *judging, size_t at)
{
    uint32_t party = judging->bench->names[at].party;
    if (party < judging->columns->party_count && judging->floor->years)
        FETCH(judging->columns->years + party);
    if (party < judging->columns->party_count && judging->floor->countries)
        FETCH(judging->columns->countries + party);
}

/* Tell whether no other facts of a party bring up a name of which nothing agrees: they can
 * add so much and no more. */
static int is_out_by_facts(const Judging *judging)
{
    const Floor *floor = judging->floor;
    double others = most_of(floor->years_add, 0) + most_of(floor->countries_add, 0);
    return least_of(floor->least - others, floor->written) >
           judging->model->rules.nothing_agrees;
}

/* Tell whether a name of which nothing agrees is out: most are without a look at their
 * parties. */
static int is_out(const Judging *judging, size_t at)
{
    if (judging->bench->names[at].folded == judging->asked->folded)
        return 0;
    return is_out_by_facts(judging) ||
           least_for(judging, at) > judging->model->rules.nothing_agrees;
}

/* Tell whether a name has a word that agrees with any, or could agree when joined. */
INLINE int comes_near(const Judging *judging, size_t at)
{
    const Met *met = judging->bench->table.met;
    const uint32_t *words = judging->bench->words + at * MOST_WORDS;
    int count = judging->bench->names[at].length, size = 0;
    int32_t agreement = -1; /* stays so if no word has one */
    uint64_t letters = 0;
    for (int word = 0; word < USUAL_WORDS || word < count; word++) {
        letters |= met[words[word]].letters;
        size += (int)met[words[word]].length;
        agreement &= met[words[word]].agreement;
    }
    int mine = judging->asked->whole[JOINED].size, both = mine + size;
    int shared = letters_shared(judging->asked, letters);
    shared = shared < size ? shared : size;
    double least = judging->model->rules.least_joined - 1e-9;
    return (agreement >= 0) | ((2.0 * shared >= least * both) & (both > 0));
}

/* Leave out the names of which nothing can agree; what is left goes to `kept`.  Which these
 * are no processor guesses: there is no branch. */
CLONED("arch=x86-64-v3")
static size_t glance(const Judging *judging)
{
    Bench *bench = judging->bench;
    size_t count = 0;
    int all_out = is_out_by_facts(judging);
    for (size_t at = 0; at < bench->rows.count && !all_out; at++)
        fetch_party(judging, at);
    for (size_t at = 0; at < bench->rows.count; at++) {
        int kept = comes_near(judging, at) |
                   (bench->names[at].folded == judging->asked->folded);
        bench->kept[count] = at;
        count += (size_t)(kept | (!all_out && !is_out(judging, at)));
    }
    return count;
}

/* Count roughly the names of which something may agree, and keep the places of those that
 * lead; return how many these are. */
static size_t lead(const Judging *judging, size_t left, size_t most)
{
    const Rules *rules = &judging->model->rules;
    const Asked *asked = judging->asked;
    Bench *bench = judging->bench;
    double *counts = bench->counts;
    size_t count = 0, leading = 0;
    for (size_t place = 0; place < left; place++) {
        size_t at = bench->kept[place];
        Known known;
        Pairing pairs;
        pair_name(judging, at, &known, &pairs);
        if (!may_agree(asked, rules, &known, &pairs) && is_out(judging, at))
            continue;
        bench->kept[count] = at;
        counts[count++] = rounded(first_count(asked, rules, &known, &pairs));
    }
    if (count <= most)
        return count;
    memcpy(counts + count, counts, count * sizeof *counts);
    double cut = kth_largest(counts + count, count, most);
    for (size_t place = 0; place < count; place++)
        if (counts[place] >= cut)
            bench->kept[leading++] = bench->kept[place];
    return leading;
}

/* Judge one name in full and keep it if it reaches its floor. */
static int judge_one(const Judging *judging, size_t at, double least)
{
    Bench *bench = judging->bench;
    const Rules *rules = &judging->model->rules;
    double figures[128];
    Known known;
    Pairing pairs;
    pair_name(judging, at, &known, &pairs);
    if (least > rules->nothing_agrees && !may_agree(judging->asked, rules, &known, &pairs))
        return 0;
    if (!name_figures(judging->columns, judging->asked, judging->model, &known, &pairs,
                      least, figures))
        return 0;
    double bits = rounded(name_bits(judging->model, &pairs, figures));
    return bits >= least ? judged_add(&bench->judged, bench->rows.rows[at], bits) : 0;
}

/* Judge in full the names of which something may agree; where these are many, those that
 * lead when counted roughly. */
static int judge_leading(const Judging *judging)
{
    Bench *bench = judging->bench;
    size_t most = (size_t)judging->model->rules.most_names, *kept = bench->kept;
    size_t leading = glance(judging);
    if (leading > most && most)
        leading = lead(judging, leading, most);
    for (size_t place = 0; place < leading; place++)
        fetch_party(judging, kept[place]);
    double *floors = bench->counts; /* all read before any is judged: none is waited for */
    for (size_t place = 0; place < leading; place++)
        floors[place] = least_for(judging, kept[place]);
    for (size_t place = 0; place < leading; place++)
        if (judge_one(judging, kept[place], floors[place]))
            return -1;
    return 0;
}

/* Judge the names found; those that reach their floor are left on the bench. */
int judge_names(const Columns *columns, const Asked *asked, const Model *model,
                const Floor *floor, Bench *bench)
{
    const Judging judging = {columns, asked, model, floor, bench};
    bench->judged.count = 0;
    int failed = judging_open(&judging) || judge_leading(&judging);
    word_table_clear(&bench->table);
    return failed ? -1 : 0;
}

/* Write the figures of every name found, one after the other. */
int judge_rows(const Columns *columns, const Asked *asked, const Model *model, Bench *bench,
               double *figures)
{
    const Judging judging = {columns, asked, model, NULL, bench};
    int failed = judging_open(&judging);
    for (size_t at = 0; at < bench->rows.count && !failed; at++) {
        Known known;
        Pairing pairs;
        pair_name(&judging, at, &known, &pairs);
        name_figures(columns, asked, model, &known, &pairs, -INFINITY,
                     figures + at * (size_t)figure_count());
    }
    word_table_clear(&bench->table);
    return failed ? -1 : 0;
}
