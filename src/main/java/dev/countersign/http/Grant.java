package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Says, in a request's attribute, that this very request was let in, so that its other dispatches need not be judged again: the credentials are
 * hidden by then, and a credential may be good for one time only. Nobody outside this package can make one. Immutable.
 *
 * @param requestId of the request that was let in, so that a grant that gets into another one's attributes is worth nothing
 * @param demands what was asked of it
 */
record Grant(String requestId, Demands demands, Decision.Admitted admitted) {

    private static final String ATTRIBUTE = Grant.class.getName();

    static Optional<Grant> of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Grant grant && grant.requestId.equals(request.getRequestId())
                ? Optional.of(grant)
                : Optional.empty();
    }

    void attachTo(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The same decision about a dispatched request: with its client also where a container dispatches the bare one. */
    Decision.Admitted appliedTo(HttpServletRequest dispatched, ServletResponse response) {
        HttpServletRequest visible = isGranted(dispatched) ? dispatched : grantedOver(dispatched);
        return new Decision.Admitted(
                admitted.client(), admitted.principal(), new AsyncKeepingRequest(visible, response));
    }

    private static boolean isGranted(HttpServletRequest dispatched) {
        return dispatched instanceof GrantedRequest
                || (dispatched instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(GrantedRequest.class));
    }

    private HttpServletRequest grantedOver(HttpServletRequest dispatched) {
        return admitted.request() instanceof GrantedRequest granted ? granted.over(dispatched) : admitted.request();
    }
}
