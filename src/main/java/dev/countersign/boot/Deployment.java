package dev.countersign.boot;

import dev.countersign.text.SettingName;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The sources of this deployment's settings, in order of precedence. */
final class Deployment {

    private static final String JNDI_FOLDER = "java:comp/env/countersign";

    private Deployment() {}

    /** JNDI, {@code web.xml}, system properties, the environment. */
    static List<SettingsSource> sources(
            ServletContext context, Directory directory, Properties properties, Map<String, String> environment) {
        return List.of(
                new SettingsSource(
                        "JNDI name",
                        name -> JNDI_FOLDER + '/' + name,
                        name -> directory.lookup(JNDI_FOLDER + '/' + name).map(Object::toString),
                        directory.names(JNDI_FOLDER).stream()
                                .map(name -> JNDI_FOLDER + '/' + name)
                                .collect(Collectors.toSet())),
                new SettingsSource(
                        "context-param",
                        name -> SettingName.PREFIX + name,
                        name -> Optional.ofNullable(context.getInitParameter(SettingName.PREFIX + name)),
                        withPrefix(Collections.list(context.getInitParameterNames()))),
                systemProperties(properties),
                environment(environment));
    }

    static SettingsSource systemProperties(Properties properties) {
        return new SettingsSource(
                "system property",
                name -> SettingName.PREFIX + name,
                name -> Optional.ofNullable(properties.getProperty(SettingName.PREFIX + name))
                        .filter(SettingName::isSet),
                withPrefix(properties.stringPropertyNames()));
    }

    static SettingsSource environment(Map<String, String> environment) {
        return new SettingsSource(
                "environment variable",
                SettingName::environmentVariable,
                name -> Optional.ofNullable(environment.get(SettingName.environmentVariable(name)))
                        .filter(SettingName::isSet),
                EnvironmentNames.ours(environment),
                Set.of(
                        SettingName.ADMIN_PASSWORD,
                        SettingName.ADMIN_PASSWORD_FILE,
                        SettingName.AUDITOR_PASSWORD,
                        SettingName.AUDITOR_PASSWORD_FILE),
                true);
    }

    private static Set<String> withPrefix(Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(SettingName.PREFIX))
                .collect(Collectors.toSet());
    }
}
