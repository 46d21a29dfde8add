package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.EnvEntry;
import org.eclipse.jetty.util.ClassMatcher;

/** What the launcher provides for the application: store, master key, administrator, settings. */
final class Installation implements AutoCloseable {
    static final String CONTEXT_PATH = "/countersign";
    private static final String DATA_SOURCE = "jdbc/countersign";

    private final DataDirectory data;
    private final OperatorSettings operator;
    private final AdministratorPassword password;
    private final Optional<PasswordHash> auditor;
    private final DataSource pool;

    /** The pool, where it is that of the embedded database. */
    private final Optional<EmbeddedPool> embedded;

    private final Runnable closing;

    /** Held by what reads the whole file of the embedded database. */
    private final ReentrantLock wholeFile = new ReentrantLock();

    private Installation(
            DataDirectory data,
            OperatorSettings operator,
            AdministratorPassword password,
            Optional<PasswordHash> auditor,
            DataSource pool,
            Runnable closing,
            Optional<EmbeddedPool> embedded) {
        this.data = data;
        this.operator = operator;
        this.password = password;
        this.auditor = auditor;
        this.pool = pool;
        this.closing = closing;
        this.embedded = embedded;
    }

    static Installation prepare(Options options, OperatorSettings operator) throws StartupException {
        DataDirectory data = new DataDirectory(options.data());
        AdministratorPassword password = AdministratorPassword.find(data, operator);
        Optional<PasswordHash> auditor = AuditorPassword.find(options.auditorPasswordFile(), operator, password.hash());
        if (operator.find("masterKey").isEmpty()) {
            MasterKey.ensure(data);
        }
        if (options.database().isPresent()) {
            HikariDataSource pool = Pool.external(options.database().get());
            return new Installation(data, operator, password, auditor, pool, pool::close, Optional.empty());
        }
        EmbeddedPool pool = new EmbeddedPool(data);
        return new Installation(data, operator, password, auditor, pool, pool::close, Optional.of(pool));
    }

    /** Binds the store and the login where the application looks them up. */
    void equip(WebAppContext context) {
        context.setThrowUnavailableOnStartupException(true);
        context.setErrorHandler(TerseErrors.ofApplication());
        // The launcher's classes stay apart from the application's.
        context.addHiddenClassMatcher(new ClassMatcher("dev.countersign."));
        context.getSecurityHandler().setLoginService(new AdministratorLogin(password.hash(), auditor));
        // A proxy may terminate TLS: then requests are not secure as Jetty sees them.
        if (operator.find("issuer")
                .filter(issuer -> issuer.startsWith("https:"))
                .isPresent()) {
            context.getSessionHandler().setSecureCookies(true);
        }
        try {
            new EnvEntry(context, DATA_SOURCE, pool, true);
        } catch (NamingException e) {
            throw new IllegalStateException("Jetty has no JNDI", e);
        }
    }

    /**
     * Sets what the operator has not set.
     *
     * @param issuer where it serves; empty: other machines reach it too, so the operator has to set the issuer
     * @param mtlsPort the port that alone asks for TLS client certificates
     */
    HandedSettings hand(Optional<String> issuer, Optional<Integer> mtlsPort) {
        Map<String, String> settings = new HashMap<>();
        operator.find("issuer")
                .or(() -> issuer)
                .flatMap(url -> mtlsPort.flatMap(port -> withPort(url, port)))
                .ifPresent(url -> settings.put("mtlsIssuerUrl", url));
        issuer.ifPresent(url -> settings.put("issuer", url));
        settings.put("masterKey", data.keyRing().toString());
        settings.put("dataDirectory", data.path().toString());
        if (embedded.isPresent()) {
            // The database is this node's alone, and so is the directory.
            settings.put("replayGuard", "journal");
        }
        if (!hasOtherClients()) {
            password.bootstrapSecret().ifPresent(secret -> settings.put("bootstrapAdminSecret", secret));
        }
        return HandedSettings.hand(settings, operator);
    }

    /** Whether the clients are elsewhere than in the database: then none is made for the administrator. */
    private boolean hasOtherClients() {
        return operator.find("store").isPresent();
    }

    /** The names under which a server on loopback accepts requests. */
    Set<String> localHosts(String host) {
        Set<String> hosts = new TreeSet<>(HostGuard.LOOPBACK);
        hosts.add(host.toLowerCase(Locale.ROOT));
        operator.find("issuer").flatMap(Installation::host).ifPresent(hosts::add);
        operator.find("mtlsIssuerUrl").flatMap(Installation::host).ifPresent(hosts::add);
        return hosts;
    }

    /** Empty where there is none: the application refuses such an issuer, with a better message. */
    private static Optional<String> host(String issuer) {
        try {
            return Optional.ofNullable(new URI(issuer).getHost()).map(name -> name.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Host and path of the issuer, at another port and by TLS; empty where it is no URL: the application refuses such
     * an issuer, with a better message.
     */
    static Optional<String> withPort(String issuer, int port) {
        try {
            URI url = new URI(issuer);
            return Optional.ofNullable(url.getHost()).map(host -> "https://" + host + ':' + port + url.getRawPath());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Makes backups of the embedded database; of another one there are none. */
    OwnerSocket.Backups backups(String version) {
        if (embedded.isEmpty()) {
            return () -> {
                throw new StartupException("this server keeps its clients behind --jdbc-url: back that database up by"
                        + " its own tools (pg_dump, mariadb-dump)");
            };
        }
        return new DatabaseCopy(pool, data.run(), version, wholeFile, InstantSource.system());
    }

    /** Keeps the embedded database's file small from now on; not before the schema is migrated. */
    void keepSmall(Consumer<AutoCloseable> keep) {
        embedded.ifPresent(database ->
                keep.accept(new Compaction(database, wholeFile, Compaction.SMALL, Compaction.PAUSE).start()));
    }

    /** Called when the server serves: writes the password's hash, prints the welcome, and deletes the password. */
    void serving(String url, String listens, Optional<Integer> mtlsPort) throws StartupException {
        password.keepHash();
        if (new Welcome(url, listens, mtlsUrl(url, mtlsPort), data, password, hasOtherClients()).print(System.out)) {
            password.forget();
        }
    }

    private Optional<String> mtlsUrl(String url, Optional<Integer> mtlsPort) {
        return mtlsPort.flatMap(port -> operator.find("mtlsIssuerUrl").or(() -> withPort(url, port)));
    }

    @Override
    public void close() {
        closing.run();
    }
}
