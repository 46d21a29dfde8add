package dev.countersign.launch;

import java.security.Principal;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/**
 * The login service of a server of its own, with one user: {@code admin}. Does not throttle: the application does.
 * Thread-safe.
 */
final class AdministratorLogin implements LoginService {
    static final String NAME = "admin";
    static final String ROLE = "countersign-admin";
    private static final String REALM = "countersign";

    private final PasswordHash hash;
    private IdentityService identityService = new DefaultIdentityService();

    AdministratorLogin(PasswordHash hash) {
        this.hash = hash;
    }

    @Override
    public String getName() {
        return REALM;
    }

    /** Returns null, as Jetty's contract says, to refuse. */
    @Override
    public @Nullable UserIdentity login(
            @Nullable String name, @Nullable Object password, Request request, Function<Boolean, Session> session) {
        // The slow comparison first, so that a wrong name takes as long as a wrong password.
        boolean right = hash.matches(password instanceof String text ? text : "") && NAME.equals(name);
        return right ? administrator() : null;
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
        // The only state is the session, which ends by itself.
    }

    private UserIdentity administrator() {
        Principal principal = new Administrator(NAME);
        Subject subject = new Subject();
        subject.getPrincipals().add(principal);
        subject.setReadOnly();
        return identityService.newUserIdentity(subject, principal, new String[] {ROLE});
    }

    private record Administrator(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
