package dev.countersign.http;

import java.util.List;

/** Counters of authentication for operators, over JMX. All numbers count from the start. */
public interface AuthenticationMXBean {

    /** Requests that were granted. */
    long getGranted();

    /** Requests that were refused, for any reason but throttling. */
    long getRefused();

    /** Requests that could not be judged: answered with 503. */
    long getUnavailable();

    /** Requests that were not judged, after too many failures. */
    long getThrottled();

    /**
     * Requests with a header that carries a TLS certificate in a form which {@code clientCertificateHeader} does not
     * name: it was not read.
     */
    long getIgnoredCertificateHeaders();

    /**
     * The same, for each installed method; {@code other} is what is not installed here, {@code none} a request without
     * any credential.
     */
    List<MethodCount> getByMethod();

    /** How often each reason to refuse occurred. */
    List<ReasonCount> getByReason();

    /** The numbers of one method. */
    record MethodCount(String method, long granted, long refused, long unavailable, long throttled) {}

    /** The number of one reason. */
    record ReasonCount(String reason, long count) {}
}
