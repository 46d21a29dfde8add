package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The init-params of a {@link JwksServlet}, read once; all problems are reported together. Not thread-safe. */
final class JwksSettings {

    private static final List<String> NAMES = List.of(
            "keyStore", "keyStoreType", "aliases", "maxAge", "passwordFile", "passwordProperty", "passwordVariable");
    private static final Duration DEFAULT_AGE = Duration.ofMinutes(5);
    private static final Duration MAX_AGE = Duration.ofDays(1);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)}");
    private static final String IN_WAR = "/WEB-INF/";
    private static final String ON_CLASS_PATH = "classpath:";

    private final ServletConfig config;
    private final List<String> problems = new ArrayList<>();
    /** Files whose changes are noticed. */
    private final List<Path> files = new ArrayList<>();

    JwksSettings(ServletConfig config) {
        this.config = config;
        Collections.list(config.getInitParameterNames()).stream()
                .filter(name -> !NAMES.contains(name))
                .forEach(name -> problems.add(
                        name.equals("password")
                                ? "password: it does not belong here; name its source by passwordFile, passwordProperty or passwordVariable"
                                : name + ": there is no such init-param, only " + NAMES));
    }

    boolean nameKeyStore() {
        return NAMES.stream()
                .anyMatch(name -> !name.equals("maxAge") && text(name).isPresent());
    }

    PublishedKeyStore keyStore() {
        String name = text("keyStore").map(this::filledIn).orElse("");
        Supplier<byte[]> content = () -> new byte[0];
        if (name.isEmpty()) {
            problems.add("keyStore: missing; an absolute path, /WEB-INF/... or classpath:...");
        } else if (name.startsWith(IN_WAR) || name.startsWith(ON_CLASS_PATH)) {
            content = resource(name);
        } else {
            content = file(name);
        }
        List<String> aliases = text("aliases").stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(String::strip)
                .toList();
        if (aliases.contains("")) {
            problems.add("aliases: a list with commas between the names, or nothing at all");
        }
        return new PublishedKeyStore(content, name, text("keyStoreType"), password(), aliases);
    }

    /** Also how long the keys may be cached. */
    Duration maxAge() {
        String text = text("maxAge").orElse(DEFAULT_AGE.toString());
        try {
            Duration age = Duration.parse(text);
            if (!age.isNegative() && age.compareTo(MAX_AGE) <= 0) {
                return age;
            }
        } catch (DateTimeParseException e) {
            // Reported below, with what is allowed.
        }
        problems.add("maxAge: a duration such as PT5M, at most P1D, not " + text);
        return DEFAULT_AGE;
    }

    List<Path> files() {
        return files;
    }

    void refuse(String problem) {
        problems.add(problem);
    }

    void requireNoProblem() throws ServletException {
        if (!problems.isEmpty()) {
            throw new ServletException("Servlet " + config.getServletName() + ": " + String.join("; ", problems));
        }
    }

    private Optional<Supplier<char[]>> password() {
        List<Supplier<char[]>> places = new ArrayList<>();
        text("passwordFile").map(this::filledIn).flatMap(this::absolute).ifPresent(file -> {
            files.add(file);
            places.add(Password.inFile(file));
        });
        text("passwordProperty").map(Password::inProperty).ifPresent(places::add);
        text("passwordVariable").map(Password::inVariable).ifPresent(places::add);
        if (places.size() > 1) {
            problems.add("passwordFile, passwordProperty, passwordVariable: one of them");
        }
        return places.stream().findFirst();
    }

    private Supplier<byte[]> file(String name) {
        Optional<Path> path = absolute(name);
        path.ifPresent(file -> files.add(0, file));
        return () -> KeyStoreFile.content(path.orElseThrow());
    }

    private Optional<Path> absolute(String name) {
        Path path = Path.of(name);
        if (!path.isAbsolute()) {
            problems.add(name + ": an absolute path is needed, as the server's working directory may vary");
            return Optional.empty();
        }
        return Optional.of(path);
    }

    private Supplier<byte[]> resource(String name) {
        ServletContext context = config.getServletContext();
        return () -> {
            try (InputStream in = name.startsWith(IN_WAR)
                    ? context.getResourceAsStream(name)
                    : context.getClassLoader().getResourceAsStream(name.substring(ON_CLASS_PATH.length()))) {
                if (in == null) {
                    throw new UnusableKeyException(Problem.UNREADABLE, "The application has no " + name + ".");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UnusableKeyException(Problem.UNREADABLE, name + " cannot be read.", e);
            }
        };
    }

    /** <code>${name}</code> is a system property or an environment variable. */
    private String filledIn(String text) {
        return VARIABLE.matcher(text).replaceAll(name -> Matcher.quoteReplacement(value(name)));
    }

    private String value(MatchResult name) {
        Optional<String> value = Optional.ofNullable(System.getProperty(name.group(1)))
                .or(() -> Optional.ofNullable(System.getenv(name.group(1))));
        if (value.isEmpty()) {
            problems.add(name.group() + ": there is no such system property or environment variable");
        }
        return value.orElse("/");
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(config.getInitParameter(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
