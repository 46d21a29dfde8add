package dev.countersign.boot;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where used assertions are remembered. Immutable.
 *
 * @param capacity of a guard that keeps them in memory, in bytes of heap
 */
record ReplaySettings(Kind kind, long capacity) {

    /** The replay guards. */
    enum Kind {
        MEMORY,
        JOURNAL,
        STORE;

        /** The value of the setting. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final long MIN_CAPACITY_BYTES = 1 << 20;

    private static final int DEFAULT_PART = 8;
    private static final Pattern BYTES = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,3})?)%");

    /** @param heapBytes the maximum size of the heap */
    static ReplaySettings read(SettingsReader reader, Optional<Path> dataDirectory, long heapBytes) {
        Kind kind = reader.read("replayGuard", Kind.STORE, "memory, journal or store", ReplaySettings::kind);
        if (kind == Kind.JOURNAL && dataDirectory.isEmpty()) {
            reader.problem(
                    "replayGuard is \"journal\", which requires dataDirectory: a directory on a disk of this node alone");
        }
        return new ReplaySettings(
                kind,
                reader.read(
                        "replayCapacity",
                        Math.max(MIN_CAPACITY_BYTES, heapBytes / DEFAULT_PART),
                        "a number of bytes from " + MIN_CAPACITY_BYTES + " to " + largest(heapBytes)
                                + " (half of the heap), or a percentage of the heap within these limits, such as 12.5%",
                        text -> capacity(text, heapBytes)));
    }

    private static Kind kind(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such guard"));
    }

    private static long capacity(String text, long heapBytes) {
        Matcher percent = PERCENT.matcher(text);
        boolean isPart = percent.matches();
        SettingTypes.accepted(text, isPart || BYTES.matcher(text).matches());
        long bytes = isPart
                ? new BigDecimal(percent.group(1))
                        .multiply(BigDecimal.valueOf(heapBytes))
                        .movePointLeft(2)
                        .longValue()
                : Long.parseLong(text);
        SettingTypes.accepted(text, bytes >= MIN_CAPACITY_BYTES && bytes <= largest(heapBytes));
        return bytes;
    }

    private static long largest(long heapBytes) {
        return Math.max(MIN_CAPACITY_BYTES, heapBytes / 2);
    }
}
