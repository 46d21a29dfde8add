package com.example.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.net.ssl.SSLSocketFactory;

/** Makes connections to the LDAP server (RFC 4511), over TLS, by the platform's own provider. Thread-safe. */
// JNDI is the platform's interface to LDAP. All names and filters are made here; nothing that comes is followed or
// loaded.
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
final class Directory {

    /** Argument 0 is escaped by the provider (RFC 4515, section 3). */
    private static final String FILTER = "(&(objectClass=countersignClient)(countersignClientId={0}))";

    /** Entries whose ids the server's matching rule takes for one: those that differ in inner spaces. */
    private static final int MAX_ENTRIES = 10;

    /** Longest time for which a connection is kept without being used. */
    private static final Duration MAX_IDLE = Duration.ofMinutes(1);

    private final LdapSettings settings;
    private final SSLSocketFactory sockets;

    /** @throws IllegalArgumentException when the trusted certificates cannot be read */
    Directory(LdapSettings settings) {
        this.settings = settings;
        try {
            this.sockets = TrustedSockets.of(settings.trust());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("trust: cannot be read", e);
        }
    }

    /** A new one, signed in. */
    Connection connect() throws NamingException {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, settings.url());
        environment.put(Context.SECURITY_AUTHENTICATION, "simple");
        environment.put(Context.SECURITY_PRINCIPAL, settings.user());
        environment.put(Context.SECURITY_CREDENTIALS, password());
        // An answer that refers to another server is no answer: it throws, and is not followed.
        environment.put(Context.REFERRAL, "throw");
        environment.put("java.naming.ldap.version", "3");
        environment.put("java.naming.ldap.derefAliases", "never");
        environment.put("java.naming.ldap.factory.socket", TrustedSockets.class.getName());
        environment.put("com.sun.jndi.ldap.connect.pool", "false");
        String millis = Long.toString(settings.timeout().toMillis());
        // The first is for the TLS handshake, too.
        environment.put("com.sun.jndi.ldap.connect.timeout", millis);
        environment.put("com.sun.jndi.ldap.read.timeout", millis);
        return TrustedSockets.with(sockets, () -> new Connection(new InitialLdapContext(environment, null)));
    }

    private String password() throws NamingException {
        String password;
        try {
            password = Files.readString(settings.passwordFile(), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            AuthenticationException failed = new AuthenticationException("the password's file cannot be read");
            failed.initCause(e);
            throw failed;
        }
        if (password.isEmpty()) {
            // A server may take it for an anonymous one and let it in (RFC 4513, section 5.1.2).
            throw new AuthenticationException("the password is empty");
        }
        return password;
    }

    /** One connection. For one thread at a time. */
    final class Connection {

        private final LdapContext context;
        private long usedAt = System.nanoTime();

        Connection(LdapContext context) {
            this.context = context;
        }

        /** A firewall between here and there may have forgotten it without a word. */
        boolean isOld() {
            return System.nanoTime() - usedAt > MAX_IDLE.toNanos();
        }

        /** @throws NamingException when the directory does not answer, or answers what cannot be used */
        Optional<Client> find(ClientId id) throws NamingException {
            SearchControls controls = new SearchControls();
            controls.setSearchScope(SearchControls.SUBTREE_SCOPE);
            controls.setCountLimit(MAX_ENTRIES);
            controls.setTimeLimit((int) settings.timeout().toMillis());
            controls.setReturningAttributes(ClientEntry.attributes());
            // Attributes only: an entry may hold a serialized object.
            controls.setReturningObjFlag(false);
            usedAt = System.nanoTime();
            List<Client> found = new ArrayList<>();
            NamingEnumeration<SearchResult> results =
                    context.search(settings.base(), FILTER, new Object[] {id.value()}, controls);
            try {
                while (results.hasMore()) {
                    SearchResult result = results.next();
                    ClientEntry entry = new ClientEntry(result.getNameInNamespace(), result.getAttributes());
                    if (entry.isOf(id)) {
                        found.add(entry.client(id));
                    }
                }
            } finally {
                results.close();
            }
            if (found.size() > 1) {
                throw new NamingException(found.size() + " entries have the client id '" + id + "'");
            }
            return found.stream().findFirst();
        }

        /** Never fails: there is nothing left to do about it. */
        void close() {
            try {
                context.close();
            } catch (NamingException e) {
                System.getLogger(Directory.class.getName())
                        .log(System.Logger.Level.DEBUG, "a connection did not close in order", e);
            }
        }
    }
}
