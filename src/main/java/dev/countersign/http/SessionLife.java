package dev.countersign.http;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;

/**
 * Gives a session a long life only once somebody has signed in. Every stranger who opens a page of the console gets one, for the container to remember
 * where the login leads to; kept for long, these would fill the memory. Stateless.
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

    /** A login changes the id, on every container, so that nobody can know it beforehand. */
    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        event.getSession().setMaxInactiveInterval(Math.toIntExact(AFTER_LOGIN.toSeconds()));
    }
}
