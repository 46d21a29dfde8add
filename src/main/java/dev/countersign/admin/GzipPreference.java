package dev.countersign.admin;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether a request accepts a compressed answer (RFC 9110, section 12.5.3). Stateless. */
final class GzipPreference {

    private static final Pattern CODING =
            Pattern.compile("([!#$%&'*+.^_`|~0-9a-z-]+)[ \t]*(?:;[ \t]*q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

    private GzipPreference() {}

    /** @param fields all {@code Accept-Encoding} of a request; without any, the answer is not compressed */
    static boolean in(Enumeration<String> fields) {
        Optional<Boolean> gzip = Optional.empty();
        Optional<Boolean> others = Optional.empty();
        for (String field : Collections.list(fields)) {
            for (String element : field.toLowerCase(Locale.ROOT).split(",", -1)) {
                Matcher coding = CODING.matcher(element.strip());
                if (!coding.matches()) {
                    continue;
                }
                boolean wanted =
                        isAboveZero(Optional.ofNullable(coding.group(2)).orElse("1"));
                switch (coding.group(1)) {
                    case "gzip", "x-gzip" -> gzip = Optional.of(wanted);
                    case "*" -> others = Optional.of(wanted);
                    default -> {}
                }
            }
        }
        return gzip.orElse(others.orElse(false));
    }

    private static boolean isAboveZero(String weight) {
        return weight.chars().anyMatch(digit -> digit >= '1' && digit <= '9');
    }
}
