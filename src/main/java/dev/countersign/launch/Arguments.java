package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The command line taken apart: {@code --name value} and {@code --name=value}, each name once at most. */
final class Arguments {
    private final Map<String, String> values;
    private final boolean help;

    private Arguments(Map<String, String> values, boolean help) {
        this.values = values;
        this.help = help;
    }

    static Arguments parse(String... arguments) throws UsageException {
        Map<String, String> values = new HashMap<>();
        boolean help = false;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--help") || argument.equals("-h")) {
                help = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String kind = Options.valued().get(name);
            if (kind == null) {
                // Not repeated: it may be the value of an option whose name was left out, a password even.
                throw new UsageException(
                        name.startsWith("-") ? "unknown option '" + name + "'" : "an argument without an option");
            }
            String value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
            // The next option is never taken for a value that was left out.
            if (value.isBlank() || (equals < 0 && value.startsWith("--"))) {
                throw new UsageException(name + " takes " + kind);
            }
            if (values.put(name, value) != null) {
                throw new UsageException(name + " is given twice");
            }
        }
        return new Arguments(values, help);
    }

    boolean help() {
        return help;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<Path> path(String name) throws UsageException {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(PlatformPath.absolute(value));
        } catch (MalformedException e) {
            throw new UsageException(name + " takes a path; '" + value + "' " + e.rule());
        }
    }
}
