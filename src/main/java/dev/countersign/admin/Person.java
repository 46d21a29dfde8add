package dev.countersign.admin;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * The person behind a request: signed in by our form, or by a login of the container that a deployer has configured.
 * Immutable.
 *
 * @param name as the container has it
 */
record Person(String name, Role role) {

    private static final String BASIC = "Basic ";

    /** The person, if it has one of the roles. */
    static Optional<Person> of(HttpServletRequest request) {
        HttpServletRequest own = containersOwn(request);
        Optional<Person> signedIn = PersonSessions.personOf(own);
        return signedIn.isPresent()
                ? signedIn
                : knownToContainer(own).flatMap(name -> Role.of(own).map(role -> new Person(name, role)));
    }

    /** The name, with a role or without one. */
    static Optional<String> knownToContainer(HttpServletRequest request) {
        HttpServletRequest own = containersOwn(request);
        String authorization = own.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            // Jetty would check a Basic password in it when asked for the user, on every request and without a
            // throttle.
            return Optional.empty();
        }
        return Optional.ofNullable(own.getUserPrincipal()).map(Principal::getName);
    }

    /** The innermost request: a wrapper of it could present a scope as a role. */
    static HttpServletRequest containersOwn(HttpServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return innermost instanceof HttpServletRequest own ? own : request;
    }
}
