package dev.countersign.http;

import dev.countersign.client.AuthMethod;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Keeps count of what the door decided. Thread-safe. */
public final class AuthenticationRecord implements AuthenticationMXBean {

    public AuthenticationRecord(Set<AuthMethod> installed, InstantSource clock) {}

    /** The latest refusals on this node, the newest first; at most 256. */
    public List<RecentRefusal> recentRefusals() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getGranted() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getRefused() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getUnavailable() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getThrottled() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<MethodCount> getByMethod() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ReasonCount> getByReason() {
        throw new UnsupportedOperationException();
    }
}
