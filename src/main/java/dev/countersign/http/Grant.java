package dev.countersign.http;

import dev.countersign.auth.Admission;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.client.Client;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;

/**
 * The grant of a request. Kept in its attributes, so that its other dispatches are not judged again: the credentials
 * are hidden by then, and some are valid only once. Made in this package only. Immutable.
 */
public final class Grant implements Decision {

    private static final String ATTRIBUTE = Grant.class.getName();

    /** Identifies the granted request, so that a grant in the attributes of another request is void. */
    private final String requestId;

    private final Sentry judge;
    private final Attempt attempt;
    private final Outcome.Granted granted;
    private final ClientPrincipal principal;
    private final Optional<ServedForm> form;
    private final Optional<CertificateChain> certificate;

    Grant(Sentry judge, IncomingRequest incoming, Attempt attempt, Outcome.Granted granted) {
        this.certificate = incoming.certificate();
        this.judge = judge;
        this.requestId = incoming.request().getRequestId();
        this.attempt = attempt;
        this.granted = granted;
        this.principal = new ClientPrincipal(
                granted.client().id(), granted.client().profile().name(), granted.method(), granted.scopes());
        this.form = incoming.form().map(body -> ServedForm.withoutCredentials(incoming.queryParameters(), body));
    }

    static Optional<Grant> of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Grant grant && grant.requestId.equals(request.getRequestId())
                ? Optional.of(grant)
                : Optional.empty();
    }

    void attachTo(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(ClientAuthenticationFilter.CLIENT_ATTRIBUTE, principal);
    }

    public ClientPrincipal principal() {
        return principal;
    }

    /** As it was registered when the request was judged. */
    public Client client() {
        return granted.client();
    }

    /**
     * The thumbprint of the TLS certificate of the request, by whatever method the client was authenticated
     * ({@code x5t#S256}; RFC 8705, section 3.1); empty: it has none.
     */
    public Optional<String> certificateThumbprint() {
        return certificate.map(CertificateChain::thumbprint);
    }

    Attempt attempt() {
        return attempt;
    }

    /** The form of the request, without the credentials; empty: its body is no form, and was not read. */
    Optional<ServedForm> form() {
        return form;
    }

    /** The parameters of query and form without the credentials; empty: the body is no form. */
    public Optional<Map<String, String[]>> parameters() {
        return form.map(ServedForm::parameters);
    }

    /**
     * The requirement of another endpoint that the client does not meet; empty: none.
     *
     * @param there the sentry of that endpoint: what another one trusts, such as another issuer's tokens, it does not
     */
    Optional<Refusal> missing(Admission elsewhere, Sentry there) {
        return judge == there ? elsewhere.missingAfter(granted) : Optional.of(Refusal.METHOD_NOT_ALLOWED);
    }

    /** The request as the application sees it: with the client as its user, without the credentials. */
    public HttpServletRequest over(HttpServletRequest request) {
        return new GrantedRequest(request, this);
    }

    /** The same for any dispatch of the request, also where a container dispatches its own unwrapped request. */
    HttpServletRequest over(HttpServletRequest dispatched, ServletResponse response) {
        return new AsyncKeepingRequest(isGranted(dispatched) ? dispatched : over(dispatched), response);
    }

    private static boolean isGranted(HttpServletRequest dispatched) {
        return dispatched instanceof GrantedRequest
                || (dispatched instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(GrantedRequest.class));
    }
}
