/* The columns of an index, taken from Python as buffers. */
#include "door.h"

#include <stdlib.h>

static void held_free(Held *held)
{
    for (int at = 0; at < held->held; at++)
        PyBuffer_Release(held->views + at);
    if (held->bench)
        bench_clear(held->bench);
    free(held->bench);
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
    c->block_count = count / (PLANES * LANES);
    if (!of_size(count, c->block_count * PLANES * LANES, "planes"))
        return 0;
    TAKE(letter_sizes, uint8_t, count)
    if (c->block_count && !of_size(count, c->name_count, "letter sizes"))
        return 0;
    TAKE(sound_sizes, uint8_t, count)
    if (c->block_count && !of_size(count, c->name_count, "sound sizes"))
        return 0;
    TAKE(lane_letters, uint8_t, count)
    if (!of_size(count, c->block_count * LANES, "least letter sizes"))
        return 0;
    TAKE(lane_sounds, uint8_t, count)
    if (!of_size(count, c->block_count * LANES, "least sound sizes"))
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

PyObject *open_columns(PyObject *self, PyObject *tuple)
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
