/* From candidates to evidence: every name counted roughly, the leading ones in full. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>

/* Six digits, so that the order in which a machine adds does not show. */
static double rounded(double bits) { return rint(bits * 1e6) / 1e6; }

/* What of the floor is left for a name once its party's other facts are allowed for. */
static double floor_of(const Columns *columns, const Floor *floor, uint32_t party)
{
    double least = floor->least;
    if (party >= columns->party_count)
        return least;
    if (columns->years[party] & floor->years)
        least -= floor->years_add;
    if (columns->countries[party] & floor->countries)
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

/* Judge one name in full and keep it if it reaches the floor or is the name asked. */
static int judge_one(const Columns *columns, const Asked *asked, const Model *model,
                     const Floor *floor, WordTable *table, uint32_t row, JudgedRows *judged)
{
    double figures[128];
    Known known;
    Pairing pairs;
    const NameRow *name = columns->names + row;
    int exact = name->folded == asked->folded;
    double least = exact ? -INFINITY : floor_of(columns, floor, name->party);
    if (known_read(columns, asked, &model->rules, table, row, &known))
        return -1;
    pair_words(asked, table, &known, &pairs);
    if (!name_figures(columns, asked, model, &known, &pairs, least, figures))
        return 0;
    double bits = rounded(name_bits(model, &pairs, figures));
    return bits >= least ? judged_add(judged, row, bits) : 0;
}

int judge_names(const Columns *columns, const Asked *asked, const Model *model,
                const Floor *floor, const Rows *rows, JudgedRows *judged)
{
    WordTable table;
    size_t most = (size_t)model->rules.most_names;
    int failed = -1;
    double *counts = malloc((rows->count + 1) * 2 * sizeof *counts), cut = -INFINITY;
    if (!counts)
        return -1;
    if (word_table_open(&table)) {
        free(counts);
        return -1;
    }
    for (size_t at = 0; at < rows->count; at++) {
        Known known;
        Pairing pairs;
        if (known_read(columns, asked, &model->rules, &table, rows->rows[at], &known))
            goto done;
        pair_words(asked, &table, &known, &pairs);
        counts[at] = rounded(first_count(asked, &model->rules, &known, &pairs));
        counts[rows->count + at] = counts[at];
    }
    if (rows->count > most && most)
        cut = kth_largest(counts + rows->count, rows->count, most);
    for (size_t at = 0; at < rows->count; at++)
        if (counts[at] >= cut &&
            judge_one(columns, asked, model, floor, &table, rows->rows[at], judged))
            goto done;
    failed = 0;
done:
    word_table_close(&table);
    free(counts);
    return failed;
}

/* Write the figures of every row, one after the other. */
int judge_rows(const Columns *columns, const Asked *asked, const Model *model,
               const Rows *rows, double *figures)
{
    WordTable table;
    int failed = 0;
    if (word_table_open(&table))
        return -1;
    for (size_t at = 0; at < rows->count && !failed; at++) {
        Known known;
        Pairing pairs;
        failed = known_read(columns, asked, &model->rules, &table, rows->rows[at], &known);
        if (failed)
            break;
        pair_words(asked, &table, &known, &pairs);
        name_figures(columns, asked, model, &known, &pairs, -INFINITY,
                     figures + at * (size_t)figure_count());
    }
    word_table_close(&table);
    return failed;
}
