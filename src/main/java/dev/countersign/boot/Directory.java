package dev.countersign.boot;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.sql.DataSource;

/**
 * Looks up what the deployer bound in JNDI. Asks for names that begin with {@code java:} only, so that no name can lead
 * elsewhere.
 */
// The names are constants of ours, or the setting "store", which must begin with java: and comes from the deployer, as
// does the directory itself: no name comes from a request.
@SuppressWarnings("BanJNDI")
final class Directory {

    private static final String HOW =
            "Bind a DataSource there (Tomcat: <Resource>, Jetty: EnvEntry), or name the one to use by the setting"
                    + " store (WildFly: java:jboss/datasources/countersign).";

    /**
     * What is bound at this name.
     *
     * @throws IllegalStateException when something is bound there but the look-up fails
     */
    Optional<Object> lookup(String name) {
        try {
            return Optional.ofNullable(context(name).lookup(name));
        } catch (NameNotFoundException | NoInitialContextException e) {
            // No such name, or a server without any JNDI.
            return Optional.empty();
        } catch (NamingException e) {
            throw new IllegalStateException("what is bound at " + name + " cannot be looked up", e);
        }
    }

    /**
     * The client store that the deployer bound at this name.
     *
     * @throws IllegalStateException when nothing, or something else, is bound there; the message is for the deployer
     */
    DataSource store(String name) {
        Optional<Object> bound = lookup(name);
        if (bound.isEmpty()) {
            throw new IllegalStateException("store: nothing is bound at " + name + ". " + HOW);
        }
        if (bound.get() instanceof DataSource dataSource) {
            return dataSource;
        }
        throw new IllegalStateException("store: what is bound at " + name + " is a "
                + bound.get().getClass().getName() + ". " + HOW);
    }

    /** Why the client store cannot be had at this name; empty: it can. */
    Optional<String> problem(String name) {
        try {
            store(name);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(FailedStart.reasons(e));
        }
    }

    /** The names that are bound in this folder; none when there is no such folder. */
    Set<String> names(String folder) {
        Set<String> names = new TreeSet<>();
        try {
            NamingEnumeration<NameClassPair> bound = context(folder).list(folder);
            while (bound.hasMore()) {
                names.add(bound.next().getName());
            }
        } catch (NameNotFoundException | NoInitialContextException e) {
            return Set.of();
        } catch (NamingException e) {
            throw new IllegalStateException("the names at " + folder + " cannot be listed", e);
        }
        return names;
    }

    private static InitialContext context(String name) throws NamingException {
        if (!name.startsWith("java:")) {
            throw new NamingException("not a java: name");
        }
        return new InitialContext();
    }
}
