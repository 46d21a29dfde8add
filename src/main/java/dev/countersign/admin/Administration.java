package dev.countersign.admin;

import dev.countersign.auth.Throttle;
import dev.countersign.http.Sentry;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * What the filters and servlets of the administration share. They find it as an attribute of the servlet context, under
 * the name of this class. Thread-safe.
 *
 * @param sentry authenticates administrator clients
 * @param login checks the passwords of people
 * @param sessions of the people who have signed in
 */
public record Administration(
        RouteTable routes, Sentry sentry, SameSite sameSite, PersonLogin login, PersonSessions sessions) {

    /**
     * @param store what the store of the clients can do
     * @param issuer our issuer identifier: its origin is ours, even when a proxy changes that of a request
     */
    public Administration(List<Calls> calls, StoreAbilities store, Sentry sentry, URI issuer, InstantSource clock) {
        this(
                RouteTable.of(calls, store),
                sentry,
                new SameSite(issuer),
                new PersonLogin(new Throttle(clock)),
                new PersonSessions());
    }

    /** @throws IllegalStateException when the application has not started */
    static Administration of(ServletContext context) {
        if (context.getAttribute(Administration.class.getName()) instanceof Administration administration) {
            return administration;
        }
        throw new IllegalStateException("no " + Administration.class.getName() + " in the servlet context");
    }
}
