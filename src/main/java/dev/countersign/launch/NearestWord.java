package dev.countersign.launch;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the word that was probably meant by a misspelt one. Stateless. */
final class NearestWord {
    /** Of the letters, so many may be wrong: one in three. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private static final int MAX_CHARS = 40;

    private NearestWord() {}

    static Optional<String> to(String word, Stream<String> known) {
        if (word.length() > MAX_CHARS) {
            return Optional.empty();
        }
        return known.min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(nearest -> distance(word, nearest) <= word.length() / LETTERS_PER_MISTAKE);
    }

    /** How many letters have to be added, removed or replaced (Levenshtein's distance). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
