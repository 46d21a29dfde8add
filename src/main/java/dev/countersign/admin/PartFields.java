package dev.countersign.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name of a part in its header fields (RFC 7578, section 4.2). Stateless. */
final class PartFields {

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";

    /** In quotes, browsers send any character but quotes and line breaks; some send backslashes too. */
    private static final String QUOTED = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";

    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*+([^\\x00-\\x08\\x0A-\\x1F\\x7F]*+)");
    private static final Pattern DISPOSITION = Pattern.compile("form-data", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER =
            Pattern.compile("[ \\t]*+;[ \\t]*+(" + TOKEN + ")=(?:" + QUOTED + "|(" + TOKEN + "))");

    /**
     * Encodings that leave the bytes as they are; any other is refused, as it is deprecated (RFC 7578, section 4.7).
     */
    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

    private PartFields() {}

    /** @throws ProblemException when there is no name, or anything is malformed */
    static String name(String fields) {
        Optional<String> name = Optional.empty();
        for (String line : fields.split("\r\n", -1)) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw MultipartReader.malformed();
            }
            String value = field.group(2).stripTrailing();
            switch (field.group(1).toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> {
                    if (name.isPresent()) {
                        throw MultipartReader.malformed();
                    }
                    name = Optional.of(nameIn(value));
                }
                case "content-transfer-encoding" -> requirePlain(value);
                default -> {
                    // Other fields, such as a Content-Type of the part, are ignored.
                }
            }
        }
        return name.orElseThrow(MultipartReader::malformed);
    }

    private static String nameIn(String disposition) {
        Matcher type = DISPOSITION.matcher(disposition);
        Matcher parameter = PARAMETER.matcher(disposition);
        int end = type.lookingAt() ? type.end() : -1;
        Optional<String> name = Optional.empty();
        while (end >= 0 && end < disposition.length()) {
            parameter.region(end, disposition.length());
            if (!parameter.lookingAt()) {
                throw MultipartReader.malformed();
            }
            if (parameter.group(1).equalsIgnoreCase("name")) {
                if (name.isPresent()) {
                    throw MultipartReader.malformed();
                }
                name = Optional.of(parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
            }
            end = parameter.end();
        }
        return name.orElseThrow(MultipartReader::malformed);
    }

    private static void requirePlain(String encoding) {
        if (!PLAIN.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw MultipartReader.malformed();
        }
    }
}
