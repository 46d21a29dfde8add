package dev.countersign.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks settings up, the first source that has one wins, and collects whatever is wrong instead of stopping at it. Not thread-safe. */
final class SettingsReader {

    private static final int LONGEST_SHOWN_VALUE = 100;

    private final List<SettingsSource> sources;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    SettingsReader(List<SettingsSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * A setting with a default.
     *
     * @param allowed what a value may be, in words
     * @param parser throws an {@link IllegalArgumentException} for what it does not allow
     */
    <T> T read(String name, T fallback, String allowed, Function<String, T> parser) {
        return optional(name, allowed, parser).orElse(fallback);
    }

    /** A setting that may be left out. */
    <T> Optional<T> optional(String name, String allowed, Function<String, T> parser) {
        known.add(name);
        return find(name).flatMap(found -> parsed(found, allowed, parser, shown(found.value())));
    }

    /** A setting that may be left out and must never be shown. */
    <T> Optional<T> hidden(String name, String allowed, Function<String, T> parser) {
        known.add(name);
        return find(name).flatMap(found -> parsed(found, allowed, parser, "a hidden value"));
    }

    /** A setting that has no default; {@code substitute} stands for it until the problems are reported. */
    <T> T required(String name, T substitute, String allowed, Function<String, T> parser) {
        known.add(name);
        Optional<Found> found = find(name);
        if (found.isEmpty()) {
            problems.add(name + " is required: " + allowed);
            return substitute;
        }
        return parsed(found.get(), allowed, parser, shown(found.get().value())).orElse(substitute);
    }

    /**
     * To be called when every setting was read.
     *
     * @throws SettingsException when anything was wrong, or a source has a name that nobody asked for
     */
    void finish() {
        for (SettingsSource source : sources) {
            for (String name : new TreeSet<>(source.names())) {
                if (!known.contains(name)) {
                    problems.add(source.place().apply(printable(name)) + " is no setting; did you mean "
                            + NearestName.of(name, known) + "?");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private Optional<Found> find(String name) {
        for (SettingsSource source : sources) {
            Optional<String> value = source.lookup().apply(name);
            if (value.isPresent()) {
                return Optional.of(
                        new Found(name, value.get().strip(), source.place().apply(name)));
            }
        }
        return Optional.empty();
    }

    private <T> Optional<T> parsed(Found found, String allowed, Function<String, T> parser, String shown) {
        try {
            return Optional.of(parser.apply(found.value()));
        } catch (IllegalArgumentException e) {
            problems.add(found.name() + " is " + shown + " (" + found.place() + "); allowed: " + allowed);
            return Optional.empty();
        }
    }

    private static String shown(String value) {
        String cut = value.length() <= LONGEST_SHOWN_VALUE ? value : value.substring(0, LONGEST_SHOWN_VALUE) + "...";
        return '"' + printable(cut) + '"';
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    }

    private record Found(String name, String value, String place) {}
}
