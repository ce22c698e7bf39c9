/* A name asked, taken from Python as tuples. */
#include "door.h"

#include <stdlib.h>
#include <string.h>

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

/* Add the bits of a word's sketch to those of the name. */
static int take_sketch(Asked *asked, PyObject *given)
{
    const char *bits;
    int size;
    if (!text_of(given, sizeof asked->sketch, &bits, &size))
        return 0;
    if (size != sizeof asked->sketch) {
        PyErr_Format(PyExc_ValueError, "a sketch of %d bytes", size);
        return 0;
    }
    for (int part = 0; part < 4; part++) {
        uint64_t more;
        memcpy(&more, bits + (size_t)part * sizeof more, sizeof more);
        asked->sketch[part] |= more;
    }
    return 1;
}

/* (text, spelled, key, sound, slavic, bits and key bits in names of persons, the same of
 *  bodies, letters, letters spelled, sort, variants, sound by which the index files it,
 *  sketch) */
static int take_word(const Columns *columns, Asked *asked, PyObject *given)
{
    AskedWord *word = asked->words + asked->count;
    int64_t sort, rare;
    if (!given || !PyTuple_Check(given) || PyTuple_Size(given) != 15) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "expected a tuple of fifteen for a word");
        return 0;
    }
    if (!text_of(PyTuple_GetItem(given, 0), MOST_LETTERS, &word->text, &word->length) ||
        !text_of(PyTuple_GetItem(given, 1), MOST_LETTERS, &word->spelled,
                 &word->spelled_length) ||
        !text_of(PyTuple_GetItem(given, 2), MOST_LETTERS, &word->key, &word->key_length) ||
        !long_of(PyTuple_GetItem(given, 3), &word->sound) ||
        !long_of(PyTuple_GetItem(given, 4), &word->slavic) ||
        !bits_of(PyTuple_GetItem(given, 9), &word->letters) ||
        !bits_of(PyTuple_GetItem(given, 10), &word->spelled_letters) ||
        !long_of(PyTuple_GetItem(given, 11), &sort) ||
        !take_variants(columns, asked, asked->count, PyTuple_GetItem(given, 12)) ||
        !long_of(PyTuple_GetItem(given, 13), &rare) ||
        !take_sketch(asked, PyTuple_GetItem(given, 14)))
        return 0;
    word->sort = (int)sort;
    if (rare >= 0)
        asked->rare[asked->rare_count++] = rare;
    asked_word_prepare(word);
    asked_count_letters(asked, word);
    asked->count++;
    return 1;
}

/* Read a name asked as a person's or as a body's: its words tell so much there.  Return 0
 * with an error set if they do not say. */
int read_as(Asked *asked, PyObject *words, int person)
{
    asked->person = person;
    asked->total = 0;
    for (int at = 0; at < asked->count; at++) {
        AskedWord *word = asked->words + at;
        PyObject *given = PyTuple_GetItem(words, at);
        if (!number_of(PyTuple_GetItem(given, person ? 5 : 7), &word->bits) ||
            !number_of(PyTuple_GetItem(given, person ? 6 : 8), &word->key_bits))
            return 0;
        asked->total += word->bits;
    }
    return 1;
}

/* Read the words of a name asked. */
Asked *take_words(const Columns *columns, PyObject *words, int person)
{
    if (PyTuple_Size(words) > MOST_WORDS) {
        PyErr_Format(PyExc_ValueError, "expected at most %d words", MOST_WORDS);
        return NULL;
    }
    Asked *asked = malloc(sizeof *asked);
    if (!asked) {
        PyErr_NoMemory();
        return NULL;
    }
    asked_begin(asked, person);
    asked->limits = NULL;
    int good = 1;
    for (Py_ssize_t at = 0; at < PyTuple_Size(words) && good; at++)
        good = take_word(columns, asked, PyTuple_GetItem(words, at));
    if (!good || !read_as(asked, words, person)) {
        free(asked);
        return NULL;
    }
    return asked;
}

/* (words, class of legal form, hash of its folded words) */
Asked *take_asked(const Columns *columns, PyObject *given, int person)
{
    PyObject *words;
    int legal;
    unsigned long folded;
    if (!PyArg_ParseTuple(given, "O!ik", &PyTuple_Type, &words, &legal, &folded))
        return NULL;
    Asked *asked = take_words(columns, words, person);
    if (!asked)
        return NULL;
    asked->legal = legal;
    asked->folded = (uint32_t)folded;
    asked_write_whole(asked);
    return asked;
}

/* Put a word among those before it, in the order of the alphabet. */
static void put_word(Columns *columns, WordRow *rows, uint32_t *name_words, int count,
                     const WordRow *word, const char *texts)
{
    int at = (int)columns->word_count;
    for (; at > 0; at--) {
        const WordRow *other = rows + at - 1;
        size_t size = word->length < other->length ? word->length : other->length;
        int order = memcmp(texts + other->at, texts + word->at, size);
        if (order == 0 && other->length == word->length) {
            name_words[count] = (uint32_t)(at - 1);
            return;
        }
        if (order < 0 || (order == 0 && other->length < word->length))
            break;
    }
    memmove(rows + at + 1, rows + at, (columns->word_count - (size_t)at) * sizeof *rows);
    rows[at] = *word;
    for (int other = 0; other < count; other++)
        name_words[other] += name_words[other] >= (uint32_t)at;
    name_words[count] = (uint32_t)at;
    columns->word_count++;
}

/* Make the columns of one name from its words; return how many, or -1 with an error set.
 * `rows` and `name_words` hold MOST_WORDS, `texts` twice their letters. */
int take_known(PyObject *words, int person, WordRow *rows, uint32_t *name_words,
               char *texts, Columns *columns)
{
    static const Columns NONE_YET = {0};
    *columns = NONE_YET;
    Asked *asked = take_words(columns, words, person);
    if (!asked)
        return -1;
    size_t end = 0;
    for (int at = 0; at < asked->count; at++) {
        const AskedWord *word = asked->words + at;
        WordRow row = {.sound = word->sound, .slavic = word->slavic, .person = word->bits,
                       .body = word->bits, .letters = word->letters,
                       .spelled_letters = word->spelled_letters, .at = (uint32_t)end,
                       .length = (uint8_t)word->length,
                       .spelled_at = (uint32_t)(end + (size_t)word->length),
                       .spelled_length = (uint8_t)word->spelled_length,
                       .sort = (uint8_t)word->sort};
        memcpy(texts + end, word->text, (size_t)word->length);
        memcpy(texts + row.spelled_at, word->spelled, (size_t)word->spelled_length);
        end += (size_t)(word->length + word->spelled_length);
        put_word(columns, rows, name_words, at, &row, texts);
    }
    columns->words = rows;
    columns->text.at = columns->spelled.at = columns->key.at = texts;
    columns->text.size = columns->spelled.size = columns->key.size = end;
    int count = asked->count;
    free(asked);
    return count;
}
