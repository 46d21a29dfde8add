package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * What a program that contains the servlet container hands over in its code. Immutable.
 *
 * @param store in the place of what JNDI has at the usual name; empty: JNDI is asked
 * @param settings by their names, before those of all other places
 */
record Program(Optional<DataSource> store, Map<String, String> settings) {

    /** A deployment into a container: nothing is handed over. */
    static final Program NONE = new Program(Optional.empty(), Map.of());

    Program {
        settings = Map.copyOf(settings);
    }

    Directory directory() {
        return new Directory(store);
    }

    /** In order of precedence. */
    List<SettingsSource> sources(ServletContext context, Directory directory) {
        List<SettingsSource> sources = new ArrayList<>();
        if (!settings.isEmpty()) {
            sources.add(new SettingsSource(
                    "setting in the code",
                    UnaryOperator.identity(),
                    name -> Optional.ofNullable(settings.get(name)),
                    settings.keySet()));
        }
        sources.addAll(Deployment.sources(context, directory, System.getProperties(), System.getenv()));
        return sources;
    }
}
