/* The matching core in C: the same answers as its twin in numpy and rapidfuzz.
 *
 * Plain C99 over buffers the caller owns; no global state, nothing from Python but
 * module.c.  Every number read from a buffer is checked before it is used as a place.
 * The twin of each function has its name: scan in screen/scan.py, words in screen/words.py,
 * pairs in screen/names.py, figures in screen/features.py, judging in screen/judge.py.
 */
#ifndef OSTRAKA_KERNEL_H
#define OSTRAKA_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* Raised, with its like in native/__init__.py, when what Python hands over or gets back
 * changes its shape: a kernel built before is then not used. */
enum { INTERFACE = 11 };

enum {
    MOST_WORDS = 16,     /* words of a name; text/name.py gives at most 14 */
    MOST_LETTERS = 64,   /* letters of a word: one machine word of the bit-parallel ways */
    MOST_TEXT = 1056,    /* letters of a whole name: MOST_WORDS * (MOST_LETTERS + blank) */
    TEXT_BLOCKS = MOST_TEXT / 64 + 1,
    USUAL_WORDS = 4,     /* words that most names have at most */
    MOST_VARIANTS = 1024, /* listed words that are variants of the words asked */
    SKETCH_BITS = 128,   /* bits of each half of a sketch */
    FACT_BITS = 64,      /* of what tells a name's party apart */
    PLANES = 2 * SKETCH_BITS + FACT_BITS + 1, /* the last: whether there is any fact */
    LANES = 8,           /* machine words of a block of names */
    BLOCK = 64 * LANES   /* names of a block */
};

/* Ask for memory that is read soon. */
#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place) ((void)0)
#endif

/* Compiled for several kinds of machine, chosen when the program starts. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__)
#define CLONED(...) __attribute__((target_clones(__VA_ARGS__, "default")))
#else
#define CLONED(...)
#endif

/* How two words can agree; 0 is not at all. */
enum { NONE, SAME, VARIANT, SOUND, NEAR, WEAK, INITIAL, LEVELS };

/* Sorts of words. */
enum { NO_SORT, A_NUMBER, A_PLACE };

/* One word of the index (index/columns.py: WORD). */
typedef struct {
    int64_t sound, slavic; /* numbers of the sound keys, -1 for none */
    double person, body;   /* what it tells, in bits */
    uint64_t letters, spelled_letters; /* which letters are in it */
    uint32_t at, spelled_at, key_at;   /* places in the texts */
    uint8_t length, spelled_length, key_length, sort;
} WordRow;

/* One name of the index (index/columns.py: NAME). */
typedef struct {
    uint32_t start, party, folded;
    uint16_t slot;
    uint8_t length, legal;
} NameRow;

typedef struct {
    const char *at;
    size_t size;
} Text;

/* The columns of an index.  Planes are SKETCH_BITS rows for letters, as many for sounds,
 * and those of the years of persons or the countries of bodies, one bit for each name;
 * lane_* are the least sizes of 64 names. */
typedef struct {
    const WordRow *words;
    const NameRow *names;
    const uint32_t *name_words, *sound_ends, *sound_names;
    const int64_t *sounds;
    const uint64_t *planes, *years, *countries;
    const uint8_t *letter_sizes, *sound_sizes, *lane_letters, *lane_sounds;
    Text text, spelled, key;
    size_t word_count, name_count, name_word_count, sound_count, sound_name_count;
    size_t block_count, party_count;
} Columns;

typedef struct {
    const char *text, *spelled, *key;
    int length, spelled_length, key_length, sort;
    int64_t sound, slavic;
    double bits, key_bits;
    uint64_t letters, spelled_letters;
    uint64_t text_bits[128], spelled_bits[128];
} AskedWord;

/* A text as bits: where each letter stands in it, 64 letters a block. */
typedef struct {
    const char *at;
    int size, blocks;
    uint64_t bits[128][TEXT_BLOCKS];
} Pattern;

typedef struct {
    uint32_t word;
    int row;
} Variant;

/* What names of each size must share with one of each size to be near it, worked out
 * when it is first needed; and the rules it was worked out by. */
typedef struct {
    double in_common, contained, least_contained, near_enough;
    uint8_t known[SKETCH_BITS + 1];
    uint8_t near[SKETCH_BITS + 1][SKETCH_BITS + 1], far[SKETCH_BITS + 1][SKETCH_BITS + 1];
} Limits;

/* The four ways a whole name is written. */
enum { SORTED, JOINED, SOUNDS, SPELLED, WAYS };

typedef struct {
    int count, legal, person, variant_count, rare_count;
    double total; /* what all the words tell */
    uint64_t letters; /* which letters are in it */
    uint8_t letter_times[64]; /* how often each letter stands in it, by its bit */
    uint64_t times[8];        /* the same as binary digits, one row for each */
    int time_digits;
    double least, sound_least; /* likeness from which words agree, or do if they sound so */
    uint32_t folded;
    uint64_t sketch[4];
    Limits *limits; /* of letters and of sounds, kept from name to name; or NULL */
    int64_t rare[MOST_WORDS];
    Variant variants[MOST_VARIANTS];
    AskedWord words[MOST_WORDS];
    Pattern whole[WAYS];
    char written[WAYS][MOST_TEXT]; /* the texts of these */
} Asked;

/* The numbers of screen/, handed in so that they stand in one place. */
typedef struct {
    double sound_like, near_like, weak_like, penalty[LEVELS];
    double left, left_both, nothing_agrees, least_joined;
    double letters_in_common, sounds_in_common, contained, least_contained;
    double most_candidates, most_names, rare_sound, shared_sound;
    double told_alike, told_rarest, told_contradicted, told_bits, told_order; /* model.py: Told */
    double told_given, told_middle, told_dropped, told_added, told_initials, told_initial;
    double most_contradicted, most_places, most_order;
    double least_same;
    double least_slip, least_alone, most_slips, odd_bits, rare_bits, spelling_bits;
    double middle_like;
    double chance_ways, chance_sound, chance_near, chance_woman, chance_inside; /* Chance */
    double chance_alone, chance_few, chance_few_told, chance_level, chance_most, chance_beyond;
    double chance_rare, chance_weak, one_name_like, borne_bits, most_contained;
    double chance_short, chance_spread, chance_common, most_last_differs;
    double most_generic, meant_words, generic_bits, near_enough;
} Rules;

typedef struct {
    Rules rules;
    const double *weights; /* one for each figure, then the bias */
} Model;

/* What other facts may add at most, and take off at least, so that fewer names need be
 * judged and handed back. */
typedef struct {
    double least; /* evidence a name must reach without them */
    double years_add, countries_add;
    uint64_t years, countries;
    uint64_t next_to; /* the years asked and those next to them */
    double years_against, countries_against; /* of a party that has others alone */
    int far; /* whether names of such a party must be nearer to the one asked */
    double written;       /* evidence from which a name may be worth more as written, */
    double written_facts; /* and what its party's facts must add for it to match so */
} Floor;

/* Places of names with what was found for each. */
typedef struct {
    uint32_t *rows;
    float *ranks;
    size_t count, room;
} Rows;

/* A word of the index against each word asked; only words that agree have one. */
typedef struct {
    double gain[MOST_WORDS], worth[MOST_WORDS], likeness[MOST_WORDS];
    uint8_t level[MOST_WORDS];
} Agreement;

/* A word of the index that a candidate has. */
typedef struct {
    double bits;
    uint64_t letters;
    uint32_t word, length, variants; /* variants: one bit for each word asked whose variant it is */
    int32_t agreement; /* place among the agreements, -1: none */
} Met;

/* The words of the candidates, each compared once. */
typedef struct {
    uint32_t *seats; /* for each word of the index where it is among those met */
    Met *met;
    uint32_t *near; /* those met to be compared with a word asked, MOST_WORDS lists */
    Agreement *agreements;
    size_t seat_count, met_room, count, agreeing, room;
} WordTable;

typedef struct {
    int count;
    int asked[MOST_WORDS], place[MOST_WORDS], level[MOST_WORDS];
    double worth[MOST_WORDS], likeness[MOST_WORDS], gain[MOST_WORDS];
} Pairing;

/* A listed name taken from the columns. */
typedef struct {
    int count, legal, size; /* size: letters of all its words */
    uint64_t letters;       /* which letters are in them */
    uint32_t word[MOST_WORDS];
    int32_t agreement[MOST_WORDS];
    double bits[MOST_WORDS];
} Known;

/* Ways in which two names differ, each there or not. */
typedef struct {
    int given, middle, slip, places, dropped, added, initialled;
} Patterns;

/* How easily words agree by chance. */
typedef struct {
    double ways; /* bits */
    int known_sound, known_near, woman, initial_inside;
} Chances;

typedef struct {
    uint32_t row;
    double bits;
} Judged;

typedef struct {
    Judged *found;
    size_t count, room;
} JudgedRows;

/* The memory of a search, kept for the next one: what it takes is asked for once.
 * Whoever has a bench works at it alone. */
typedef struct {
    Rows rows, part;
    JudgedRows judged;
    WordTable table;
    NameRow *names;  /* of the candidates, copied together: they lie far apart */
    uint32_t *words; /* MOST_WORDS for each; once they are noted where each was met */
    double *counts;  /* two for each */
    size_t *kept, room;
    Limits *limits; /* of letters and of sounds, of persons and of bodies; or NULL */
} Bench;

/* All return 0, or -1 when there is no memory. */
int scan(const Columns *, const Asked *, const Rules *, const Floor *, size_t start,
         size_t end, Rows *);
int rows_add(Rows *, uint32_t row, float rank);
int rows_room(Rows *, size_t more);
int rows_cut(Rows *, size_t most);
double kth_largest(double *, size_t count, size_t k);

void asked_begin(Asked *, int person);
void asked_limits(Asked *, const Rules *);
void asked_count_letters(Asked *, const AskedWord *);
void asked_word_prepare(AskedWord *);
void asked_write_whole(Asked *);
int word_table_open(WordTable *, const Columns *, size_t most);
void word_table_clear(WordTable *);
void word_table_close(WordTable *);
void words_note(const Columns *, WordTable *, uint32_t *words, int count);
int words_compare(const Columns *, const Asked *, const Rules *, WordTable *);
void known_read(const WordTable *, const NameRow *, const uint32_t *met, Known *);
void pair_words(const Asked *, const WordTable *, const Known *, Pairing *);
double first_count(const Asked *, const Rules *, const Known *, const Pairing *);
size_t word_find(const Columns *, const char *text, int length);
Text word_text(const Columns *, uint32_t word);

void pattern_read(Pattern *, const char *text, int size);
double alike(const Pattern *, const char *text, int size);
double jaro_winkler(const Pattern *, const char *text, int size);
int osa(const uint64_t bits[128], int length, const char *text, int size);
void osa_lanes(const uint64_t bits[128], int length, const Text texts[LANES],
               const char *end, int *distances);

Patterns patterns(const Columns *, const Asked *, const Rules *, const Known *,
                  const Pairing *);
int is_ascending(const Pairing *);
Chances chances(const Columns *, const Asked *, const Rules *, const Known *,
                const Pairing *);
int figure_count(void);
const char *figure_name(int);
int name_figures(const Columns *, const Asked *, const Model *, const Known *,
                 const Pairing *, double least, double *figures);
int may_agree(const Asked *, const Rules *, const Known *, const Pairing *);
double name_bits(const Model *, const Pairing *, const double *figures);
int judge_names(const Columns *, const Asked *, const Model *, const Floor *, Bench *);
int judge_rows(const Columns *, const Asked *, const Model *, Bench *, double *figures);
Limits *bench_limits(Bench *, int person);
void bench_clear(Bench *);

/* Return how many letters of a name asked another has too, which has these. */
static inline int letters_shared(const Asked *asked, uint64_t letters)
{
    uint64_t lacks = asked->letters & ~letters;
    int shared = asked->whole[JOINED].size;
    for (int digit = 0; digit < asked->time_digits; digit++)
        shared -= __builtin_popcountll(asked->times[digit] & lacks) << digit;
    return shared;
}

static inline double least_of(double a, double b) { return a < b ? a : b; }
static inline double most_of(double a, double b) { return a > b ? a : b; }

#endif
