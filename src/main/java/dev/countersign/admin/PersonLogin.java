package dev.countersign.admin;

import dev.countersign.auth.Throttle;
import dev.countersign.http.RequestId;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the container check a person's password (Servlet 6.0, section 13.3), and throttles guessing. The log
 * never says which name was tried, since it may be a password. Thread-safe.
 */
final class PersonLogin {

    /**
     * Bounds the CPU time of slow password hashes, and the guesses of one source that run before the first failure
     * counts.
     */
    static final int MAX_CHECKS_AT_ONCE = 2;

    /** The throttle's key in place of a name: all names that one source tries are counted together. */
    private static final String ANY_NAME = "console";

    private static final Logger LOG = LoggerFactory.getLogger(PersonLogin.class);

    private final Throttle throttle;
    private final Semaphore places = new Semaphore(MAX_CHECKS_AT_ONCE);

    PersonLogin(Throttle throttle) {
        this.throttle = throttle;
    }

    /** Whether this source is throttled, so that its form is not even read. Logged. */
    boolean isThrottled(InetAddress source) {
        boolean throttled = throttle.delay(ANY_NAME, source).isPresent();
        if (throttled) {
            refused("THROTTLED", source);
        }
        return throttled;
    }

    /** The person, if it has one of the roles; empty: refused, for any reason. Logged. */
    Optional<Person> attempt(HttpServletRequest request, InetAddress source, String name, String password) {
        if (!places.tryAcquire()) {
            refused("BUSY", source);
            return Optional.empty();
        }
        try {
            // Checked again: further attempts may have been waiting when the first of them failed.
            return isThrottled(source) ? Optional.empty() : check(request, source, name, password);
        } finally {
            places.release();
        }
    }

    private Optional<Person> check(HttpServletRequest request, InetAddress source, String name, String password) {
        Optional<Person> person = ask(Person.containersOwn(request), source, name, password);
        if (person.isPresent()) {
            throttle.succeeded(ANY_NAME, source);
            LOG.info("login=console granted source={}{}", source.getHostAddress(), RequestId.suffix());
        } else {
            throttle.failed(ANY_NAME, source);
        }
        return person;
    }

    private static Optional<Person> ask(HttpServletRequest request, InetAddress source, String name, String password) {
        boolean hadSession = request.getSession(false) != null;
        try {
            // Containers refuse a login when one is already established.
            request.logout();
            request.login(name, password);
        } catch (ServletException e) {
            // Its message contains the user's name.
            LOG.debug("the container has refused a login: {}", e.getClass().getName());
            refused("WRONG_PASSWORD", source);
            return Optional.empty();
        }
        try {
            Optional<Role> role = Role.of(request);
            if (role.isEmpty()) {
                refused("NOT_IN_ROLE", source);
            }
            return role.map(given -> new Person(request.getUserPrincipal().getName(), given));
        } finally {
            forget(request, hadSession);
        }
    }

    /**
     * Undone at once, in favour of a session of ours: containers differ in what they keep of such a login, and for how
     * long.
     */
    private static void forget(HttpServletRequest request, boolean hadSession) {
        try {
            request.logout();
            HttpSession session = request.getSession(false);
            if (session != null && !hadSession) {
                session.invalidate();
            }
        } catch (ServletException e) {
            throw new IllegalStateException("the container cannot undo a login", e);
        }
    }

    private static void refused(String reason, InetAddress source) {
        LOG.warn("login=console refused={} source={}{}", reason, source.getHostAddress(), RequestId.suffix());
    }
}
