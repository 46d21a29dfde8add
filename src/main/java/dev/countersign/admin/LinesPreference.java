package dev.countersign.admin;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a request wants JSON Lines rather than JSON (RFC 9110, section 12.5.1): it names them, with a higher
 * weight than JSON. Stateless.
 */
final class LinesPreference {

    static final String LINES = "application/jsonl";

    private static final Pattern RANGE =
            Pattern.compile("([a-z0-9.+*-]+/[a-z0-9.+*-]+)[ \t]*(?:;[ \t]*q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

    private LinesPreference() {}

    /** @param fields all {@code Accept} of a request; elements with other parameters are passed over */
    static boolean in(Enumeration<String> fields) {
        double lines = 0;
        double json = 0;
        int exactness = 0;
        for (String field : Collections.list(fields)) {
            for (String element : field.toLowerCase(Locale.ROOT).split(",", -1)) {
                Matcher range = RANGE.matcher(element.strip());
                if (!range.matches()) {
                    continue;
                }
                double weight = range.group(2) == null ? 1 : Double.parseDouble(range.group(2));
                if (range.group(1).equals(LINES)) {
                    lines = weight;
                } else if (exactnessOfJson(range.group(1)) > exactness) {
                    // The most specific range that fits counts, and not the highest weight.
                    exactness = exactnessOfJson(range.group(1));
                    json = weight;
                }
            }
        }
        return lines > json;
    }

    private static int exactnessOfJson(String range) {
        return switch (range) {
            case "application/json" -> 3;
            case "application/*" -> 2;
            case "*/*" -> 1;
            default -> 0;
        };
    }
}
