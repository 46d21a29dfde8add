package dev.countersign.http;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.client.ClientId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request, read strictly as far as client authentication goes: header, query string, form body.
 *
 * @param authorization the {@code Authorization} field
 * @param queryParameters of the query string, when there is a form body too: then the filter serves both to the
 *     application
 * @param certificate of the client's end of the TLS connection
 * @param form the form body; empty: the body is no form and was not read
 */
record IncomingRequest(
        HttpServletRequest request,
        Optional<String> authorization,
        Optional<CertificateChain> certificate,
        QueryString query,
        FormParameters queryParameters,
        Optional<FormParameters> form)
        implements PresentedRequest {

    /** The body is read last, so that a request that is malformed anyway does not wait for it. */
    static IncomingRequest read(
            HttpServletRequest request, Optional<CertificateChain> certificate, RequestBodies bodies)
            throws IOException, BadRequestException {
        List<String> authorizations = Headers.all(request, "Authorization");
        if (authorizations.size() > 1) {
            throw new BadRequestException("there are several Authorization fields");
        }
        Optional<String> authorization =
                authorizations.isEmpty() ? Optional.empty() : Optional.of(authorizations.get(0));
        String queryString = request.getQueryString();
        QueryString query = QueryString.scan(queryString);
        Optional<FormParameters> form =
                FormBody.read(request, bodies, FormParameters.MAX_PARAMETERS - query.parameters());
        if (form.isEmpty()) {
            return new IncomingRequest(request, authorization, certificate, query, FormParameters.NONE, form);
        }
        FormParameters queryParameters =
                queryString == null ? FormParameters.NONE : FormParameters.parse(QueryString.bytes(queryString));
        requireEachOnce(query.namesOnce(), form.get());
        return new IncomingRequest(request, authorization, certificate, query, queryParameters, form);
    }

    private static void requireEachOnce(Set<String> namesInQuery, FormParameters form) throws BadRequestException {
        Set<String> names = new HashSet<>(namesInQuery);
        for (FormParameters.Parameter parameter : form.all()) {
            if (OAuthParameters.AT_MOST_ONCE.contains(parameter.name()) && !names.add(parameter.name())) {
                throw new BadRequestException("a parameter is there more than once");
            }
        }
    }

    /** Whether every {@code client_id} beside the credential is {@code id}. */
    boolean namesOnly(String id) {
        return query.clientId().orElse(id).equals(id)
                && form.flatMap(body -> body.value(OAuthParameters.CLIENT_ID))
                        .orElse(id)
                        .equals(id);
    }

    /**
     * The client that a request without any other credential names: in its form, where it has one, else in the query
     * (RFC 8705, section 2).
     */
    Optional<ClientId> clientId() {
        Optional<String> named = form.isPresent() ? form.get().value(OAuthParameters.CLIENT_ID) : query.clientId();
        try {
            return named.map(ClientId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code x5t#S256} (RFC 8705, section 3.1). */
    Optional<String> certificateThumbprint() {
        return certificate.map(CertificateChain::thumbprint);
    }

    /** Whether an access token stands where it may be logged (RFC 6750, section 5.3) or is no credential of ours. */
    boolean hasTokenAsParameter() {
        return query.namesOnce().contains(OAuthParameters.ACCESS_TOKEN)
                || parameter(OAuthParameters.ACCESS_TOKEN).isPresent();
    }

    boolean hasAssertion() {
        return parameter(OAuthParameters.CLIENT_ASSERTION).isPresent()
                || parameter(OAuthParameters.CLIENT_ASSERTION_TYPE).isPresent();
    }

    @Override
    public List<String> headers(String name) {
        return Headers.all(request, name);
    }

    @Override
    public Optional<String> parameter(String name) {
        return form.flatMap(body -> body.value(name));
    }
}
