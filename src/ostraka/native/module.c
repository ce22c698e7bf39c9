/* The door to Python: buffers and tuples in, places and evidence out. */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS "ostraka.columns"
enum { BUFFERS = 16 };

typedef struct {
    Columns columns;
    Py_buffer views[BUFFERS];
    int held;
} Held;

static void held_free(Held *held)
{
    for (int at = 0; at < held->held; at++)
        PyBuffer_Release(held->views + at);
    free(held);
}

static void capsule_free(PyObject *capsule)
{
    held_free(PyCapsule_GetPointer(capsule, COLUMNS));
}

/* Take the next buffer: its rows and how many, `size` bytes each. */
static const void *take(Held *held, PyObject *tuple, size_t size, size_t *count)
{
    Py_buffer *view = held->views + held->held;
    PyObject *given = PyTuple_GetItem(tuple, held->held);
    if (!given || PyObject_GetBuffer(given, view, PyBUF_C_CONTIGUOUS))
        return NULL;
    held->held++;
    if ((size_t)view->len % size) {
        PyErr_Format(PyExc_ValueError, "column %d has no whole number of rows", held->held);
        return NULL;
    }
    *count = (size_t)view->len / size;
    return view->buf;
}

static int of_size(size_t found, size_t wanted, const char *what)
{
    if (found == wanted)
        return 1;
    PyErr_Format(PyExc_ValueError, "%s: expected %zu rows, got %zu", what, wanted, found);
    return 0;
}

static int take_columns(Held *held, PyObject *tuple)
{
    Columns *c = &held->columns;
    size_t count = 0;
#define TAKE(field, type, into)                                                          \
    if (!(c->field = take(held, tuple, sizeof(type), &into)))                            \
        return 0;
    TAKE(words, WordRow, c->word_count)
    TAKE(text.at, char, c->text.size)
    TAKE(spelled.at, char, c->spelled.size)
    TAKE(key.at, char, c->key.size)
    TAKE(names, NameRow, c->name_count)
    TAKE(name_words, uint32_t, c->name_word_count)
    TAKE(planes, uint64_t, count)
    c->block_count = count / (2 * SKETCH_BITS * LANES);
    if (!of_size(count, c->block_count * 2 * SKETCH_BITS * LANES, "planes"))
        return 0;
    TAKE(letter_sizes, uint8_t, count)
    if (c->block_count && !of_size(count, c->name_count, "letter sizes"))
        return 0;
    TAKE(sound_sizes, uint8_t, count)
    if (c->block_count && !of_size(count, c->name_count, "sound sizes"))
        return 0;
    TAKE(block_letters, uint8_t, count)
    if (!of_size(count, c->block_count, "least letter sizes"))
        return 0;
    TAKE(block_sounds, uint8_t, count)
    if (!of_size(count, c->block_count, "least sound sizes"))
        return 0;
    TAKE(sounds, int64_t, c->sound_count)
    TAKE(sound_ends, uint32_t, count)
    if (!of_size(count, c->sound_count + 1, "ends of sounds"))
        return 0;
    TAKE(sound_names, uint32_t, c->sound_name_count)
    TAKE(years, uint64_t, c->party_count)
    TAKE(countries, uint64_t, count)
    return of_size(count, c->party_count, "countries");
#undef TAKE
}

static PyObject *open_columns(PyObject *self, PyObject *tuple)
{
    (void)self;
    Held *held = calloc(1, sizeof *held);
    if (!held)
        return PyErr_NoMemory();
    if (!PyTuple_Check(tuple)) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple of buffers");
    } else if (take_columns(held, tuple)) {
        PyObject *capsule = PyCapsule_New(held, COLUMNS, capsule_free);
        if (capsule)
            return capsule;
    }
    held_free(held);
    return NULL;
}

/* ------------------------------------------------------------ the name asked */

static int text_of(PyObject *given, int most, const char **text, int *size)
{
    char *at;
    Py_ssize_t length;
    if (!given || PyBytes_AsStringAndSize(given, &at, &length))
        return 0;
    if (length > most) {
        PyErr_Format(PyExc_ValueError, "a text of %zd letters is too long", length);
        return 0;
    }
    *text = at;
    *size = (int)length;
    return 1;
}

static int number_of(PyObject *given, double *value)
{
    *value = given ? PyFloat_AsDouble(given) : 0;
    return given && !(*value == -1.0 && PyErr_Occurred());
}

static int long_of(PyObject *given, int64_t *value)
{
    *value = given ? (int64_t)PyLong_AsLongLong(given) : 0;
    return given && !(*value == -1 && PyErr_Occurred());
}

static int bits_of(PyObject *given, uint64_t *value)
{
    *value = given ? (uint64_t)PyLong_AsUnsignedLongLong(given) : 0;
    return given && !PyErr_Occurred();
}

static int take_variants(const Columns *columns, Asked *asked, int row, PyObject *tuple)
{
    Py_ssize_t count = tuple && PyTuple_Check(tuple) ? PyTuple_Size(tuple) : -1;
    for (Py_ssize_t at = 0; at < count; at++) {
        const char *text;
        int size;
        if (!text_of(PyTuple_GetItem(tuple, at), MOST_LETTERS, &text, &size))
            return 0;
        size_t word = word_find(columns, text, size);
        if (word < columns->word_count && asked->variant_count < MOST_VARIANTS) {
            asked->variants[asked->variant_count].word = (uint32_t)word;
            asked->variants[asked->variant_count++].row = row;
        }
    }
    if (count < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "expected a tuple of variants");
    return count >= 0;
}

/* (text, spelled, sound, slavic, bits, key bits, letters, letters spelled, is number,
 *  variants, sound by which the index files it) */
static int take_word(const Columns *columns, Asked *asked, PyObject *given)
{
    AskedWord *word = asked->words + asked->count;
    int64_t is_number, rare;
    if (!given || !PyTuple_Check(given) || PyTuple_Size(given) != 11) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "expected a tuple of eleven for a word");
        return 0;
    }
    if (!text_of(PyTuple_GetItem(given, 0), MOST_LETTERS, &word->text, &word->length) ||
        !text_of(PyTuple_GetItem(given, 1), MOST_LETTERS, &word->spelled,
                 &word->spelled_length) ||
        !long_of(PyTuple_GetItem(given, 2), &word->sound) ||
        !long_of(PyTuple_GetItem(given, 3), &word->slavic) ||
        !number_of(PyTuple_GetItem(given, 4), &word->bits) ||
        !number_of(PyTuple_GetItem(given, 5), &word->key_bits) ||
        !bits_of(PyTuple_GetItem(given, 6), &word->letters) ||
        !bits_of(PyTuple_GetItem(given, 7), &word->spelled_letters) ||
        !long_of(PyTuple_GetItem(given, 8), &is_number) ||
        !take_variants(columns, asked, asked->count, PyTuple_GetItem(given, 9)) ||
        !long_of(PyTuple_GetItem(given, 10), &rare))
        return 0;
    word->number = is_number != 0;
    if (rare >= 0)
        asked->rare[asked->rare_count++] = rare;
    asked_word_prepare(word);
    asked->total += word->bits;
    asked->count++;
    return 1;
}

/* (words, (sorted, joined, sounds, spelled), sketch, class of legal form, is person,
 *  hash of its folded words) */
static Asked *take_asked(const Columns *columns, PyObject *given)
{
    PyObject *words, *whole, *sketch;
    int legal, person;
    unsigned long folded;
    if (!PyArg_ParseTuple(given, "O!O!O!ipk", &PyTuple_Type, &words, &PyTuple_Type, &whole,
                          &PyTuple_Type, &sketch, &legal, &person, &folded))
        return NULL;
    if (PyTuple_Size(words) > MOST_WORDS || PyTuple_Size(whole) != WAYS ||
        PyTuple_Size(sketch) != 4) {
        PyErr_Format(PyExc_ValueError,
                     "expected at most %d words, %d texts and 4 parts of a sketch",
                     MOST_WORDS, WAYS);
        return NULL;
    }
    Asked *asked = malloc(sizeof *asked);
    if (!asked) {
        PyErr_NoMemory();
        return NULL;
    }
    asked->count = asked->variant_count = asked->rare_count = 0;
    asked->total = 0;
    asked->legal = legal;
    asked->person = person;
    asked->folded = (uint32_t)folded;
    for (Py_ssize_t at = 0; at < PyTuple_Size(words); at++)
        if (!take_word(columns, asked, PyTuple_GetItem(words, at)))
            goto failed;
    for (int way = 0; way < WAYS; way++) {
        const char *text;
        int size;
        if (!text_of(PyTuple_GetItem(whole, way), MOST_TEXT, &text, &size))
            goto failed;
        pattern_read(asked->whole + way, text, size);
    }
    for (int part = 0; part < 4; part++)
        if (!bits_of(PyTuple_GetItem(sketch, part), asked->sketch + part))
            goto failed;
    return asked;
failed:
    free(asked);
    return NULL;
}

/* Read (rules, weights) into a model; the views are to be released by the caller. */
static int take_model(PyObject *rules, PyObject *weights, Model *model, Py_buffer *views)
{
    if (PyObject_GetBuffer(rules, views, PyBUF_C_CONTIGUOUS))
        return 0;
    if (PyObject_GetBuffer(weights, views + 1, PyBUF_C_CONTIGUOUS)) {
        PyBuffer_Release(views);
        return 0;
    }
    if ((size_t)views[0].len != sizeof model->rules ||
        (size_t)views[1].len != ((size_t)figure_count() + 1) * sizeof(double)) {
        PyErr_SetString(PyExc_ValueError, "rules or weights of another make");
        PyBuffer_Release(views);
        PyBuffer_Release(views + 1);
        return 0;
    }
    memcpy(&model->rules, views[0].buf, sizeof model->rules);
    model->weights = views[1].buf;
    return 1;
}

static int take_floor(PyObject *given, Floor *floor)
{
    unsigned long long years, countries;
    if (!PyArg_ParseTuple(given, "ddKdK", &floor->least, &floor->years_add, &years,
                          &floor->countries_add, &countries))
        return 0;
    floor->years = years;
    floor->countries = countries;
    return 1;
}

static int take_rows(PyObject *given, const Columns *columns, Rows *rows)
{
    Py_buffer view;
    if (PyObject_GetBuffer(given, &view, PyBUF_C_CONTIGUOUS))
        return 0;
    size_t count = (size_t)view.len / sizeof(uint32_t);
    const uint32_t *at = view.buf;
    int good = (size_t)view.len % sizeof(uint32_t) == 0;
    for (size_t row = 0; row < count && good; row++)
        good = at[row] < columns->name_count;
    if (!good)
        PyErr_SetString(PyExc_ValueError, "rows that are no names");
    for (size_t row = 0; row < count && good; row++)
        if (rows_add(rows, at[row], 1)) {
            PyErr_NoMemory();
            good = 0;
        }
    PyBuffer_Release(&view);
    return good;
}

static void rows_free(Rows *rows)
{
    free(rows->rows);
    free(rows->ranks);
}

static PyObject *answer(JudgedRows *judged, int failed)
{
    PyObject *list = failed ? PyErr_NoMemory() : PyList_New((Py_ssize_t)judged->count);
    for (size_t at = 0; list && at < judged->count; at++) {
        PyObject *pair = Py_BuildValue("kd", (unsigned long)judged->found[at].row,
                                       judged->found[at].bits);
        if (!pair || PyList_SetItem(list, (Py_ssize_t)at, pair)) {
            Py_DECREF(list);
            list = NULL;
        }
    }
    free(judged->found);
    return list;
}

/* ------------------------------------------------------------ what Python calls */

static PyObject *search(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *rules, *weights, *limits, *ranges;
    Model model;
    Floor floor;
    Py_buffer views[2];
    JudgedRows judged = {0};
    int failed = 0;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!OOO!O!", &capsule, &PyTuple_Type, &query, &rules,
                          &weights, &PyTuple_Type, &limits, &PyTuple_Type, &ranges))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    if (!held || !take_floor(limits, &floor))
        return NULL;
    Asked *asked = take_asked(&held->columns, query);
    if (!asked)
        return NULL;
    if (!take_model(rules, weights, &model, views)) {
        free(asked);
        return NULL;
    }
    for (Py_ssize_t at = 0; at < PyTuple_Size(ranges) && !failed; at++) {
        Py_ssize_t start, end;
        PyObject *range = PyTuple_GetItem(ranges, at);
        if (!range || !PyTuple_Check(range) ||
            !PyArg_ParseTuple(range, "nn", &start, &end) || start < 0 || end < 0) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "expected (start, end)");
            failed = 1;
            break;
        }
        Rows rows = {0};
        Py_BEGIN_ALLOW_THREADS
        failed = scan(&held->columns, asked, &model.rules, (size_t)start, (size_t)end,
                      &rows) ||
                 judge_names(&held->columns, asked, &model, &floor, &rows, &judged);
        rows_free(&rows);
        Py_END_ALLOW_THREADS
        if (failed)
            PyErr_NoMemory();
    }
    PyBuffer_Release(views);
    PyBuffer_Release(views + 1);
    free(asked);
    if (!failed)
        return answer(&judged, 0);
    free(judged.found);
    return NULL;
}

static PyObject *candidates(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *given, *found = NULL;
    Py_ssize_t start, end;
    Rules rules;
    Rows rows = {0};
    Py_buffer view;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!Onn", &capsule, &PyTuple_Type, &query, &given, &start,
                          &end))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    if (!held || PyObject_GetBuffer(given, &view, PyBUF_C_CONTIGUOUS))
        return NULL;
    int good = (size_t)view.len == sizeof rules && start >= 0 && end >= 0;
    if (good)
        memcpy(&rules, view.buf, sizeof rules);
    else
        PyErr_SetString(PyExc_ValueError, "rules of another make, or no range");
    PyBuffer_Release(&view);
    Asked *asked = good ? take_asked(&held->columns, query) : NULL;
    if (!asked)
        return NULL;
    if (scan(&held->columns, asked, &rules, (size_t)start, (size_t)end, &rows))
        PyErr_NoMemory();
    else
        found = PyBytes_FromStringAndSize((const char *)rows.rows,
                                          (Py_ssize_t)(rows.count * sizeof *rows.rows));
    rows_free(&rows);
    free(asked);
    return found;
}

/* Judge given names: `judge(columns, asked, rules, weights, floor, rows)`. */
static PyObject *judge(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *rules, *weights, *limits, *given, *found = NULL;
    Model model;
    Floor floor;
    Py_buffer views[2];
    Rows rows = {0};
    JudgedRows judged = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!OOO!O", &capsule, &PyTuple_Type, &query, &rules,
                          &weights, &PyTuple_Type, &limits, &given))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    if (!held || !take_floor(limits, &floor))
        return NULL;
    Asked *asked = take_asked(&held->columns, query);
    if (!asked)
        return NULL;
    if (take_model(rules, weights, &model, views)) {
        if (take_rows(given, &held->columns, &rows)) {
            int failed;
            Py_BEGIN_ALLOW_THREADS
            failed = judge_names(&held->columns, asked, &model, &floor, &rows, &judged);
            Py_END_ALLOW_THREADS
            found = answer(&judged, failed);
        }
        PyBuffer_Release(views);
        PyBuffer_Release(views + 1);
    }
    rows_free(&rows);
    free(asked);
    return found;
}

/* Return the figures of given names as bytes: `figures(columns, asked, rules, weights, rows)`. */
static PyObject *figures(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *rules, *weights, *given, *found = NULL;
    Model model;
    Py_buffer views[2];
    Rows rows = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!OOO", &capsule, &PyTuple_Type, &query, &rules, &weights,
                          &given))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    Asked *asked = held ? take_asked(&held->columns, query) : NULL;
    if (!asked)
        return NULL;
    if (take_model(rules, weights, &model, views)) {
        if (take_rows(given, &held->columns, &rows)) {
            size_t size = rows.count * (size_t)figure_count() * sizeof(double);
            double *table = malloc(size ? size : 1);
            if (!table || judge_rows(&held->columns, asked, &model, &rows, table))
                PyErr_NoMemory();
            else
                found = PyBytes_FromStringAndSize((const char *)table, (Py_ssize_t)size);
            free(table);
        }
        PyBuffer_Release(views);
        PyBuffer_Release(views + 1);
    }
    rows_free(&rows);
    free(asked);
    return found;
}

static PyMethodDef METHODS[] = {
    {"open_columns", open_columns, METH_O, "Hold the columns of an index."},
    {"search", search, METH_VARARGS, "Find and judge the names of some ranges."},
    {"candidates", candidates, METH_VARARGS, "Return the rows of the candidates."},
    {"judge", judge, METH_VARARGS, "Judge given names."},
    {"figures", figures, METH_VARARGS, "Return the figures of given names."},
    {NULL, NULL, 0, NULL},
};

static int add_figures(PyObject *module)
{
    PyObject *names = PyTuple_New(figure_count());
    for (int place = 0; names && place < figure_count(); place++)
        if (PyTuple_SetItem(names, place, PyUnicode_FromString(figure_name(place))))
            return -1;
    if (!names)
        return -1;
    int failed = PyModule_AddObjectRef(module, "FIGURES", names);
    Py_DECREF(names);
    return failed;
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, add_figures}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_kernel", "The matching core in C.", 0, METHODS, SLOTS,
    NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&MODULE); }
