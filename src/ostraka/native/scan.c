/* Candidates: names whose sketch shares enough with the one asked.
 *
 * Sketches stand bit by bit: one row of bits for each letter pair, one bit for each
 * name.  Only the rows of the pairs asked are read, and added up for 256 names at once
 * with full adders on bits; the count is compared with what a name of that size needs.
 */
#include "kernel.h"

#include <string.h>

#if !defined(__GNUC__)
#error "needs vectors of gcc or clang; without them the twin answers"
#endif
/* Half a block: all that is counted of it finds room in the registers of most machines. */
enum { PART = LANES / 2 };
typedef uint64_t Lanes __attribute__((vector_size(8 * PART)));
#define ALL(value) ((Lanes){0} + (uint64_t)(value))
#define INLINE static inline __attribute__((always_inline))

/* Blocks that lie between the one that is read and the one that is asked for. */
enum { AHEAD = 3 };

/* Digits of a count of up to SKETCH_BITS, and of one that most names asked need, which is
 * less than MOST_FEW. */
enum { COUNT_BITS = 8, FEW_BITS = 5, MOST_FEW = (1 << FEW_BITS) - 1 };

/* What a name of each size must share to be near. */
typedef struct {
    int size;
    double limit;
    size_t rows[SKETCH_BITS]; /* where the rows of its bits begin among the planes */
    uint8_t near[SKETCH_BITS + 1]; /* to be near at all */
    uint8_t need[SKETCH_BITS + 1]; /* to be among the candidates still */
    uint8_t low[SKETCH_BITS + 1];  /* the same for this size or any larger */
    uint8_t far[SKETCH_BITS + 1];  /* the same where much is against a party */
} Half;

/* The names of which much is against their parties: those that have facts, and none of
 * those asked. */
typedef struct {
    int is_asked, count;
    size_t any, rows[FACT_BITS]; /* where rows begin among the planes */
    float near_enough;           /* what rank such a name must have */
} Far;

static int in_sketch(int size) { return size < SKETCH_BITS ? size : SKETCH_BITS; }

static float dice(int shared, int size, int other)
{
    int sum = size + other;
    return (float)(2 * shared) / (float)(sum > 1 ? sum : 1);
}

static int is_near(const Half *half, const Rules *rules, int shared, int other)
{
    int lesser = other < half->size ? other : half->size;
    return dice(shared, half->size, other) >= (float)half->limit ||
           (shared >= rules->contained * lesser && lesser >= rules->least_contained);
}

static int is_among(const Half *half, const Rules *rules, int shared, int other, float rank)
{
    return is_near(half, rules, shared, other) && dice(shared, half->size, other) >= rank;
}

/* A lane is told by its smallest name: what that or any larger needs. */
static void lowest(const uint8_t *need, uint8_t *low)
{
    low[SKETCH_BITS] = need[SKETCH_BITS];
    for (int other = SKETCH_BITS - 1; other >= 0; other--)
        low[other] = need[other] < low[other + 1] ? need[other] : low[other + 1];
}

/* Say for each size of name how many bits it must share, its rank being `rank` at least;
 * one more than there are if it cannot. */
static void needs(const Half *half, const Rules *rules, float rank, uint8_t *need)
{
    int shared = 1; /* what a size needs is close to what the size before needed */
    for (int other = 0; other <= SKETCH_BITS; other++) {
        while (shared > 1 && is_among(half, rules, shared - 1, other, rank))
            shared--;
        while (shared <= half->size && !is_among(half, rules, shared, other, rank))
            shared++;
        need[other] = (uint8_t)shared;
    }
}

static void half_limit(Half *half, const Rules *rules, float rank)
{
    needs(half, rules, rank, half->need);
    lowest(half->need, half->low);
}

/* Forget limits that were worked out by other rules. */
static void limits_for(Limits *limits, const Rules *rules, double in_common)
{
    if (limits->in_common == in_common && limits->contained == rules->contained &&
        limits->least_contained == rules->least_contained &&
        limits->near_enough == rules->near_enough)
        return;
    memset(limits->known, 0, sizeof limits->known);
    limits->in_common = in_common;
    limits->contained = rules->contained;
    limits->least_contained = rules->least_contained;
    limits->near_enough = rules->near_enough;
}

static void half_open(Half *half, const Rules *rules, const uint64_t *sketch, size_t width,
                      double limit, Limits *limits)
{
    if (limits)
        limits_for(limits, rules, limit);
    half->size = 0;
    half->limit = limit;
    for (int bit = 0; bit < SKETCH_BITS; bit++)
        if (sketch[bit / 64] >> (bit % 64) & 1)
            half->rows[half->size++] = (size_t)bit * width;
    if (limits && limits->known[half->size]) {
        memcpy(half->need, limits->near[half->size], sizeof half->need);
        memcpy(half->far, limits->far[half->size], sizeof half->far);
    } else {
        needs(half, rules, (float)rules->near_enough, half->need);
        lowest(half->need, half->far);
        needs(half, rules, 0, half->need);
    }
    lowest(half->need, half->low);
    memcpy(half->near, half->need, sizeof half->near);
    if (limits) {
        memcpy(limits->near[half->size], half->need, sizeof half->need);
        memcpy(limits->far[half->size], half->far, sizeof half->far);
        limits->known[half->size] = 1;
    }
}

/* Of persons the years tell, of bodies the countries; without a floor nothing does. */
static void far_open(Far *far, const Asked *asked, const Rules *rules, const Floor *floor,
                     size_t width)
{
    *far = (Far){.any = (PLANES - 1) * width, .near_enough = (float)rules->near_enough};
    if (!floor)
        return;
    uint64_t facts = asked->person ? floor->next_to : floor->countries;
    far->is_asked = floor->far;
    for (int bit = 0; bit < FACT_BITS; bit++)
        if (facts >> bit & 1)
            far->rows[far->count++] = (size_t)(2 * SKETCH_BITS + bit) * width;
}

/* Add three bits of every name; what they carry goes to the next digit. */
INLINE Lanes add_bits(Lanes one, Lanes two, Lanes three, Lanes *carry)
{
    Lanes either = one ^ two;
    *carry = (one & two) | (either & three);
    return either ^ three;
}

/* Add a bit of every name to its count, from some digit on. */
INLINE void count_up(Lanes *count, int digit, int digits, Lanes more)
{
    for (; digit < digits; digit++) {
        Lanes carry = count[digit] & more;
        count[digit] ^= more;
        more = carry;
    }
}

/* Read a row for a block, and ask for that of a block to come. */
INLINE Lanes row_at(const uint64_t *place)
{
    Lanes row;
    memcpy(&row, place, sizeof row);
    FETCH(place + AHEAD * LANES);
    return row;
}

/* Add up the rows of one half for a block, four at a time. */
INLINE void add_up(const uint64_t *planes, const Half *half, int digits, Lanes *count)
{
    const size_t *rows = half->rows, *end = rows + half->size;
    for (int digit = 0; digit < digits; digit++)
        count[digit] = ALL(0);
    for (; rows + 4 <= end; rows += 4) {
        Lanes two, other, four;
        count[0] = add_bits(row_at(planes + rows[0]), row_at(planes + rows[1]), count[0],
                            &two);
        count[0] = add_bits(row_at(planes + rows[2]), row_at(planes + rows[3]), count[0],
                            &other);
        count[1] = add_bits(two, other, count[1], &four);
        count_up(count, 2, digits, four);
    }
    for (; rows < end; rows++)
        count_up(count, 0, digits, row_at(planes + *rows));
}

/* Return what the names of each lane need at least, their least sizes being these. */
INLINE Lanes needed(const uint8_t *low, const uint8_t *least)
{
    uint64_t need[PART];
    Lanes found;
    for (int lane = 0; lane < PART; lane++)
        need[lane] = low[in_sketch(least[lane])];
    memcpy(&found, need, sizeof found);
    return found;
}

/* Return the names of a block of which much is against their parties. */
INLINE Lanes far_names(const uint64_t *planes, const Far *far)
{
    Lanes found = row_at(planes + far->any);
    for (int at = 0; at < far->count; at++)
        found &= ~row_at(planes + far->rows[at]);
    return found;
}

/* Return the names whose count is not less than what their lane needs. */
INLINE Lanes reaching(const Lanes *count, int digits, Lanes need)
{
    Lanes less = ALL(0);
    for (int digit = 0; digit < digits; digit++) {
        Lanes wanted = -(need >> digit & 1);
        less = (~count[digit] & wanted) | (~(count[digit] ^ wanted) & less);
    }
    return ~less;
}

/* The hits of one block, those of each half of the sketch, and the counts of both. */
typedef struct {
    uint64_t hit[LANES], by_letters[LANES], by_sounds[LANES], far[LANES];
    uint64_t letters[COUNT_BITS][LANES], sounds[COUNT_BITS][LANES];
} Block;

/* Look at some lanes of a block; the digits of counts are told where this is compiled, so
 * that they stay in registers. */
INLINE int look_at(const Columns *columns, const Half *letters, const Half *sounds,
                   const Far *far, size_t block, int part, const uint64_t *marked,
                   int digits, Block *found)
{
    size_t width = columns->block_count * LANES, lane = block * LANES + (size_t)part;
    const uint64_t *planes = columns->planes + lane;
    const uint8_t *least_letters = columns->lane_letters + lane;
    const uint8_t *least_sounds = columns->lane_sounds + lane;
    Lanes letter_count[COUNT_BITS], sound_count[COUNT_BITS], sounding, others = ALL(0);
    add_up(planes, letters, digits, letter_count);
    add_up(planes + SKETCH_BITS * width, sounds, digits, sound_count);
    Lanes by_letters = reaching(letter_count, digits, needed(letters->low, least_letters));
    Lanes by_sounds = reaching(sound_count, digits, needed(sounds->low, least_sounds));
    Lanes hit = by_letters | by_sounds;
    if (far->is_asked) {
        others = far_names(planes, far);
        hit &= ~others |
               reaching(letter_count, digits, needed(letters->far, least_letters)) |
               reaching(sound_count, digits, needed(sounds->far, least_sounds));
    }
    memcpy(&sounding, marked + part, sizeof sounding);
    hit |= sounding;
    memcpy(found->hit + part, &hit, sizeof hit);
    uint64_t any = 0;
    for (int at = 0; at < PART; at++)
        any |= hit[at];
    if (any) {
        memcpy(found->by_letters + part, &by_letters, sizeof by_letters);
        memcpy(found->by_sounds + part, &by_sounds, sizeof by_sounds);
        memcpy(found->far + part, &others, sizeof others);
        for (int digit = 0; digit < digits; digit++) {
            memcpy(found->letters[digit] + part, letter_count + digit, sizeof hit);
            memcpy(found->sounds[digit] + part, sound_count + digit, sizeof hit);
        }
    }
    return any != 0;
}

/* Tell whether counts of this name asked have few digits. */
INLINE int are_few(const Half *letters, const Half *sounds)
{
    return letters->size < MOST_FEW && sounds->size < MOST_FEW;
}

/* Look at one block; return whether any name of it comes near or is marked. */
CLONED("arch=x86-64-v4", "avx2")
static int look(const Columns *columns, const Half *letters, const Half *sounds,
                const Far *far, size_t block, const uint64_t *marked, Block *found)
{
    int few = are_few(letters, sounds), any = 0;
    for (int part = 0; part < LANES; part += PART)
        any |= few ? look_at(columns, letters, sounds, far, block, part, marked, FEW_BITS, found)
                   : look_at(columns, letters, sounds, far, block, part, marked, COUNT_BITS,
                             found);
    return any;
}

/* Ask for the sizes of the names of a block. */
INLINE void fetch_sizes(const Columns *columns, size_t first)
{
    for (size_t lane = first; lane < first + BLOCK; lane += 64) {
        FETCH(columns->letter_sizes + lane);
        FETCH(columns->sound_sizes + lane);
    }
}

/* Read the count of one name. */
INLINE int count_at(uint64_t count[COUNT_BITS][LANES], int digits, int lane, int place)
{
    int sum = 0;
    for (int bit = 0; bit < digits; bit++)
        sum |= (int)(count[bit][lane] >> place & 1) << bit;
    return sum;
}

/* What a name of some size comes near by one half of the sketch, nought if not near. */
INLINE float near_by(const Half *half, uint64_t count[COUNT_BITS][LANES], int digits,
                     int lane, int place, int size)
{
    int shared = count_at(count, digits, lane, place);
    return shared >= half->near[size] ? dice(shared, half->size, size) : 0;
}

/* The names that have a sound of the one asked: for each sound what is left of them. */
typedef struct {
    const uint32_t *next[MOST_WORDS], *last[MOST_WORDS];
    int rare[MOST_WORDS]; /* whether one such sound is enough, or it takes two */
    int count, share;
    uint8_t times[BLOCK]; /* for each name of the block, what they add to its rank */
} Sounds;

static void sounds_open(Sounds *sounds, const Columns *columns, const Asked *asked,
                        const Rules *rules, size_t start)
{
    sounds->count = 0;
    sounds->share = rules->shared_sound > 0;
    for (int word = 0; word < asked->rare_count; word++) {
        size_t low = 0, high = columns->sound_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (columns->sounds[middle] < asked->rare[word])
                low = middle + 1;
            else
                high = middle;
        }
        if (low == columns->sound_count || columns->sounds[low] != asked->rare[word])
            continue;
        size_t first = columns->sound_ends[low], last = columns->sound_ends[low + 1];
        if (last > columns->sound_name_count || first > last ||
            (double)(last - first) > most_of(rules->rare_sound, rules->shared_sound))
            continue;
        const uint32_t *next = columns->sound_names + first;
        const uint32_t *end = columns->sound_names + last;
        while (next < end && *next < start)
            next++;
        sounds->rare[sounds->count] = (double)(last - first) <= rules->rare_sound;
        sounds->next[sounds->count] = next;
        sounds->last[sounds->count++] = end;
    }
}

/* Tell whether any name before `end` has one of the sounds. */
static int sounds_before(const Sounds *sounds, size_t end)
{
    for (int word = 0; word < sounds->count; word++)
        if (sounds->next[word] < sounds->last[word] && *sounds->next[word] < end)
            return 1;
    return 0;
}

/* Mark the names of a block that have a rare sound, or two that are not so rare. */
static void sounds_mark(Sounds *sounds, size_t first, size_t end, uint64_t *marked)
{
    uint8_t shared[BLOCK];
    memset(sounds->times, 0, sizeof sounds->times);
    memset(shared, 0, sizeof shared);
    for (int word = 0; word < sounds->count; word++)
        for (; sounds->next[word] < sounds->last[word] && *sounds->next[word] < end;
             sounds->next[word]++) {
            size_t place = *sounds->next[word] - first;
            if (place >= BLOCK)
                continue; /* the index is out of order */
            int add = sounds->rare[word] + (++shared[place] == 2 && sounds->share);
            if (!add)
                continue;
            sounds->times[place] = (uint8_t)(sounds->times[place] + add);
            marked[place / 64] |= (uint64_t)1 << (place % 64);
        }
}

/* Add the hits of a block, each with its rank.  A half by which a name is no hit would
 * rank it below `least`, so it counts only where sounds add to the rank.  Which half that
 * is no processor guesses: both are read, and there is no branch. */
INLINE void add_hits_of(const Columns *columns, const Half *letters, const Half *sounds,
                        Block *block, size_t first, const uint8_t *times, float least,
                        float near_enough, int digits, Rows *rows)
{
    size_t count = rows->count;
    for (int lane = 0; lane < LANES; lane++)
        for (uint64_t left = block->hit[lane]; left; left &= left - 1) {
            int place = __builtin_ctzll(left);
            size_t row = first + (size_t)(64 * lane + place);
            int more = times ? times[64 * lane + place] : 0;
            float one = near_by(letters, block->letters, digits, lane, place,
                                in_sketch(columns->letter_sizes[row]));
            float other = near_by(sounds, block->sounds, digits, lane, place,
                                  in_sketch(columns->sound_sizes[row]));
            one *= (float)((more > 0) | (int)(block->by_letters[lane] >> place & 1));
            other *= (float)((more > 0) | (int)(block->by_sounds[lane] >> place & 1));
            float rank = other > one ? other : one;
            for (; more > 0; more--)
                rank += 1;
            FETCH(columns->names + row); /* it is read when all are found */
            rows->rows[count] = (uint32_t)row;
            rows->ranks[count] = rank;
            int is_far = (int)(block->far[lane] >> place & 1);
            count += (size_t)((rank > 0) & (rank >= least) &
                              (!is_far | (rank >= near_enough)));
        }
    rows->count = count;
}

/* The same with as many digits as counts have: a loop of known length is faster. */
static int add_hits(const Columns *columns, const Half *letters, const Half *sounds,
                    Block *block, size_t first, const uint8_t *times, float least,
                    float near_enough, Rows *rows)
{
    if (rows_room(rows, BLOCK))
        return -1;
    if (are_few(letters, sounds))
        add_hits_of(columns, letters, sounds, block, first, times, least, near_enough,
                    FEW_BITS, rows);
    else
        add_hits_of(columns, letters, sounds, block, first, times, least, near_enough,
                    COUNT_BITS, rows);
    return 0;
}

/* Leave out of a block the names before `start` and from `end` on. */
static int clip(Block *block, size_t first, size_t start, size_t end)
{
    uint64_t any = 0;
    for (int lane = 0; lane < LANES; lane++) {
        size_t at = first + (size_t)(64 * lane);
        if (at + 64 <= start || at >= end)
            block->hit[lane] = 0;
        if (at < start && start < at + 64)
            block->hit[lane] &= ~(uint64_t)0 << (start - at);
        if (at < end && end < at + 64)
            block->hit[lane] &= ~(~(uint64_t)0 << (end - at));
        any |= block->hit[lane];
    }
    return any != 0;
}

int scan(const Columns *columns, const Asked *asked, const Rules *rules,
         const Floor *floor, size_t start, size_t end, Rows *rows)
{
    Half letters, sounds;
    Far far;
    Sounds filed;
    Block found = {0};
    size_t most = (size_t)rules->most_candidates, full = 2 * most + 64;
    float least = 0;
    if (end > columns->name_count)
        end = columns->name_count;
    if (end > columns->block_count * BLOCK)
        end = columns->block_count * BLOCK;
    if (start >= end)
        return 0;
    size_t width = columns->block_count * LANES;
    half_open(&letters, rules, asked->sketch, width, rules->letters_in_common,
              asked->limits);
    half_open(&sounds, rules, asked->sketch + 2, width, rules->sounds_in_common,
              asked->limits ? asked->limits + 1 : NULL);
    far_open(&far, asked, rules, floor, width);
    sounds_open(&filed, columns, asked, rules, start);
    for (size_t block = start / BLOCK; block * BLOCK < end; block++) {
        size_t first = block * BLOCK;
        uint64_t marked[LANES] = {0};
        size_t behind = end < first + BLOCK ? end : first + BLOCK;
        int sounding = sounds_before(&filed, behind);
        if (sounding)
            sounds_mark(&filed, first, behind, marked);
        fetch_sizes(columns, first);
        if (!look(columns, &letters, &sounds, &far, block, marked, &found) ||
            !clip(&found, first, start, end))
            continue;
        if (add_hits(columns, &letters, &sounds, &found, first,
                     sounding ? filed.times : NULL, least, far.near_enough, rows))
            return -1;
        if (rows->count > full) {
            /* what falls behind so many now does so at the end too */
            if (rows_cut(rows, most))
                return -1;
            least = rows->ranks[0];
            for (size_t at = 1; at < rows->count; at++)
                least = rows->ranks[at] < least ? rows->ranks[at] : least;
            half_limit(&letters, rules, least);
            half_limit(&sounds, rules, least);
            full = 2 * (rows->count > most ? rows->count : most) + 64;
        }
    }
    return rows_cut(rows, most);
}
