package dev.countersign.admin;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * The person behind a request: signed in by our form, or by a login of the container that a deployer has configured.
 * Stateless.
 */
final class Person {

    /** The role that the container gives to people. */
    static final String ROLE = "countersign-admin";

    private static final String BASIC = "Basic ";

    private Person() {}

    /** The name of the person, if it has the role. */
    static Optional<String> of(HttpServletRequest request) {
        HttpServletRequest own = containersOwn(request);
        Optional<String> signedIn = PersonSessions.nameOf(own);
        return signedIn.isPresent() ? signedIn : knownToContainer(own).filter(name -> own.isUserInRole(ROLE));
    }

    /** With the role or without it. */
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
