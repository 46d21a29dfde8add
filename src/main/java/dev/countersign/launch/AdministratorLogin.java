package dev.countersign.launch;

import java.security.Principal;
import java.util.Optional;
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
 * The login service of a server of its own, with the user {@code admin}, and where the operator wants it the user
 * {@code auditor}. Does not throttle: the application does. Thread-safe.
 */
final class AdministratorLogin implements LoginService {
    static final String NAME = "admin";
    static final String ROLE = "countersign-admin";
    static final String AUDITOR_NAME = "auditor";
    static final String AUDITOR_ROLE = "countersign-auditor";
    private static final String REALM = "countersign";

    private final PasswordHash hash;
    private final Optional<PasswordHash> auditor;
    private IdentityService identityService = new DefaultIdentityService();

    /**
     * @param hash of the administrator's password
     * @param auditor of the auditor's password; empty: there is no auditor
     */
    AdministratorLogin(PasswordHash hash, Optional<PasswordHash> auditor) {
        this.hash = hash;
        this.auditor = auditor;
    }

    @Override
    public String getName() {
        return REALM;
    }

    /** Returns null, as Jetty's contract says, to refuse. */
    @Override
    public @Nullable UserIdentity login(
            @Nullable String name, @Nullable Object password, Request request, Function<Boolean, Session> session) {
        boolean asAuditor = auditor.isPresent() && AUDITOR_NAME.equals(name);
        // The slow comparison first, and once, so that a wrong name takes as long as a wrong password.
        boolean matches = (asAuditor ? auditor.get() : hash).matches(password instanceof String text ? text : "");
        if (!matches || !(asAuditor || NAME.equals(name))) {
            return null;
        }
        return asAuditor ? user(AUDITOR_NAME, AUDITOR_ROLE) : user(NAME, ROLE);
    }

    @Override
    public boolean validate(UserIdentity user) {
        return user.getUserPrincipal() instanceof Person;
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

    private UserIdentity user(String name, String role) {
        Principal principal = new Person(name);
        Subject subject = new Subject();
        subject.getPrincipals().add(principal);
        subject.setReadOnly();
        return identityService.newUserIdentity(subject, principal, new String[] {role});
    }

    private record Person(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
