package dev.countersign.boot;

import dev.countersign.client.ClientStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
 * elsewhere. Used while the application starts, by one thread.
 */
// The names are constants of ours, or the settings "store" and "stateStore", which must begin with java: and come from
// the deployer, as does the directory itself: no name comes from a request.
@SuppressWarnings("BanJNDI")
final class Directory {

    private static final String OWN_STORE = ClientStore.class.getName();

    /** Some directories make a new object at each look-up: of a store, one is made and used. */
    private final Map<String, Object> used = new HashMap<>();

    /** @param store in the place of what is bound at the usual name; empty: nothing is */
    Directory(Optional<DataSource> store) {
        store.ifPresent(given -> used.put(Settings.DEFAULT_STORE, given));
    }

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
     * The client store that the deployer bound at this name; the same one each time.
     *
     * @throws IllegalStateException when nothing, or something else, is bound there; the message is for the deployer
     */
    BoundStore store(String name) {
        Object bound = required("store", name);
        if (bound instanceof DataSource dataSource) {
            return new BoundStore.Database(dataSource);
        }
        if (bound instanceof ClientStore clients) {
            return new BoundStore.Own(clients);
        }
        throw new IllegalStateException("store: what is bound at " + name + " is a "
                + bound.getClass().getName() + ". "
                + (isForeignStore(bound)
                        ? "It implements " + OWN_STORE + ", but one that another class loader has loaded than that of"
                                + " this application ("
                                + ClientStore.class.getClassLoader()
                                + "). Let both share one: doc/own-store.md says how on"
                                + " this server."
                        : how("store")));
    }

    /**
     * The database that the deployer bound at this name for the server's own state.
     *
     * @throws IllegalStateException when nothing, or something else, is bound there; the message is for the deployer
     */
    DataSource stateStore(String name) {
        Object bound = required("stateStore", name);
        if (bound instanceof DataSource dataSource) {
            return dataSource;
        }
        throw new IllegalStateException("stateStore: what is bound at " + name + " is a "
                + bound.getClass().getName() + ", and no DataSource. " + how("stateStore"));
    }

    private Object required(String setting, String name) {
        return used.computeIfAbsent(
                name,
                asked -> lookup(asked)
                        .orElseThrow(() -> new IllegalStateException(
                                setting + ": nothing is bound at " + asked + ". " + how(setting))));
    }

    private static String how(String setting) {
        return "Bind a DataSource there (Tomcat: <Resource>, Jetty: EnvEntry), or name the one to use by the setting "
                + setting + " (WildFly: java:jboss/datasources/countersign).";
    }

    /** Whether one of its types is called like our interface, but is another one. */
    private static boolean isForeignStore(Object bound) {
        for (Class<?> type = bound.getClass(); type != null; type = type.getSuperclass()) {
            if (Arrays.stream(type.getInterfaces()).anyMatch(Directory::isCalledStore)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCalledStore(Class<?> type) {
        return type.getName().startsWith(ClientStore.class.getPackageName() + '.')
                || Arrays.stream(type.getInterfaces()).anyMatch(Directory::isCalledStore);
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
