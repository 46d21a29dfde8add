package dev.countersign.client;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The terms under which a client is indexed: its id and its name, each from the beginning of every word on, without
 * case and punctuation. A search is a prefix of a term. Stateless.
 */
public final class SearchTerms {

    /** Of a longer search, the rest is ignored. */
    public static final int MAX_TERM_CHARS = 64;

    private SearchTerms() {}

    /** All terms of a client, those of the id first. */
    public static Set<String> of(ClientId id, String name) {
        Set<String> terms = new LinkedHashSet<>();
        addSuffixes(terms, words(id.value()));
        addSuffixes(terms, words(name));
        return terms;
    }

    /** The prefix to search for; empty when the search has no letter or digit. */
    public static String prefix(String search) {
        return shortened(words(search));
    }

    /** Whether this has the form of a term. */
    public static boolean isTerm(String text) {
        return text.length() <= MAX_TERM_CHARS && text.chars().allMatch(c -> c == ' ' || isOfAWord((char) c));
    }

    /** Greater than any term that begins with {@code prefix}, less than any other that is greater. */
    public static String end(String prefix) {
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
        return text.length() <= MAX_TERM_CHARS ? text : text.substring(0, MAX_TERM_CHARS);
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

    /** Not the halves of surrogate pairs: without them, all databases sort terms in the same order. */
    private static boolean isOfAWord(char c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
