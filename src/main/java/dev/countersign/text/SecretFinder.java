package dev.countersign.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the secrets that the server makes in any text, wherever they stand: alone, in an address, in JSON, and within
 * Base64 without line breaks, such as that of a Basic credential. The work grows with the length of the text only.
 * Stateless.
 */
public final class SecretFinder {

    /** The shortest run that can hold the Base64 of a secret. */
    private static final Pattern BASE64 = Pattern.compile("[0-9A-Za-z+/_-]{92,}+");

    private static final int BASE64_GROUP_CHARS = 4;

    private SecretFinder() {}

    /**
     * Those whose checksum fits, each once, in the order of the text, those within Base64 last.
     *
     * @param most the search ends when one more than this was found
     */
    public static Set<String> in(String text, int most) {
        Set<String> found = new LinkedHashSet<>();
        collect(text, found, most);
        Matcher runs = BASE64.matcher(text);
        while (found.size() <= most && runs.find()) {
            collectDecoded(runs.group(), found, most);
        }
        return found;
    }

    private static void collect(String text, Set<String> found, int most) {
        for (int at = text.indexOf(SecretText.PREFIX);
                at >= 0 && found.size() <= most;
                at = text.indexOf(SecretText.PREFIX, at + 1)) {
            int random = at + SecretText.PREFIX.length();
            int length = SecretText.PREFIX.length() + SecretText.digitsAt(text, random, SecretText.KEY_LENGTH);
            // What follows may be made of the same digits: the checksum tells where a secret ends.
            if (length < SecretText.KEY_LENGTH || !addWhole(text, at, SecretText.KEY_LENGTH, found)) {
                addWhole(text, at, SecretText.LENGTH, found);
            }
        }
    }

    private static boolean addWhole(String text, int from, int length, Set<String> found) {
        if (text.length() - from < length) {
            return false;
        }
        String candidate = text.substring(from, from + length);
        boolean whole = SecretText.isWhole(candidate.getBytes(StandardCharsets.ISO_8859_1));
        if (whole) {
            found.add(candidate);
        }
        return whole;
    }

    /** From each of the first characters on, since letters of the same alphabet may stand before the Base64. */
    private static void collectDecoded(String run, Set<String> found, int most) {
        String standard = run.replace('-', '+').replace('_', '/');
        for (int start = 0; start < BASE64_GROUP_CHARS; start++) {
            int length = standard.length() - start;
            // A single character over encodes nothing.
            int usable = length % BASE64_GROUP_CHARS == 1 ? length - 1 : length;
            byte[] decoded = Base64.getDecoder().decode(standard.substring(start, start + usable));
            collect(new String(decoded, StandardCharsets.ISO_8859_1), found, most);
            Arrays.fill(decoded, (byte) 0);
        }
    }
}
