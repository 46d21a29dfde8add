package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that begin with our login form: nothing else here creates one, and their number per person is
 * bounded. They end with the application, even where the container keeps its sessions over a restart. Thread-safe.
 */
final class PersonSessions {

    /** A further sign-in of the same person ends the oldest session. */
    static final int MAX_SESSIONS_PER_PERSON = 16;

    private static final String ATTRIBUTE = PersonSessions.class.getName();
    private static final Logger LOG = LoggerFactory.getLogger(PersonSessions.class);

    private final Map<String, Deque<SignedIn>> live = new HashMap<>();

    /** Begins a session for this person, with a new id, against session fixation. */
    void begin(HttpServletRequest request, Person person) {
        HttpSession earlier = request.getSession(false);
        if (earlier != null) {
            earlier.invalidate();
        }
        HttpSession session = request.getSession(true);
        // Tomcat and Undertow may reuse the id in the request's cookie for a new session.
        request.changeSessionId();
        SignedIn signedIn = new SignedIn(person, session, this);
        Optional<SignedIn> surplus = add(signedIn);
        session.setAttribute(ATTRIBUTE, signedIn);
        surplus.ifPresent(SignedIn::end);
    }

    /** The person that has signed in, in the session of this request; empty: there is no session, or it has ended. */
    static Optional<Person> personOf(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getAttribute(ATTRIBUTE) instanceof SignedIn signedIn && signedIn.isOfThisRun()
                    ? Optional.of(new Person(signedIn.name, signedIn.role))
                    : Optional.empty();
        } catch (IllegalStateException e) {
            LOG.debug("the session of a request has ended meanwhile", e);
            return Optional.empty();
        }
    }

    /** The number of live sessions of all people. */
    synchronized int size() {
        return live.values().stream().mapToInt(Deque::size).sum();
    }

    /** The session that has to end. */
    private synchronized Optional<SignedIn> add(SignedIn signedIn) {
        Deque<SignedIn> ofOne = live.computeIfAbsent(signedIn.name, name -> new ArrayDeque<>());
        ofOne.addLast(signedIn);
        return ofOne.size() > MAX_SESSIONS_PER_PERSON ? Optional.of(ofOne.removeFirst()) : Optional.empty();
    }

    private synchronized void remove(SignedIn signedIn) {
        live.computeIfPresent(signedIn.name, (name, ofOne) -> {
            ofOne.remove(signedIn);
            return ofOne.isEmpty() ? null : ofOne;
        });
    }

    /**
     * The session's attribute with its person. Only name and role survive serialization to a disk, and they alone are
     * no valid session.
     */
    private static final class SignedIn implements HttpSessionBindingListener, Serializable {

        private static final long serialVersionUID = 1L;

        private final String name;
        private final Role role;
        private final transient @Nullable HttpSession session;
        private final transient @Nullable PersonSessions sessions;

        SignedIn(Person person, HttpSession session, PersonSessions sessions) {
            this.name = person.name();
            this.role = person.role();
            this.session = session;
            this.sessions = sessions;
        }

        boolean isOfThisRun() {
            return sessions != null;
        }

        void end() {
            if (session == null) {
                return;
            }
            try {
                session.invalidate();
            } catch (IllegalStateException e) {
                LOG.debug("a person's eldest session has ended by itself", e);
            }
        }

        /** Called when the session ends: by logout, time-out, or a newer one. */
        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            if (sessions != null) {
                sessions.remove(this);
            }
        }
    }
}
