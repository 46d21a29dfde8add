package dev.countersign.admin;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.client.AccessRules;
import dev.countersign.text.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A credential that an administrator wants to try, in the form in which a client sends it; exactly one. Never printed.
 *
 * @param assertion a signed JWT
 * @param authorization the value of an {@code Authorization} field
 * @param certificate that of the client's end of a TLS connection in PEM, and those that it sends after it
 * @param source the address that it would come from; empty: unknown, and not checked
 */
record TrialRequest(
        Optional<String> assertion,
        Optional<String> authorization,
        Optional<String> certificate,
        Optional<InetAddress> source)
        implements PresentedRequest {

    private static final String SOURCE = "source";

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** @throws ProblemException when there is not exactly one, or a member is unknown */
    static TrialRequest of(Map<String, Object> values) {
        JsonMembers members = new JsonMembers(values);
        // Longer than clients may send: the trial itself refuses those, with the reason.
        TrialRequest request = new TrialRequest(
                members.text("assertion", RequestBody.MAX_BODY_BYTES),
                members.text("authorization", RequestBody.MAX_BODY_BYTES),
                members.lines(CertificateText.MEMBER, RequestBody.MAX_BODY_BYTES),
                members.text(SOURCE, AccessRules.MAX_SOURCE_CHARS).map(TrialRequest::address));
        members.refuseOthers();
        long credentials = Stream.of(request.assertion, request.authorization, request.certificate)
                .filter(Optional::isPresent)
                .count();
        if (credentials != 1) {
            throw ProblemException.inField(
                    "assertion", "Send exactly one of assertion, authorization and certificate.");
        }
        return request;
    }

    private static InetAddress address(String text) {
        return IpLiteral.parse(text)
                .orElseThrow(() -> ProblemException.inField(SOURCE, "Not an IP address, such as 192.0.2.7."));
    }

    /** @throws ProblemException when it is no PEM, or has too many certificates or bytes */
    Optional<CertificateChain> chain() {
        return certificate.map(CertificateText::parse);
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Authorization") ? authorization.stream().toList() : List.of();
    }

    @Override
    public Optional<String> parameter(String name) {
        return switch (name) {
            case "client_assertion" -> assertion.filter(text -> !text.isEmpty());
            case "client_assertion_type" -> assertion.map(text -> ASSERTION_TYPE);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return "TrialRequest[hidden]";
    }
}
