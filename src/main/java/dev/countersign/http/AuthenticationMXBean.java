package dev.countersign.http;

import dev.countersign.manage.Description;
import java.util.Map;

/** Counters of authentication for operators, over JMX. All numbers count from the start. */
@Description("Requests by the decision about them, since the start, on this node.")
public interface AuthenticationMXBean {

    @Description("Requests that were granted.")
    long getGranted();

    @Description("Requests that were refused, for any reason but throttling.")
    long getRefused();

    @Description("Requests that could not be judged: answered with 503.")
    long getUnavailable();

    @Description("Requests that were not judged, after too many failures.")
    long getThrottled();

    @Description("Requests with a TLS certificate in a header that clientCertificateHeader does not name: not read.")
    long getIgnoredCertificateHeaders();

    @Description("The four counters by method: the installed ones, 'other' for the rest, 'none' without a credential.")
    Map<String, MethodCount> getByMethod();

    @Description("How often each reason to refuse occurred.")
    Map<String, Long> getByReason();

    /** The numbers of one method. */
    record MethodCount(String method, long granted, long refused, long unavailable, long throttled) {}
}
