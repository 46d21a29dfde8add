package dev.countersign.http;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;

/**
 * Gives a session a long life only after login. Countersign makes no session before that; a login of the container,
 * which a deployer may have configured, makes one for each unauthenticated visitor, to remember the requested page.
 * Stateless.
 */
public final class SessionLife implements HttpSessionListener, HttpSessionIdListener {

    /** Time enough to type a password. */
    static final Duration BEFORE_LOGIN = Duration.ofMinutes(5);

    /** Without any request. */
    static final Duration AFTER_LOGIN = Duration.ofMinutes(30);

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        event.getSession().setMaxInactiveInterval(Math.toIntExact(BEFORE_LOGIN.toSeconds()));
    }

    /** Every container changes the session id at login, against session fixation, so this event marks the login. */
    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        event.getSession().setMaxInactiveInterval(Math.toIntExact(AFTER_LOGIN.toSeconds()));
    }
}
