/* Very many names asked, packed by screen/packed.py, held against the names of an index:
 * which of those who ask may have a match there.  The twin is `Few.may_have` of
 * screen/prepared.py; scanning and judging are those of a single question. */
#include "door.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { READINGS = 2, MOST_FAMILIES = 8, MOST_STRETCHES = 16 };

/* One who asks (screen/packed.py: ASKER). */
typedef struct {
    int64_t number;
    double least, years_add, countries_add;
    uint64_t years, countries;
    uint32_t form;
    uint16_t forms;
    uint8_t family, unused;
} Asker;

/* One way to read a name (FORM). */
typedef struct {
    uint32_t start, folded;
    uint8_t length, legal, person, unused;
} Form;

/* One word; what it tells in the names of persons and of bodies (ASKED). */
typedef struct {
    int64_t sound, slavic, filed;
    double bits[READINGS], key_bits[READINGS];
    uint64_t letters, spelled_letters, sketch[4];
    uint32_t at, spelled_at, key_at;
    uint16_t length, spelled_length, key_length, sort;
    uint32_t unused;
} PackedWord;

typedef struct {
    const Asker *askers;
    const Form *forms;
    const PackedWord *words;
    const uint32_t *form_words;
    const Variant *variants; /* a listed word, and the word here whose variant it is */
    const uint8_t *left_out;
    Text text, spelled, key;
    size_t asker_count, form_count, word_count, form_word_count, variant_count;
    Py_buffer views[9];
    int held;
} Pack;

typedef struct {
    size_t start, end;
} Stretch;

/* What all are held against: the names of each family that persons' and bodies' names
 * are compared with. */
typedef struct {
    const Columns *columns;
    Model models[READINGS];
    Py_buffer views[2 * READINGS];
    int held;
    double need;
    Stretch stretches[MOST_FAMILIES][READINGS][MOST_STRETCHES];
    int counts[MOST_FAMILIES][READINGS], families;
} Against;

static Text cut(Text whole, size_t at, size_t length)
{
    Text found = {whole.at, 0};
    if (at <= whole.size && length <= whole.size - at) {
        found.at = whole.at + at;
        found.size = length < MOST_LETTERS ? length : MOST_LETTERS;
    }
    return found;
}

static int is_form(const Pack *pack, const Form *form)
{
    if (form->length > MOST_WORDS || form->start > pack->form_word_count ||
        form->length > pack->form_word_count - form->start)
        return 0;
    for (int at = 0; at < form->length; at++)
        if (pack->form_words[form->start + (size_t)at] >= pack->word_count)
            return 0;
    return 1;
}

static const PackedWord *word_of(const Pack *pack, const Form *form, int at)
{
    return pack->words + pack->form_words[form->start + (size_t)at];
}

/* Take what candidates are found by. */
static void take_sketch(const Pack *pack, const Form *form, Asked *asked)
{
    for (int at = 0; at < form->length; at++) {
        const PackedWord *word = word_of(pack, form, at);
        for (int part = 0; part < 4; part++)
            asked->sketch[part] |= word->sketch[part];
        if (word->filed >= 0)
            asked->rare[asked->rare_count++] = word->filed;
    }
}

/* Take the listed words that are variants of a word; they stand in the order of words. */
static void take_variants(const Pack *pack, uint32_t word, int row, Asked *asked)
{
    size_t low = 0, high = pack->variant_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pack->variants[middle].row < (int)word)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < pack->variant_count && pack->variants[low].row == (int)word; low++)
        if (asked->variant_count < MOST_VARIANTS) {
            asked->variants[asked->variant_count].word = pack->variants[low].word;
            asked->variants[asked->variant_count++].row = row;
        }
}

static void take_word(const Pack *pack, const PackedWord *row, int person, Asked *asked)
{
    AskedWord *word = asked->words + asked->count;
    Text text = cut(pack->text, row->at, row->length);
    Text spelled = cut(pack->spelled, row->spelled_at, row->spelled_length);
    Text key = cut(pack->key, row->key_at, row->key_length);
    word->text = text.at;
    word->length = (int)text.size;
    word->spelled = spelled.at;
    word->spelled_length = (int)spelled.size;
    word->key = key.at;
    word->key_length = (int)key.size;
    word->sort = row->sort;
    word->sound = row->sound;
    word->slavic = row->slavic;
    word->bits = row->bits[person ? 0 : 1];
    word->key_bits = row->key_bits[person ? 0 : 1];
    word->letters = row->letters;
    word->spelled_letters = row->spelled_letters;
    asked_word_prepare(word);
    asked_count_letters(asked, word);
    asked->total += word->bits;
    asked->count++;
}

/* Take the rest of a name, which it takes to judge. */
static void take_name(const Pack *pack, const Form *form, const Rules *rules, Asked *asked)
{
    asked->legal = form->legal;
    asked->folded = form->folded;
    for (int at = 0; at < form->length; at++) {
        take_variants(pack, pack->form_words[form->start + (size_t)at], at, asked);
        take_word(pack, word_of(pack, form, at), form->person, asked);
    }
    asked_write_whole(asked);
    asked_limits(asked, rules);
}

/* What it takes to ask, kept from name to name. */
typedef struct {
    Asked asked;
    Bench bench;
} Desk;

/* Find the names near one; return whether there are any, or -1. */
static int find_near(const Against *against, const Form *form, int family, Desk *desk)
{
    int reading = form->person ? 0 : 1;
    const Model *model = against->models + reading;
    Bench *bench = &desk->bench;
    bench->rows.count = 0;
    for (int at = 0; at < against->counts[family][reading]; at++) {
        const Stretch *stretch = &against->stretches[family][reading][at];
        bench->part.count = 0;
        if (scan(against->columns, &desk->asked, &model->rules, NULL, stretch->start,
                 stretch->end, &bench->part))
            return -1;
        for (size_t row = 0; row < bench->part.count; row++)
            if (rows_add(&bench->rows, bench->part.rows[row], bench->part.ranks[row]))
                return -1;
    }
    return bench->rows.count > 0;
}

/* Tell whether one who asks may have a match; -1 when there is no memory. */
static int may_match(const Pack *pack, const Against *against, const Asker *asker,
                     Desk *desk)
{
    Floor floor = {.least = asker->least + against->need,
                   .years_add = asker->years_add,
                   .countries_add = asker->countries_add,
                   .years = asker->years,
                   .countries = asker->countries,
                   .written = INFINITY};
    if (asker->family >= against->families || asker->form > pack->form_count ||
        asker->forms > pack->form_count - asker->form)
        return 1; /* nothing we packed: to be asked of all */
    for (size_t at = asker->form; at < (size_t)asker->form + asker->forms; at++) {
        const Form *form = pack->forms + at;
        const Model *model = against->models + (form->person ? 0 : 1);
        if (!is_form(pack, form))
            return 1;
        asked_begin(&desk->asked, form->person);
        desk->asked.limits = bench_limits(&desk->bench, form->person);
        take_sketch(pack, form, &desk->asked);
        int near = find_near(against, form, asker->family, desk);
        if (near < 0)
            return -1;
        if (!near)
            continue;
        take_name(pack, form, &model->rules, &desk->asked);
        if (judge_names(against->columns, &desk->asked, model, &floor, &desk->bench))
            return -1;
        if (desk->bench.judged.count)
            return 1;
    }
    return 0;
}

static int ask_all(const Pack *pack, const Against *against, uint8_t *found)
{
    Desk *desk = calloc(1, sizeof *desk);
    int told = desk ? 0 : -1;
    for (size_t at = 0; at < pack->asker_count && told >= 0; at++) {
        if (pack->left_out[at])
            continue;
        told = may_match(pack, against, pack->askers + at, desk);
        found[at] = told > 0;
    }
    if (desk) {
        bench_clear(&desk->bench);
        free(desk);
    }
    return told < 0 ? -1 : 0;
}

/* ------------------------------------------------------------------- from Python */

static const void *take_view(Pack *pack, PyObject *tuple, size_t size, size_t *count)
{
    Py_buffer *view = pack->views + pack->held;
    PyObject *given = PyTuple_GetItem(tuple, pack->held);
    if (!given || PyObject_GetBuffer(given, view, PyBUF_C_CONTIGUOUS))
        return NULL;
    pack->held++;
    if ((size_t)view->len % size) {
        PyErr_Format(PyExc_ValueError, "part %d has no whole number of rows", pack->held);
        return NULL;
    }
    *count = (size_t)view->len / size;
    return view->buf;
}

/* (askers, forms, words, words of forms, text, spelled, key, variants, who is left out) */
static int take_pack(PyObject *tuple, Pack *pack)
{
    size_t left_out = 0;
#define TAKE(field, type, into)                                                          \
    if (!(pack->field = take_view(pack, tuple, sizeof(type), &into)))                    \
        return 0;
    TAKE(askers, Asker, pack->asker_count)
    TAKE(forms, Form, pack->form_count)
    TAKE(words, PackedWord, pack->word_count)
    TAKE(form_words, uint32_t, pack->form_word_count)
    TAKE(text.at, char, pack->text.size)
    TAKE(spelled.at, char, pack->spelled.size)
    TAKE(key.at, char, pack->key.size)
    TAKE(variants, Variant, pack->variant_count)
    TAKE(left_out, uint8_t, left_out)
#undef TAKE
    if (left_out == pack->asker_count)
        return 1;
    PyErr_SetString(PyExc_ValueError, "expected one byte for each who asks");
    return 0;
}

static int take_models(PyObject *tuple, Against *against)
{
    for (int reading = 0; reading < READINGS; reading++) {
        Model *model = against->models + reading;
        for (int part = 0; part < 2; part++) {
            PyObject *given = PyTuple_GetItem(tuple, 2 * reading + part);
            if (!given || PyObject_GetBuffer(given, against->views + against->held,
                                             PyBUF_C_CONTIGUOUS))
                return 0;
            against->held++;
        }
        const Py_buffer *views = against->views + 2 * reading;
        if ((size_t)views[0].len != sizeof model->rules ||
            (size_t)views[1].len != ((size_t)figure_count() + 1) * sizeof(double)) {
            PyErr_SetString(PyExc_ValueError, "rules or weights of another make");
            return 0;
        }
        memcpy(&model->rules, views[0].buf, sizeof model->rules);
        model->weights = views[1].buf;
    }
    return 1;
}

/* Each stretch: (family, whether names are read as persons', first name, name after the
 * last). */
static int take_stretches(PyObject *tuple, Against *against)
{
    int family, person;
    Py_ssize_t start, end;
    for (Py_ssize_t at = 0; at < PyTuple_Size(tuple); at++) {
        PyObject *given = PyTuple_GetItem(tuple, at);
        if (!given || !PyArg_ParseTuple(given, "ipnn", &family, &person, &start, &end))
            return 0;
        if (family < 0 || family >= against->families || start < 0 || end < 0 ||
            against->counts[family][!person] == MOST_STRETCHES) {
            PyErr_SetString(PyExc_ValueError, "a stretch of no family, or one too many");
            return 0;
        }
        Stretch *stretch = &against->stretches[family][!person]
                                              [against->counts[family][!person]++];
        stretch->start = (size_t)start;
        stretch->end = (size_t)end;
    }
    return 1;
}

static PyObject *answer(const Pack *pack, const Against *against)
{
    uint8_t *found = calloc(pack->asker_count + 1, 1);
    PyObject *bytes = NULL;
    int failed = -1;
    if (found) {
        Py_BEGIN_ALLOW_THREADS
        failed = ask_all(pack, against, found);
        Py_END_ALLOW_THREADS
    }
    if (failed)
        PyErr_NoMemory();
    else
        bytes = PyBytes_FromStringAndSize((const char *)found,
                                          (Py_ssize_t)pack->asker_count);
    free(found);
    return bytes;
}

/* `ask_packed(columns, pack, (rules, weights, rules, weights), families, stretches, need)`:
 * one byte for each who asks, 1 if it may have a match. */
PyObject *ask_packed(PyObject *self, PyObject *args)
{
    PyObject *capsule, *packed, *models, *stretches, *found = NULL;
    Pack pack = {0};
    (void)self;
    Against *against = calloc(1, sizeof *against);
    if (!against)
        return PyErr_NoMemory();
    if (PyArg_ParseTuple(args, "OO!O!iO!d", &capsule, &PyTuple_Type, &packed, &PyTuple_Type,
                         &models, &against->families, &PyTuple_Type, &stretches,
                         &against->need)) {
        Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
        if (held && against->families > MOST_FAMILIES)
            PyErr_SetString(PyExc_ValueError, "too many families");
        else if (held && take_models(models, against) &&
                 take_stretches(stretches, against) && take_pack(packed, &pack)) {
            against->columns = &held->columns;
            found = answer(&pack, against);
        }
    }
    for (int at = 0; at < pack.held; at++)
        PyBuffer_Release(pack.views + at);
    for (int at = 0; at < against->held; at++)
        PyBuffer_Release(against->views + at);
    free(against);
    return found;
}
