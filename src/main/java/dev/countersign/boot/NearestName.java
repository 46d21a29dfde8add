package dev.countersign.boot;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which name was meant by a misspelt one: the one with the fewest letters to change (Levenshtein's distance). */
final class NearestName {

    // Longer names than this are no slip of the pen, and are compared by their beginning only.
    private static final int LONGEST = 64;

    private NearestName() {}

    /** Which of {@code known}, of which there is at least one, is most like {@code name}, without regard to case. */
    static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(lower(name), lower(candidate))))
                .orElseThrow();
    }

    private static String lower(String name) {
        String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
        return cut.toLowerCase(Locale.ROOT);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
