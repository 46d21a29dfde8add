package dev.countersign.boot;

import dev.countersign.admin.GivenSetting;
import dev.countersign.text.Redaction;
import dev.countersign.text.SettingName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks settings up, of which the first source that has one wins, and collects all problems instead of stopping at the
 * first. Not thread-safe.
 */
final class SettingsReader {

    /** Of a longer name only this much is compared with the known ones: bounds the cost, and it is no typing error. */
    private static final int MAX_COMPARED_CHARS = 100;

    private static final int MAX_SHOWN_VALUE_CHARS = 100;

    /** Among the names of other programs, one that differs by more letters from all settings is no typing error. */
    private static final int MAX_MISTYPED_CHARS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);

    private final List<SettingsSource> sources;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, GivenSetting> given = new TreeMap<>();
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
        return find(name, true).flatMap(found -> parsed(found, allowed, parser, shown(found.value())));
    }

    /** A setting that may be left out and must never be shown. */
    <T> Optional<T> hidden(String name, String allowed, Function<String, T> parser) {
        known.add(name);
        return find(name, false).flatMap(found -> parsed(found, allowed, parser, "a hidden value"));
    }

    /** A setting that has no default; {@code substitute} stands for it until the problems are reported. */
    <T> T required(String name, T substitute, String allowed, Function<String, T> parser) {
        known.add(name);
        Optional<Found> found = find(name, true);
        if (found.isEmpty()) {
            problems.add(name + " is required: " + allowed);
            return substitute;
        }
        return parsed(found.get(), allowed, parser, shown(found.get().value())).orElse(substitute);
    }

    /** The names of the settings that were read so far. */
    Set<String> names() {
        return Set.copyOf(known);
    }

    /** The settings that were found so far, by their names. */
    List<GivenSetting> given() {
        return List.copyOf(given.values());
    }

    /** Settings that may be there, and do not matter. */
    void pass(Set<String> names) {
        known.addAll(names);
    }

    /** Settings that do not go together. */
    void problem(String problem) {
        problems.add(problem);
    }

    /**
     * To be called when every setting was read.
     *
     * @throws SettingsException when anything was wrong, or a source has a name that is no setting
     */
    void finish() {
        sources.forEach(this::checkNames);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private void checkNames(SettingsSource source) {
        Set<String> right = new TreeSet<>(source.others());
        known.stream().map(source.spelling()).forEach(right::add);
        for (String name : new TreeSet<>(source.names())) {
            if (right.contains(name)) {
                continue;
            }
            String nearest = nearest(name, right);
            String named = source.kind() + ' ' + cut(printable(name));
            if (source.shared() && !isMistyped(name, nearest)) {
                LOG.warn("{} is no setting of Countersign and is ignored; the nearest is {}", named, nearest);
            } else {
                problems.add(named + " is no setting; did you mean " + nearest + "?");
            }
        }
    }

    private static boolean isMistyped(String name, String nearest) {
        int letters = comparable(nearest).length()
                - comparable(SettingName.ENVIRONMENT_PREFIX).length();
        return distance(comparable(name), comparable(nearest)) <= Math.min(MAX_MISTYPED_CHARS, letters / 3);
    }

    private Optional<Found> find(String name, boolean mayBeShown) {
        for (SettingsSource source : sources) {
            Optional<String> value = source.lookup().apply(name);
            if (value.isPresent()) {
                given.put(
                        name,
                        new GivenSetting(
                                name,
                                value.filter(any -> mayBeShown)
                                        .map(Redaction::of)
                                        .map(SettingsReader::printable),
                                source.place(name)));
                return Optional.of(new Found(name, value.get().strip(), source.place(name)));
            }
        }
        return Optional.empty();
    }

    private <T> Optional<T> parsed(Found found, String allowed, Function<String, T> parser, String shown) {
        try {
            return Optional.of(parser.apply(found.value()));
        } catch (IllegalArgumentException e) {
            String reason = e instanceof SettingTypes.ExplainedException
                    ? ": it " + printable(String.valueOf(e.getMessage()))
                    : "";
            problems.add(found.name() + " is " + shown + " (" + found.place() + ")" + reason + "; allowed: " + allowed);
            return Optional.empty();
        }
    }

    private static String shown(String value) {
        // Redacted before it is cut: a password in a URL cannot be recognized in half of the URL.
        String safe = Redaction.of(value);
        return '"' + printable(cut(safe)) + '"';
    }

    private static String cut(String text) {
        return text.length() <= MAX_SHOWN_VALUE_CHARS ? text : text.substring(0, MAX_SHOWN_VALUE_CHARS) + "...";
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    }

    /**
     * Which name was meant by a misspelt one: the one with the fewest letters to change (Levenshtein's distance),
     * without regard to case, dots and underscores.
     */
    private static String nearest(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(comparable(name), comparable(candidate))))
                .orElseThrow();
    }

    private static String comparable(String name) {
        String cut = name.length() <= MAX_COMPARED_CHARS ? name : name.substring(0, MAX_COMPARED_CHARS);
        return cut.toLowerCase(Locale.ROOT).replaceAll("[._]", "");
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

    private record Found(String name, String value, String place) {}
}
