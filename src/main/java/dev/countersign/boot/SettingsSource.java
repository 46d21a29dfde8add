package dev.countersign.boot;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One place in which a deployer can put settings. Immutable.
 *
 * @param kind what a name there is called: {@code system property}
 * @param spelling how a setting's name is written there: {@code countersign.issuer}
 * @param lookup from a setting's name to its value there
 * @param names the names that are set there, as they are written, where they can be listed: an unknown one stops the
 *     start
 * @param others further names that are known there, and are no settings
 * @param shared whether other programs put names of their own there: then an unknown name stops the start only when it
 *     looks like a misspelt one, and is logged otherwise
 */
record SettingsSource(
        String kind,
        UnaryOperator<String> spelling,
        Function<String, Optional<String>> lookup,
        Set<String> names,
        Set<String> others,
        boolean shared) {

    SettingsSource {
        names = Set.copyOf(names);
        others = Set.copyOf(others);
    }

    /** A source that holds nothing but settings. */
    SettingsSource(
            String kind, UnaryOperator<String> spelling, Function<String, Optional<String>> lookup, Set<String> names) {
        this(kind, spelling, lookup, names, Set.of(), false);
    }

    /** How it names itself to the deployer, given a setting's name. */
    String place(String name) {
        return kind + ' ' + spelling.apply(name);
    }
}
