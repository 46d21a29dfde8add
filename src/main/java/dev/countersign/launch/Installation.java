package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.auth.Throttle;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.NamingException;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.EnvEntry;
import org.eclipse.jetty.util.ClassMatcher;

/** What the application finds when it runs by itself: store, master key, administrator, settings. */
final class Installation implements AutoCloseable {
    static final String CONTEXT_PATH = "/countersign";
    private static final String DATA_SOURCE = "jdbc/countersign";

    private final DataDirectory data;
    private final OperatorSettings operator;
    private final AdministratorPassword password;
    private final HikariDataSource pool;

    private Installation(
            DataDirectory data, OperatorSettings operator, AdministratorPassword password, HikariDataSource pool) {
        this.data = data;
        this.operator = operator;
        this.password = password;
        this.pool = pool;
    }

    static Installation prepare(Options options, OperatorSettings operator) throws StartupException {
        DataDirectory data = new DataDirectory(options.data());
        AdministratorPassword password = AdministratorPassword.find(data, operator);
        if (operator.find("masterKey").isEmpty()) {
            MasterKey.ensure(data);
        }
        return new Installation(data, operator, password, Pool.open(options, data));
    }

    /** Puts the store and the login where the application looks for them. */
    void equip(WebAppContext context) {
        context.setThrowUnavailableOnStartupException(true);
        context.setErrorHandler(TerseErrors.ofApplication());
        // The application has its own copy of what we share with it.
        context.addHiddenClassMatcher(new ClassMatcher("dev.countersign."));
        context.getSecurityHandler().setAuthenticator(new ConsoleAuthenticator());
        context.getSecurityHandler()
                .setLoginService(new AdministratorLogin(password.hash(), new Throttle(InstantSource.system())));
        // A proxy in front may be the one that speaks TLS: then requests do not look secure to us.
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

    /** @param issuer where it serves; empty: others reach it too, so the operator has to say by which name */
    HandedSettings hand(Optional<String> issuer) {
        Map<String, String> settings = new HashMap<>();
        issuer.ifPresent(url -> settings.put("issuer", url));
        settings.put("masterKey", data.keyRing().toString());
        settings.put("dataDirectory", data.path().toString());
        password.bootstrapSecret().ifPresent(secret -> settings.put("bootstrapAdminSecret", secret));
        return HandedSettings.hand(settings, operator);
    }

    /** The names a server on loopback answers to. */
    Set<String> localHosts(String host) {
        Set<String> hosts = new TreeSet<>(HostGuard.LOOPBACK);
        hosts.add(host.toLowerCase(Locale.ROOT));
        operator.find("issuer").flatMap(Installation::host).ifPresent(hosts::add);
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

    /** It serves: keeps the password's hash, says so, and forgets the password. */
    void serving(String url) throws StartupException {
        password.keepHash();
        if (new Welcome(url, data, password).print(System.out)) {
            password.forget();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
