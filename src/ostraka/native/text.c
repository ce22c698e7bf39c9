/* Likeness of letters, as rapidfuzz counts it: OSA, longest common part, Jaro-Winkler. */
#include "kernel.h"

#include <string.h>

/* Letters that take to make one word of the other, swaps of neighbours being one (OSA).
 * Hyyrö 2003: one machine word holds a column of the table. */
int osa(const uint64_t bits[128], int length, const char *text, int size)
{
    uint64_t up = ~(uint64_t)0, down = 0, same = 0, before = 0;
    uint64_t last = (uint64_t)1 << (length - 1);
    int distance = length;
    for (int at = 0; at < size; at++) {
        uint64_t here = bits[text[at] & 127];
        uint64_t swapped = ((~same & here) << 1) & before;
        same = (((here & up) + up) ^ up) | here | down | swapped;
        uint64_t right = down | ~(same | up), left = same & up;
        distance += (right & last) != 0;
        distance -= (left & last) != 0;
        right = right << 1 | 1;
        left <<= 1;
        up = left | ~(same | right);
        down = right & same;
        before = here;
    }
    return distance;
}

/* Eight words at once, each in a column of half a machine word: few are longer. */
enum { COLUMN = 32 };
typedef uint32_t Lanes __attribute__((vector_size(4 * LANES)));
#define ALL(value) ((Lanes){0} + (uint32_t)(value))

/* Read eight letters of a text, of which what lies behind its end does not matter. */
static uint64_t eight_of(const char *text, const char *end)
{
    uint64_t letters = 0;
    if (end - text >= 8)
        memcpy(&letters, text, 8);
    else if (text < end)
        memcpy(&letters, text, (size_t)(end - text));
    return letters;
}

/* Return where the next letter of each text stands in the word, and go on to the one after. */
static inline Lanes letters_here(const uint64_t bits[128], uint64_t letters[LANES])
{
    uint32_t found[LANES];
    Lanes here;
    for (int lane = 0; lane < LANES; lane++) {
        found[lane] = (uint32_t)bits[letters[lane] & 127];
        letters[lane] >>= 8;
    }
    memcpy(&here, found, sizeof here);
    return here;
}

/* The same for one word and several others, each in a lane of its own; the distance of one
 * with fewer letters stays as it is when all are read.  Nothing is read from `end` on. */
CLONED("arch=x86-64-v4", "avx2")
void osa_lanes(const uint64_t bits[128], int length, const Text texts[LANES],
               const char *end, int *distances)
{
    uint64_t letters[LANES];
    uint32_t sizes[LANES], longest = 0;
    if (length > COLUMN) {
        for (int lane = 0; lane < LANES; lane++)
            distances[lane] = osa(bits, length, texts[lane].at, (int)texts[lane].size);
        return;
    }
    for (int lane = 0; lane < LANES; lane++) {
        sizes[lane] = (uint32_t)texts[lane].size;
        longest = sizes[lane] > longest ? sizes[lane] : longest;
    }
    Lanes size, distance = ALL(length);
    Lanes up = ALL(~(uint32_t)0), down = ALL(0), same = ALL(0), before = ALL(0);
    int last = length - 1;
    memcpy(&size, sizes, sizeof size);
    if (!length)
        distance = size;
    for (uint32_t at = 0; at < longest && length; at++) {
        for (int lane = 0; lane < LANES && at % 8 == 0; lane++)
            letters[lane] = eight_of(texts[lane].at + at, end);
        Lanes here = letters_here(bits, letters);
        Lanes reading = (Lanes)(size > ALL(at)) & 1;
        Lanes swapped = ((~same & here) << 1) & before;
        same = (((here & up) + up) ^ up) | here | down | swapped;
        Lanes right = down | ~(same | up), left = same & up;
        distance += right >> last & reading;
        distance -= left >> last & reading;
        right = right << 1 | 1;
        left <<= 1;
        up = left | ~(same | right);
        down = right & same;
        before = here;
    }
    memcpy(sizes, &distance, sizeof sizes);
    for (int lane = 0; lane < LANES; lane++)
        distances[lane] = (int)sizes[lane];
}

void pattern_read(Pattern *pattern, const char *text, int size)
{
    if (size > MOST_TEXT)
        size = MOST_TEXT;
    pattern->at = text;
    pattern->size = size;
    pattern->blocks = (size + 63) / 64;
    if (!pattern->blocks)
        pattern->blocks = 1;
    for (int letter = 0; letter < 128; letter++)
        memset(pattern->bits[letter], 0, (size_t)pattern->blocks * sizeof(uint64_t));
    for (int at = 0; at < size; at++)
        pattern->bits[text[at] & 127][at / 64] |= (uint64_t)1 << (at % 64);
}

/* Length of the longest common part with gaps (Hyyrö 2004, over several words). */
static int common_part(const Pattern *pattern, const char *text, int size)
{
    uint64_t state[TEXT_BLOCKS];
    int blocks = pattern->blocks, length = 0;
    for (int block = 0; block < blocks; block++)
        state[block] = ~(uint64_t)0;
    for (int at = 0; at < size; at++) {
        const uint64_t *bits = pattern->bits[text[at] & 127];
        uint64_t carry = 0;
        for (int block = 0; block < blocks; block++) {
            uint64_t held = state[block], both = held & bits[block];
            uint64_t sum = held + both, more = sum + carry;
            carry = (sum < held) | (more < sum);
            state[block] = more | (held - both);
        }
    }
    for (int block = 0; block < blocks; block++)
        length += __builtin_popcountll(~state[block]);
    return length;
}

/* Share of letters in common: 1 - (letters to put in and take out) / (letters of both). */
double alike(const Pattern *pattern, const char *text, int size)
{
    int both = pattern->size + size;
    if (!both)
        return 1.0;
    int distance = both - 2 * common_part(pattern, text, size);
    return 1.0 - (double)distance / (double)both;
}

/* Set the bits of the places from `first` to before `end` that lie in a block. */
static uint64_t window(int block, int first, int end)
{
    int low = first - 64 * block, high = end - 64 * block;
    if (high <= 0 || low >= 64)
        return 0;
    uint64_t bits = ~(uint64_t)0;
    if (low > 0)
        bits <<= low;
    if (high < 64)
        bits &= ~(~(uint64_t)0 << high);
    return bits;
}

double jaro_winkler(const Pattern *asked, const char *text, int size)
{
    uint64_t taken[TEXT_BLOCKS] = {0};
    char matched[MOST_TEXT];
    int common = 0, turned = 0, prefix = 0;
    int longer = asked->size > size ? asked->size : size, reach = longer / 2 - 1;
    if (!asked->size && !size)
        return 1.0;
    if (!asked->size || !size)
        return 0.0;
    if (reach < 0)
        reach = 0;
    for (int at = 0; at < size; at++) {
        const uint64_t *bits = asked->bits[text[at] & 127];
        int first = at - reach, end = at + reach + 1;
        int block = first > 0 ? first / 64 : 0;
        for (; block < asked->blocks && 64 * block < end; block++) {
            uint64_t free = bits[block] & ~taken[block] & window(block, first, end);
            if (free) {
                taken[block] |= free & -free;
                matched[common++] = text[at];
                break;
            }
        }
        if (common == MOST_TEXT)
            break;
    }
    if (!common)
        return 0.0;
    for (int block = 0, at = 0; block < asked->blocks; block++)
        for (uint64_t left = taken[block]; left; left &= left - 1, at++)
            turned += asked->at[64 * block + __builtin_ctzll(left)] != matched[at];
    double sum = (double)common / asked->size;
    sum += (double)common / size;
    sum += (double)(common - turned / 2) / common;
    double found = sum / 3.0;
    while (prefix < 4 && prefix < asked->size && prefix < size &&
           asked->at[prefix] == text[prefix])
        prefix++;
    if (found > 0.7)
        found = least_of(found + prefix * 0.1 * (1.0 - found), 1.0);
    return found;
}
