package dev.countersign.boot;

import java.util.Optional;
import javax.sql.DataSource;

/** Finds the client store that the deployer bound. */
final class BoundStore {

    private static final String HOW =
            "Bind a DataSource there (Tomcat: <Resource>, Jetty: EnvEntry), or name the one to use by the setting"
                    + " store (WildFly: java:jboss/datasources/countersign).";

    private BoundStore() {}

    /**
     * The data source at this name.
     *
     * @throws IllegalStateException when nothing, or something else, is bound there; the message is for the deployer
     */
    static DataSource dataSource(Directory directory, String name) {
        Optional<Object> bound = directory.lookup(name);
        if (bound.isEmpty()) {
            throw new IllegalStateException("store: nothing is bound at " + name + ". " + HOW);
        }
        if (bound.get() instanceof DataSource dataSource) {
            return dataSource;
        }
        throw new IllegalStateException("store: what is bound at " + name + " is a "
                + bound.get().getClass().getName() + ". " + HOW);
    }
}
