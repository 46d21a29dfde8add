package dev.countersign.launch;

import dev.countersign.auth.Throttle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/** Lets the one person in that a server by itself knows: {@code admin}. Thread-safe. */
final class AdministratorLogin implements LoginService {
    static final String NAME = "admin";
    static final String ROLE = "countersign-admin";
    private static final String REALM = "countersign";
    private static final Logger LOG = Logger.getLogger(AdministratorLogin.class.getName());

    private final PasswordHash hash;
    private final Throttle throttle;
    private IdentityService identityService = new DefaultIdentityService();

    AdministratorLogin(PasswordHash hash, Throttle throttle) {
        this.hash = hash;
        this.throttle = throttle;
    }

    @Override
    public String getName() {
        return REALM;
    }

    /** Null, as Jetty wants it, is a refusal; the log never says which name was tried, since it may be a password. */
    @Override
    public @Nullable UserIdentity login(
            @Nullable String name, @Nullable Object password, Request request, Function<Boolean, Session> session) {
        InetAddress source = source(request);
        Optional<Duration> delay = throttle.delay(NAME, source);
        if (delay.isPresent()) {
            LOG.warning(() -> "login=console refused=THROTTLED source=" + source.getHostAddress());
            return null;
        }
        // The slow one first, so that a wrong name takes as long as a wrong password.
        boolean right = hash.matches(password instanceof String text ? text : "") && NAME.equals(name);
        if (!right) {
            throttle.failed(NAME, source);
            LOG.warning(() -> "login=console refused=WRONG_PASSWORD source=" + source.getHostAddress());
            return null;
        }
        throttle.succeeded(NAME, source);
        // Made before Jetty changes the id at login, so that whoever waits for that change sees it.
        Objects.requireNonNull(session.apply(true), "Jetty makes no session");
        LOG.info(() -> "login=console granted source=" + source.getHostAddress());
        return administrator();
    }

    @Override
    public boolean validate(UserIdentity user) {
        return user.getUserPrincipal() instanceof Administrator;
    }

    @Override
    public IdentityService getIdentityService() {
        return identityService;
    }

    @Override
    public void setIdentityService(IdentityService service) {
        identityService = service;
    }

    @Override
    public void logout(UserIdentity user) {
        // Nothing is remembered but in the session, which ends by itself.
    }

    private UserIdentity administrator() {
        Principal principal = new Administrator(NAME);
        Subject subject = new Subject();
        subject.getPrincipals().add(principal);
        subject.setReadOnly();
        return identityService.newUserIdentity(subject, principal, new String[] {ROLE});
    }

    private static InetAddress source(Request request) {
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        // Other kinds of sockets have no address: they share one.
        return remote instanceof InetSocketAddress address ? address.getAddress() : InetAddress.getLoopbackAddress();
    }

    private record Administrator(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
