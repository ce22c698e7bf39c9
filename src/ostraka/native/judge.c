/* From candidates to evidence: every name counted roughly, the leading ones in full. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = 8 }; /* names between asking for words and reading them */

/* Six digits, so that the order in which a machine adds does not show. */
static double rounded(double bits) { return rint(bits * 1e6) / 1e6; }

/* What of the floor is left for a name once its party's other facts are allowed for.
 * Parties lie far apart, so none is read for facts that were not asked. */
static double floor_of(const Columns *columns, const Floor *floor, uint32_t party)
{
    double least = floor->least;
    if (party >= columns->party_count)
        return least;
    if (floor->years && columns->years[party] & floor->years)
        least -= floor->years_add;
    if (floor->countries && columns->countries[party] & floor->countries)
        least -= floor->countries_add;
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
    uint32_t *words; /* MOST_WORDS for each name */
} Gathered;

static void gathered_free(Gathered *gathered)
{
    free(gathered->names);
    free(gathered->words);
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
    for (size_t at = 0; at < rows->count; at++)
        gathered->names[at] = columns->names[rows->rows[at]];
    for (size_t at = 0; at < rows->count; at++) {
        NameRow *name = gathered->names + at;
        if (name->start > columns->name_word_count ||
            name->length > columns->name_word_count - name->start)
            name->length = 0;
        if (name->length > MOST_WORDS)
            name->length = MOST_WORDS;
        const uint32_t *words = columns->name_words + name->start;
        for (size_t word = 0; word < name->length; word++)
            gathered->words[at * MOST_WORDS + word] = words[word];
    }
    return 0;
}

/* Ask for what is known of the words and the party of a name that is read soon. */
static void look_ahead(const Columns *columns, const Floor *floor,
                       const Gathered *gathered, size_t at)
{
    const uint32_t *words = gathered->words + at * MOST_WORDS;
    uint32_t party = gathered->names[at].party;
    for (int word = 0; word < gathered->names[at].length; word++)
        if (words[word] < columns->word_count)
            FETCH(columns->words + words[word]);
    if (floor->years && party < columns->party_count)
        FETCH(columns->years + party);
    if (floor->countries && party < columns->party_count)
        FETCH(columns->countries + party);
}

/* What a name must reach: the one asked word for word is always kept. */
static double least_for(const Columns *columns, const Asked *asked, const Floor *floor,
                        const NameRow *name)
{
    return name->folded == asked->folded ? -INFINITY
                                         : floor_of(columns, floor, name->party);
}

/* Read a name and pair its words. */
static int pair_name(const Columns *columns, const Asked *asked, const Rules *rules,
                     const Gathered *gathered, size_t at, WordTable *table, Known *known,
                     Pairing *pairs)
{
    if (known_read(columns, asked, rules, table, gathered->names + at,
                   gathered->words + at * MOST_WORDS, known))
        return -1;
    pair_words(asked, table, known, pairs);
    return 0;
}

/* Count roughly every name of which something may agree; their places go to `kept`. */
static int count_names(const Columns *columns, const Asked *asked, const Model *model,
                       const Floor *floor, const Gathered *gathered, WordTable *table,
                       size_t *kept, double *counts, size_t *count)
{
    Known known;
    Pairing pairs;
    size_t all = *count;
    *count = 0;
    for (size_t at = 0; at < all; at++) {
        if (at + AHEAD < all)
            look_ahead(columns, floor, gathered, at + AHEAD);
        if (pair_name(columns, asked, &model->rules, gathered, at, table, &known, &pairs))
            return -1;
        double least = least_for(columns, asked, floor, gathered->names + at);
        if (least > model->rules.nothing_agrees &&
            !may_agree(columns, asked, &model->rules, &known, &pairs))
            continue;
        kept[*count] = at;
        counts[(*count)++] = rounded(first_count(asked, &model->rules, &known, &pairs));
    }
    return 0;
}

/* Judge one name in full and keep it if it reaches its floor. */
static int judge_one(const Columns *columns, const Asked *asked, const Model *model,
                     const Floor *floor, const Gathered *gathered, size_t at,
                     WordTable *table, uint32_t row, JudgedRows *judged)
{
    double figures[128], least = least_for(columns, asked, floor, gathered->names + at);
    Known known;
    Pairing pairs;
    if (pair_name(columns, asked, &model->rules, gathered, at, table, &known, &pairs))
        return -1;
    if (!name_figures(columns, asked, model, &known, &pairs, least, figures))
        return 0;
    double bits = rounded(name_bits(model, &pairs, figures));
    return bits >= least ? judged_add(judged, row, bits) : 0;
}

/* Count every name roughly and judge in full those that lead. */
static int judge_gathered(const Columns *columns, const Asked *asked, const Model *model,
                          const Floor *floor, const Rows *rows, const Gathered *gathered,
                          WordTable *table, double *counts, size_t *kept,
                          JudgedRows *judged)
{
    size_t count = rows->count, most = (size_t)model->rules.most_names;
    double cut = -INFINITY;
    if (count_names(columns, asked, model, floor, gathered, table, kept, counts, &count))
        return -1;
    if (count > most && most) {
        memcpy(counts + count, counts, count * sizeof *counts);
        cut = kth_largest(counts + count, count, most);
    }
    for (size_t place = 0; place < count; place++)
        if (counts[place] >= cut &&
            judge_one(columns, asked, model, floor, gathered, kept[place], table,
                      rows->rows[kept[place]], judged))
            return -1;
    return 0;
}

int judge_names(const Columns *columns, const Asked *asked, const Model *model,
                const Floor *floor, const Rows *rows, JudgedRows *judged)
{
    WordTable table = {0};
    Gathered gathered;
    if (gather(columns, rows, &gathered))
        return -1;
    double *counts = malloc((rows->count + 1) * 2 * sizeof *counts);
    size_t *kept = malloc((rows->count + 1) * sizeof *kept);
    int failed = !counts || !kept || word_table_open(&table) ||
                 judge_gathered(columns, asked, model, floor, rows, &gathered, &table,
                                counts, kept, judged);
    free(kept);
    word_table_close(&table);
    gathered_free(&gathered);
    free(counts);
    return failed ? -1 : 0;
}

/* Write the figures of every row, one after the other. */
int judge_rows(const Columns *columns, const Asked *asked, const Model *model,
               const Rows *rows, double *figures)
{
    WordTable table = {0};
    Gathered gathered;
    if (gather(columns, rows, &gathered))
        return -1;
    int failed = word_table_open(&table);
    for (size_t at = 0; at < rows->count && !failed; at++) {
        Known known;
        Pairing pairs;
        failed = known_read(columns, asked, &model->rules, &table, gathered.names + at,
                            gathered.words + at * MOST_WORDS, &known);
        if (failed)
            break;
        pair_words(asked, &table, &known, &pairs);
        name_figures(columns, asked, model, &known, &pairs, -INFINITY,
                     figures + at * (size_t)figure_count());
    }
    word_table_close(&table);
    gathered_free(&gathered);
    return failed ? -1 : 0;
}
