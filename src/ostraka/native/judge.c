/* From candidates to evidence: every name counted roughly, the leading ones in full. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Six digits, so that the order in which a machine adds does not show. */
static double rounded(double bits) { return rint(bits * 1e6) / 1e6; }

/* What of the floor is left for a name once its party's other facts are allowed for.
 * Parties lie far apart, so none is read for facts that were not asked. */
static double floor_of(const Columns *columns, const Floor *floor, uint32_t party)
{
    double least = floor->least;
    if (party >= columns->party_count)
        return least;
    /* without a branch: which parties share a year no processor guesses */
    if (floor->years)
        least -= floor->years_add * ((columns->years[party] & floor->years) != 0);
    if (floor->countries)
        least -= floor->countries_add * ((columns->countries[party] & floor->countries) != 0);
    return least;
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

/* The names to judge, copied together: their rows and their words lie far apart. */
typedef struct {
    NameRow *names;
    uint32_t *words; /* MOST_WORDS for each name; once they are noted, where each stands */
} Gathered;

static void gathered_free(Gathered *gathered)
{
    free(gathered->names);
    free(gathered->words);
    gathered->names = NULL;
    gathered->words = NULL;
}

/* Each loop only fetches, so that many fetches are under way at once. */
static int gather(const Columns *columns, const Rows *rows, Gathered *gathered)
{
    size_t count = rows->count ? rows->count : 1;
    gathered->names = malloc(count * sizeof *gathered->names);
    gathered->words = malloc(count * MOST_WORDS * sizeof *gathered->words);
    if (!gathered->names || !gathered->words) {
        gathered_free(gathered);
        return -1;
    }
    for (size_t at = 0; at < rows->count; at++) {
        NameRow *name = gathered->names + at;
        *name = columns->names[rows->rows[at]];
        if (name->start > columns->name_word_count ||
            name->length > columns->name_word_count - name->start)
            name->length = 0;
        if (name->length > MOST_WORDS)
            name->length = MOST_WORDS;
        if (name->length)
            FETCH(columns->name_words + name->start);
    }
    for (size_t at = 0; at < rows->count; at++) {
        const NameRow *name = gathered->names + at;
        const uint32_t *words = columns->name_words + name->start;
        for (size_t word = 0; word < name->length; word++)
            gathered->words[at * MOST_WORDS + word] = words[word];
    }
    return 0;
}

/* What it takes to judge names. */
typedef struct {
    const Columns *columns;
    const Asked *asked;
    const Model *model;
    const Floor *floor;
    Gathered gathered;
    WordTable table;
} Judging;

/* Take the names and compare their words with those asked. */
static int judging_open(Judging *judging, const Rows *rows)
{
    const Columns *columns = judging->columns;
    Gathered *gathered = &judging->gathered;
    if (word_table_open(&judging->table) || gather(columns, rows, gathered))
        return -1;
    for (size_t at = 0; at < rows->count; at++)
        if (words_note(columns, &judging->table, gathered->words + at * MOST_WORDS,
                       gathered->names[at].length))
            return -1;
    return words_compare(columns, judging->asked, &judging->model->rules, &judging->table);
}

static void judging_close(Judging *judging)
{
    word_table_close(&judging->table);
    gathered_free(&judging->gathered);
}

/* Read a name and pair its words. */
static void pair_name(const Judging *judging, size_t at, Known *known, Pairing *pairs)
{
    const Gathered *gathered = &judging->gathered;
    known_read(&judging->table, gathered->names + at, gathered->words + at * MOST_WORDS,
               known);
    pair_words(judging->asked, &judging->table, known, pairs);
}

/* What a name must reach: the one asked word for word is always kept. */
static double least_for(const Judging *judging, size_t at)
{
    const NameRow *name = judging->gathered.names + at;
    return name->folded == judging->asked->folded
               ? -INFINITY
               : floor_of(judging->columns, judging->floor, name->party);
}

/* Ask for what is known of a name's party, if it is asked. */
static void fetch_party(const Judging *judging, size_t at)
{
    uint32_t party = judging->gathered.names[at].party;
    if (party < judging->columns->party_count && judging->floor->years)
        FETCH(judging->columns->years + party);
    if (party < judging->columns->party_count && judging->floor->countries)
        FETCH(judging->columns->countries + party);
}

/* Tell whether a name of which nothing agrees is out: most are without a look at their
 * parties, whose other facts can add so much and no more. */
static int is_out(const Judging *judging, size_t at)
{
    const Floor *floor = judging->floor;
    double most = judging->model->rules.nothing_agrees;
    double others = most_of(floor->years_add, 0) + most_of(floor->countries_add, 0);
    if (judging->gathered.names[at].folded == judging->asked->folded)
        return 0;
    return floor->least - others > most || least_for(judging, at) > most;
}

/* Count roughly every name of which something may agree; their places go to `kept`. */
static size_t count_names(const Judging *judging, size_t all, size_t *kept, double *counts)
{
    const Rules *rules = &judging->model->rules;
    const Asked *asked = judging->asked;
    size_t count = 0;
    for (size_t at = 0; at < all; at++) {
        Known known;
        Pairing pairs;
        pair_name(judging, at, &known, &pairs);
        if (!may_agree(asked, rules, &known, &pairs) && is_out(judging, at))
            continue;
        fetch_party(judging, at);
        kept[count] = at;
        counts[count++] = rounded(first_count(asked, rules, &known, &pairs));
    }
    return count;
}

/* Judge one name in full and keep it if it reaches its floor. */
static int judge_one(const Judging *judging, size_t at, uint32_t row, double least,
                     JudgedRows *judged)
{
    double figures[128];
    Known known;
    Pairing pairs;
    pair_name(judging, at, &known, &pairs);
    if (!name_figures(judging->columns, judging->asked, judging->model, &known, &pairs,
                      least, figures))
        return 0;
    double bits = rounded(name_bits(judging->model, &pairs, figures));
    return bits >= least ? judged_add(judged, row, bits) : 0;
}

/* Count every name roughly and judge in full those that lead. */
static int judge_leading(const Judging *judging, const Rows *rows, double *counts,
                         size_t *kept, JudgedRows *judged)
{
    size_t most = (size_t)judging->model->rules.most_names;
    size_t count = count_names(judging, rows->count, kept, counts);
    double cut = -INFINITY;
    if (count > most && most) {
        memcpy(counts + count, counts, count * sizeof *counts);
        cut = kth_largest(counts + count, count, most);
    }
    size_t leading = 0;
    for (size_t place = 0; place < count; place++)
        if (counts[place] >= cut)
            kept[leading++] = kept[place];
    double *floors = counts; /* all read before any is judged, so that none is waited for */
    for (size_t place = 0; place < leading; place++)
        floors[place] = least_for(judging, kept[place]);
    for (size_t place = 0; place < leading; place++)
        if (judge_one(judging, kept[place], rows->rows[kept[place]], floors[place], judged))
            return -1;
    return 0;
}

int judge_names(const Columns *columns, const Asked *asked, const Model *model,
                const Floor *floor, const Rows *rows, JudgedRows *judged)
{
    Judging judging = {columns, asked, model, floor, {0}, {0}};
    double *counts = malloc((rows->count + 1) * 2 * sizeof *counts);
    size_t *kept = malloc((rows->count + 1) * sizeof *kept);
    int failed = !counts || !kept || judging_open(&judging, rows) ||
                 judge_leading(&judging, rows, counts, kept, judged);
    judging_close(&judging);
    free(kept);
    free(counts);
    return failed ? -1 : 0;
}

/* Write the figures of every row, one after the other. */
int judge_rows(const Columns *columns, const Asked *asked, const Model *model,
               const Rows *rows, double *figures)
{
    Judging judging = {columns, asked, model, NULL, {0}, {0}};
    int failed = judging_open(&judging, rows);
    for (size_t at = 0; at < rows->count && !failed; at++) {
        Known known;
        Pairing pairs;
        pair_name(&judging, at, &known, &pairs);
        name_figures(columns, asked, model, &known, &pairs, -INFINITY,
                     figures + at * (size_t)figure_count());
    }
    judging_close(&judging);
    return failed ? -1 : 0;
}
