/* The door to Python: buffers and tuples in, places and evidence out. */
#include "door.h"

#include <stdlib.h>
#include <string.h>

static void leave_model(Py_buffer *views)
{
    PyBuffer_Release(views);
    PyBuffer_Release(views + 1);
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
        leave_model(views);
        return 0;
    }
    memcpy(&model->rules, views[0].buf, sizeof model->rules);
    model->weights = views[1].buf;
    return 1;
}

static int take_floor(PyObject *given, Floor *floor)
{
    unsigned long long years, countries, next_to;
    if (!PyArg_ParseTuple(given, "ddKdKKddpdd", &floor->least, &floor->years_add, &years,
                          &floor->countries_add, &countries, &next_to,
                          &floor->years_against, &floor->countries_against, &floor->far,
                          &floor->written, &floor->written_facts))
        return 0;
    floor->years = years;
    floor->countries = countries;
    floor->next_to = next_to;
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

/* Take the bench of some columns, or a new one if another search is at it. */
static Bench *take_bench(Held *held)
{
    Bench *bench = held->bench;
    held->bench = NULL;
    if (!bench && !(bench = calloc(1, sizeof *bench)))
        PyErr_NoMemory();
    if (bench)
        bench->rows.count = bench->judged.count = 0;
    return bench;
}

enum { MOST_ROOM = 1 << 16 }; /* names for which a bench has room that is kept */

/* Put a bench back for the next search. */
static void leave_bench(Held *held, Bench *bench)
{
    if (!held->bench && bench->room <= MOST_ROOM) {
        held->bench = bench;
        return;
    }
    bench_clear(bench);
    free(bench);
}

/* Add to a list (row, evidence, party, whether it is the name asked word for word) for
 * each name judged; return 0 with an error set if it cannot be. */
static int answer(PyObject *list, const Columns *columns, const Asked *asked,
                  const JudgedRows *judged)
{
    for (size_t at = 0; at < judged->count; at++) {
        const NameRow *name = columns->names + judged->found[at].row;
        PyObject *exact = name->folded == asked->folded ? Py_True : Py_False;
        PyObject *found = Py_BuildValue("kdkO", (unsigned long)judged->found[at].row,
                                        judged->found[at].bits,
                                        (unsigned long)name->party, exact);
        int failed = !found || PyList_Append(list, found);
        Py_XDECREF(found);
        if (failed)
            return 0;
    }
    return 1;
}

/* ------------------------------------------------------------ what Python calls */

enum { MOST_RANGES = 16 }; /* stretches of one question; there are six families of names */

typedef struct {
    size_t start, end;
} Range;

/* Read the stretches, each `(start, end)`; return how many, or -1 with an error set. */
static int take_ranges(PyObject *given, Range *ranges)
{
    Py_ssize_t count = PyTuple_Size(given), start, end;
    if (count > MOST_RANGES) {
        PyErr_Format(PyExc_ValueError, "expected at most %d stretches", MOST_RANGES);
        return -1;
    }
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *range = PyTuple_GetItem(given, at);
        if (!range || !PyTuple_Check(range) ||
            !PyArg_ParseTuple(range, "nn", &start, &end) || start < 0 || end < 0) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "expected (start, end)");
            return -1;
        }
        ranges[at].start = (size_t)start;
        ranges[at].end = (size_t)end;
    }
    return (int)count;
}

/* Find the candidates of each stretch, each having its own, and judge them together. */
static int search_ranges(const Columns *columns, const Asked *asked, const Model *model,
                         const Floor *floor, const Range *ranges, int count, Bench *bench)
{
    Rows *part = &bench->part;
    for (int range = 0; range < count; range++) {
        part->count = 0;
        if (scan(columns, asked, &model->rules, floor, ranges[range].start,
                 ranges[range].end, part))
            return -1;
        for (size_t at = 0; at < part->count; at++)
            if (rows_add(&bench->rows, part->rows[at], part->ranks[at]))
                return -1;
    }
    return judge_names(columns, asked, model, floor, bench);
}

/* Find and judge the names read as the one asked is: `(is person, rules, weights, floor,
 * stretches)`; they are added to a list. */
static int search_reading(PyObject *given, Held *held, Asked *asked, PyObject *words,
                          Bench *bench, PyObject *list)
{
    PyObject *rules, *weights, *limits, *stretches;
    Model model;
    Floor floor;
    Py_buffer views[2];
    Range ranges[MOST_RANGES];
    int person, failed;
    if (!given || !PyArg_ParseTuple(given, "pOOO!O!", &person, &rules, &weights,
                                    &PyTuple_Type, &limits, &PyTuple_Type, &stretches))
        return 0;
    int count = take_floor(limits, &floor) ? take_ranges(stretches, ranges) : -1;
    if (count < 0 || !read_as(asked, words, person) ||
        !take_model(rules, weights, &model, views))
        return 0;
    model.rules.most_names *= (double)count;
    asked_limits(asked, &model.rules);
    asked->limits = bench_limits(bench, person);
    bench->rows.count = 0;
    /* let go of the interpreter once: to get it back may take longer than the work */
    Py_BEGIN_ALLOW_THREADS
    failed = search_ranges(&held->columns, asked, &model, &floor, ranges, count, bench);
    Py_END_ALLOW_THREADS
    leave_model(views);
    if (failed)
        PyErr_NoMemory();
    return !failed && answer(list, &held->columns, asked, &bench->judged);
}

/* Find and judge: `search(columns, asked, readings)`. */
static PyObject *search(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *readings;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!O!", &capsule, &PyTuple_Type, &query, &PyTuple_Type,
                          &readings))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    Asked *asked = held ? take_asked(&held->columns, query, 1) : NULL;
    if (!asked)
        return NULL;
    PyObject *words = PyTuple_GetItem(query, 0), *list = PyList_New(0);
    Bench *bench = list ? take_bench(held) : NULL;
    int good = bench != NULL;
    for (Py_ssize_t at = 0; good && at < PyTuple_Size(readings); at++)
        good = search_reading(PyTuple_GetItem(readings, at), held, asked, words, bench, list);
    if (bench)
        leave_bench(held, bench);
    free(asked);
    if (good)
        return list;
    Py_XDECREF(list);
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
    Asked *asked = good ? take_asked(&held->columns, query, 1) : NULL;
    if (!asked)
        return NULL;
    if (scan(&held->columns, asked, &rules, NULL, (size_t)start, (size_t)end, &rows))
        PyErr_NoMemory();
    else
        found = PyBytes_FromStringAndSize((const char *)rows.rows,
                                          (Py_ssize_t)(rows.count * sizeof *rows.rows));
    free(rows.rows);
    free(rows.ranks);
    free(asked);
    return found;
}

/* Judge given names: `judge(columns, asked, is person, rules, weights, floor, rows)`. */
static PyObject *judge(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *rules, *weights, *limits, *given, *found = NULL;
    Model model;
    Floor floor;
    Py_buffer views[2];
    int person;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!pOOO!O", &capsule, &PyTuple_Type, &query, &person,
                          &rules, &weights, &PyTuple_Type, &limits, &given))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    if (!held || !take_floor(limits, &floor))
        return NULL;
    Asked *asked = take_asked(&held->columns, query, person);
    if (!asked)
        return NULL;
    Bench *bench = take_bench(held);
    if (bench && take_model(rules, weights, &model, views)) {
        asked_limits(asked, &model.rules);
        if (take_rows(given, &held->columns, &bench->rows)) {
            int failed;
            Py_BEGIN_ALLOW_THREADS
            failed = judge_names(&held->columns, asked, &model, &floor, bench);
            Py_END_ALLOW_THREADS
            found = failed ? PyErr_NoMemory() : PyList_New(0);
            if (found && !answer(found, &held->columns, asked, &bench->judged))
                Py_CLEAR(found);
        }
        leave_model(views);
    }
    if (bench)
        leave_bench(held, bench);
    free(asked);
    return found;
}

/* Return the figures of given names as bytes: `figures(columns, asked, is person, rules,
 * weights, rows)`. */
static PyObject *figures(PyObject *self, PyObject *args)
{
    PyObject *capsule, *query, *rules, *weights, *given, *found = NULL;
    Model model;
    Py_buffer views[2];
    int person;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!pOOO", &capsule, &PyTuple_Type, &query, &person, &rules,
                          &weights, &given))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, COLUMNS);
    Asked *asked = held ? take_asked(&held->columns, query, person) : NULL;
    if (!asked)
        return NULL;
    Bench *bench = take_bench(held);
    if (bench && take_model(rules, weights, &model, views)) {
        asked_limits(asked, &model.rules);
        if (take_rows(given, &held->columns, &bench->rows)) {
            size_t size = bench->rows.count * (size_t)figure_count() * sizeof(double);
            double *table = malloc(size ? size : 1);
            if (!table || judge_rows(&held->columns, asked, &model, bench, table))
                PyErr_NoMemory();
            else
                found = PyBytes_FromStringAndSize((const char *)table, (Py_ssize_t)size);
            free(table);
        }
        leave_model(views);
    }
    if (bench)
        leave_bench(held, bench);
    free(asked);
    return found;
}

/* Pair the words of two names: `pairs(asked, known, is person, rules)`, words as in a name
 * asked; a list of (word asked, word known, how they agree). */
static PyObject *pairs(PyObject *self, PyObject *args)
{
    PyObject *mine, *theirs, *given, *list = NULL;
    Py_buffer view;
    Rules rules;
    WordRow rows[MOST_WORDS + 1];
    uint32_t name_words[MOST_WORDS];
    char texts[2 * MOST_WORDS * MOST_LETTERS];
    Columns columns;
    WordTable table = {0};
    NameRow name = {0};
    Known known;
    Pairing found;
    int person;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!O!pO", &PyTuple_Type, &mine, &PyTuple_Type, &theirs,
                          &person, &given) ||
        PyObject_GetBuffer(given, &view, PyBUF_C_CONTIGUOUS))
        return NULL;
    if ((size_t)view.len == sizeof rules)
        memcpy(&rules, view.buf, sizeof rules);
    else
        PyErr_SetString(PyExc_ValueError, "rules of another make");
    PyBuffer_Release(&view);
    if (PyErr_Occurred())
        return NULL;
    int count = take_known(theirs, person, rows, name_words, texts, &columns);
    Asked *asked = count < 0 ? NULL : take_words(&columns, mine, person);
    if (!asked)
        return NULL;
    asked_limits(asked, &rules);
    name.length = (uint8_t)count;
    int failed = word_table_open(&table, &columns, MOST_WORDS);
    if (!failed) {
        for (int at = count; at < MOST_WORDS; at++)
            name_words[at] = (uint32_t)columns.word_count;
        words_note(&columns, &table, name_words, count);
        failed = words_compare(&columns, asked, &rules, &table);
    }
    if (failed) {
        PyErr_NoMemory();
    } else {
        known_read(&table, &name, name_words, &known);
        pair_words(asked, &table, &known, &found);
        list = PyList_New(found.count);
        for (int at = 0; list && at < found.count; at++) {
            PyObject *pair = Py_BuildValue("iii", found.asked[at], found.place[at],
                                           found.level[at]);
            if (!pair || PyList_SetItem(list, at, pair)) {
                Py_DECREF(list);
                list = NULL;
            }
        }
    }
    word_table_close(&table);
    free(asked);
    return list;
}

static PyMethodDef METHODS[] = {
    {"pairs", pairs, METH_VARARGS, "Pair the words of two names."},
    {"open_columns", open_columns, METH_O, "Hold the columns of an index."},
    {"search", search, METH_VARARGS, "Find and judge the names of some ranges."},
    {"ask_packed", ask_packed, METH_VARARGS, "Tell which of very many may have a match."},
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
    return failed ? failed : PyModule_AddIntConstant(module, "INTERFACE", INTERFACE);
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, add_figures}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_kernel", "The matching core in C.", 0, METHODS, SLOTS,
    NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&MODULE); }
