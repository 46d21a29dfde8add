package dev.countersign.boot;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One place in which a deployer can put settings. Immutable.
 *
 * @param place how it names itself to the deployer, given a setting's name: {@code system property countersign.issuer}
 * @param lookup from a setting's name to its value there
 * @param names the names that are set there, where they can be listed: an unknown one among them stops the start
 */
record SettingsSource(Function<String, String> place, Function<String, Optional<String>> lookup, Set<String> names) {

    SettingsSource {
        names = Set.copyOf(names);
    }
}
