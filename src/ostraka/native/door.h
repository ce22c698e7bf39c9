/* What the files that know Python share. */
#ifndef OSTRAKA_DOOR_H
#define OSTRAKA_DOOR_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel.h"

#define COLUMNS "ostraka.columns"
enum { BUFFERS = 16 };

/* The columns and the buffers they are views of. */
typedef struct {
    Columns columns;
    Py_buffer views[BUFFERS];
    int held;
    Bench *bench; /* for the next search; NULL while one is at it */
} Held;

PyObject *open_columns(PyObject *self, PyObject *tuple);
PyObject *ask_packed(PyObject *self, PyObject *args);

/* Read a name asked; NULL with an error set if it cannot be.  Texts stay the caller's. */
Asked *take_asked(const Columns *, PyObject *, int person);
Asked *take_words(const Columns *, PyObject *words, int person);
int read_as(Asked *, PyObject *words, int person);
int take_known(PyObject *words, int person, WordRow *, uint32_t *name_words, char *texts,
               Columns *);

#endif
