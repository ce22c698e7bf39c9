/* A name asked, made ready to be compared. */
#include "kernel.h"

#include <string.h>

/* Begin a name asked that has no word yet. */
void asked_begin(Asked *asked, int person)
{
    asked->count = asked->variant_count = asked->rare_count = asked->legal = 0;
    asked->total = 0;
    asked->letters = 0;
    memset(asked->letter_times, 0, sizeof asked->letter_times);
    memset(asked->sketch, 0, sizeof asked->sketch);
    asked->person = person;
    asked->folded = 0;
}

/* Set the likeness from which words agree. */
void asked_limits(Asked *asked, const Rules *rules)
{
    asked->least = least_of(rules->weak_like, rules->near_like);
    asked->sound_least = least_of(asked->least, rules->sound_like);
}

/* Count the letters of a word with those of the words before it. */
void asked_count_letters(Asked *asked, const AskedWord *word)
{
    asked->letters |= word->letters;
    for (int at = 0; at < word->length; at++) {
        uint8_t *times = asked->letter_times + (word->text[at] & 63);
        *times = (uint8_t)(*times + (*times < 255));
    }
}

/* Note where each letter stands in a word asked, in both its spellings. */
void asked_word_prepare(AskedWord *word)
{
    memset(word->text_bits, 0, sizeof word->text_bits);
    memset(word->spelled_bits, 0, sizeof word->spelled_bits);
    for (int at = 0; at < word->length; at++)
        word->text_bits[word->text[at] & 127] |= (uint64_t)1 << at;
    for (int at = 0; at < word->spelled_length; at++)
        word->spelled_bits[word->spelled[at] & 127] |= (uint64_t)1 << at;
}

/* Put texts in the order of the alphabet. */
static void sort_texts(Text *texts, int count)
{
    for (int one = 1; one < count; one++)
        for (int at = one; at > 0; at--) {
            Text held = texts[at], before = texts[at - 1];
            size_t shorter = held.size < before.size ? held.size : before.size;
            int order = memcmp(held.at, before.at, shorter);
            if (order > 0 || (order == 0 && held.size >= before.size))
                break;
            texts[at] = before;
            texts[at - 1] = held;
        }
}

static void write_way(Asked *asked, int way, const Text *texts, int gap)
{
    char *text = asked->written[way];
    size_t size = 0;
    for (int at = 0; at < asked->count; at++) {
        if (at && gap)
            text[size++] = ' ';
        memcpy(text + size, texts[at].at, texts[at].size);
        size += texts[at].size;
    }
    pattern_read(asked->whole + way, text, (int)size);
}

/* Write how often each letter stands in the name as binary digits. */
static void write_times(Asked *asked)
{
    asked->time_digits = 0;
    for (int digit = 0; digit < 8; digit++) {
        asked->times[digit] = 0;
        for (int letter = 0; letter < 64; letter++)
            asked->times[digit] |= (uint64_t)(asked->letter_times[letter] >> digit & 1)
                                   << letter;
        if (asked->times[digit])
            asked->time_digits = digit + 1;
    }
}

/* Write the whole name in each way, and note where each letter stands in it. */
void asked_write_whole(Asked *asked)
{
    Text texts[MOST_WORDS], sounds[MOST_WORDS], spelled[MOST_WORDS];
    for (int at = 0; at < asked->count; at++) {
        const AskedWord *word = asked->words + at;
        texts[at] = (Text){word->text, (size_t)word->length};
        sounds[at] = (Text){word->key, (size_t)word->key_length};
        spelled[at] = (Text){word->spelled, (size_t)word->spelled_length};
    }
    write_times(asked);
    write_way(asked, JOINED, texts, 0);
    sort_texts(texts, asked->count);
    sort_texts(sounds, asked->count);
    sort_texts(spelled, asked->count);
    write_way(asked, SORTED, texts, 1);
    write_way(asked, SOUNDS, sounds, 1);
    write_way(asked, SPELLED, spelled, 1);
}
