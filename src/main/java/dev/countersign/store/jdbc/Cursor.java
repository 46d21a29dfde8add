package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.SearchTerms;
import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** The end of a page as an opaque text. A text that was not made here is refused. Stateless. */
final class Cursor {

    /** A character that is in no id and in no term. */
    private static final String SEPARATOR = "\n";

    private static final int MAX_CHARS = 2048;
    private static final String BY_ID = "i";
    private static final String BY_TERM = "t";
    private static final String BY_NUMBER = "n";
    private static final String BY_END = "e";

    private Cursor() {}

    /** Where a page of a search ended. */
    record Hit(String term, ClientId id) {}

    /** Where a page of credentials that end ended. */
    record End(Instant at, String credentialId) implements Comparable<End> {

        private static final Comparator<End> ORDER =
                Comparator.comparing(End::at).thenComparing(End::credentialId);

        /** Sorts behind every id: no id has a character that is greater in ASCII. */
        private static final String BEHIND_ALL = "~";

        /** The place behind all credentials that end at this instant. */
        static End behind(Instant at) {
            return new End(at, BEHIND_ALL);
        }

        @Override
        public int compareTo(End other) {
            return ORDER.compare(this, other);
        }
    }

    static String of(ClientId id) {
        return encode(BY_ID, id.value());
    }

    static String of(Hit hit) {
        return encode(BY_TERM, hit.term(), hit.id().value());
    }

    static String of(long number) {
        return encode(BY_NUMBER, Long.toString(number));
    }

    static String of(End end) {
        return encode(BY_END, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, end.at())), end.credentialId());
    }

    static ClientId id(String cursor) {
        return new ClientId(decode(cursor, BY_ID, 1).get(0));
    }

    /** @param prefix what was searched for: the end of a page of another search is refused */
    static Hit hit(String cursor, String prefix) {
        List<String> parts = decode(cursor, BY_TERM, 2);
        String term = parts.get(0);
        if (!term.startsWith(prefix) || !SearchTerms.isTerm(term)) {
            throw foreign();
        }
        return new Hit(term, new ClientId(parts.get(1)));
    }

    static long number(String cursor) {
        return positive(decode(cursor, BY_NUMBER, 1).get(0));
    }

    static End end(String cursor) {
        List<String> parts = decode(cursor, BY_END, 2);
        return new End(Instant.EPOCH.plus(positive(parts.get(0)), ChronoUnit.MICROS), parts.get(1));
    }

    private static long positive(String digits) {
        if (!digits.matches("[1-9][0-9]{0,17}")) {
            throw foreign();
        }
        return Long.parseLong(digits);
    }

    private static String encode(String kind, String... parts) {
        String text = kind + SEPARATOR + String.join(SEPARATOR, parts);
        return CanonicalBase64.URL.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> decode(String cursor, String kind, int parts) {
        if (cursor.length() > MAX_CHARS) {
            throw foreign();
        }
        List<String> found = List.of(text(cursor).split(SEPARATOR, -1));
        if (found.size() != parts + 1 || !found.get(0).equals(kind)) {
            throw foreign();
        }
        return found.subList(1, found.size());
    }

    private static String text(String cursor) {
        try {
            byte[] bytes = CanonicalBase64.URL.decode(cursor);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (MalformedException | CharacterCodingException e) {
            throw new IllegalArgumentException(foreign().getMessage(), e);
        }
    }

    private static IllegalArgumentException foreign() {
        return new IllegalArgumentException("this is not the cursor of a previous page");
    }
}
