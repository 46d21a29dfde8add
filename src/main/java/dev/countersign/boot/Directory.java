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

/** Looks up what the deployer bound in JNDI. Asks for names that begin with {@code java:} only, so that no name can lead elsewhere. */
// The names are constants of ours, or the setting "store", which must begin with java: and is the deployer's, like the
// directory itself.
@SuppressWarnings("BanJNDI")
final class Directory {

    /**
     * What is bound at this name.
     *
     * @throws IllegalStateException when something is bound there but cannot be had
     */
    Optional<Object> lookup(String name) {
        try {
            return Optional.ofNullable(context(name).lookup(name));
        } catch (NameNotFoundException | NoInitialContextException e) {
            // No such name, or a server without any JNDI.
            return Optional.empty();
        } catch (NamingException e) {
            throw new IllegalStateException("what is bound at " + name + " cannot be had", e);
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
