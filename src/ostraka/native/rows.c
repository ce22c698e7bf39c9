/* Rows of names with their ranks, and those of them that lead. */
#include "kernel.h"

#include <stdlib.h>

/* Make room for so many rows more. */
int rows_room(Rows *rows, size_t more)
{
    if (rows->room - rows->count >= more)
        return 0;
    size_t room = 2 * rows->room + more + 4096;
    uint32_t *wider = realloc(rows->rows, room * sizeof *wider);
    if (wider)
        rows->rows = wider;
    float *ranks = wider ? realloc(rows->ranks, room * sizeof *ranks) : NULL;
    if (!ranks)
        return -1;
    rows->ranks = ranks;
    rows->room = room;
    return 0;
}

int rows_add(Rows *rows, uint32_t row, float rank)
{
    if (rows_room(rows, 1))
        return -1;
    rows->rows[rows->count] = row;
    rows->ranks[rows->count++] = rank;
    return 0;
}

/* Return the k-th largest of some values, k from 1; the values change places. */
double kth_largest(double *values, size_t count, size_t k)
{
    size_t low = 0, high = count - 1, wanted = k - 1;
    while (low < high) {
        double middle = values[low + (high - low) / 2];
        size_t left = low, right = high;
        while (left <= right) {
            while (values[left] > middle)
                left++;
            while (values[right] < middle)
                right--;
            if (left > right)
                break;
            double held = values[left];
            values[left++] = values[right];
            values[right] = held;
            if (right == 0)
                break;
            right--;
        }
        if (wanted <= right && right < left)
            high = right;
        else if (wanted >= left)
            low = left;
        else
            break;
    }
    return values[wanted];
}

/* Keep the rows of highest rank; ties at the cut stay, whatever their order. */
int rows_cut(Rows *rows, size_t most)
{
    if (rows->count <= most || most == 0)
        return 0;
    double *ranks = malloc(rows->count * sizeof *ranks);
    if (!ranks)
        return -1;
    for (size_t at = 0; at < rows->count; at++)
        ranks[at] = rows->ranks[at];
    double least = kth_largest(ranks, rows->count, most);
    free(ranks);
    size_t kept = 0;
    for (size_t at = 0; at < rows->count; at++)
        if (rows->ranks[at] >= least) {
            rows->rows[kept] = rows->rows[at];
            rows->ranks[kept++] = rows->ranks[at];
        }
    rows->count = kept;
    return 0;
}
