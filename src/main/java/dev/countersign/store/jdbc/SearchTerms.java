package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a client can be found by: its id and its name, from the beginning of each word on, in a form that ignores case and punctuation. A
 * search finds those that begin with it. Stateless.
 */
final class SearchTerms {

    /** In characters; of a longer search, the rest does not count. */
    static final int MAX_LENGTH = 64;

    private SearchTerms() {}

    static Set<String> of(ClientId id, String name) {
        Set<String> terms = new LinkedHashSet<>();
        addSuffixes(terms, words(id.value()));
        addSuffixes(terms, words(name));
        return terms;
    }

    /** The beginning of a term that somebody looks for; empty when nothing is in it that could be found. */
    static String prefix(String search) {
        return shortened(words(search));
    }

    /** Whether a client could be kept under this. */
    static boolean isTerm(String text) {
        return text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c == ' ' || isOfAWord((char) c));
    }

    /** Greater than any term that begins with {@code prefix}, less than any other that is greater. */
    static String end(String prefix) {
        return prefix + '\uFFFF';
    }

    private static void addSuffixes(Set<String> terms, String words) {
        for (int start = 0; start < words.length(); start = words.indexOf(' ', start) + 1) {
            terms.add(shortened(words.substring(start)));
            if (words.indexOf(' ', start) < 0) {
                return;
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    /** Words in lower case, one space between two. */
    private static String words(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder words = new StringBuilder(lower.length());
        boolean gap = false;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (!isOfAWord(c)) {
                gap = words.length() > 0;
                continue;
            }
            if (gap) {
                words.append(' ');
                gap = false;
            }
            words.append(c);
        }
        return words.toString();
    }

    /** Halves of surrogate pairs are not: without them, all databases agree on the order of terms. */
    private static boolean isOfAWord(char c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
