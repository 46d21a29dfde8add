package dev.countersign.launch;

import java.nio.file.InvalidPathException;
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
                throw new UsageException("unknown option '" + name + "'");
            }
            String value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
            // A forgotten value must not swallow the next option.
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
            return Optional.of(Path.of(value).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new UsageException(name + " takes a path, not '" + value + "'");
        }
    }
}
